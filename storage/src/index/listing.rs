//! How a video is listed, worked out when the index is written: what an answer may simply add up,
//! and what it has to keep from counting twice.

/// Who lists a video. Two bits a video in the section `VideoListings`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Listing {
    /// One entry, and no master.
    Once,
    /// The master of its only work; entries of that work may list it, too.
    Master,
    /// Several entries of its only work, and not the master.
    Repeated,
    /// Several works.
    Shared,
}

const ALL: [Listing; 4] = [Listing::Once, Listing::Master, Listing::Repeated, Listing::Shared];

/// Videos in one word.
const PER_WORD: usize = 32;

/// Words for so many videos.
pub(crate) const fn words(videos: usize) -> usize {
    videos.div_ceil(PER_WORD)
}

/// Packs the listings of the videos, by number.
pub(crate) fn pack(listings: &[Listing]) -> Vec<u64> {
    let word = |listings: &[Listing]| {
        listings.iter().rev().fold(0, |word, &listing| word << 2 | listing as u64)
    };
    listings.chunks(PER_WORD).map(word).collect()
}

/// The listing of a video.
pub(crate) fn listing(packed: &[u64], video: u32) -> Listing {
    let word = packed[video as usize / PER_WORD];
    ALL[(word >> (video as usize % PER_WORD * 2) & 3) as usize]
}

/// Finds out how each video is listed, from the lists of works that come one after another.
pub(crate) struct Lister {
    listings: Vec<Listing>,
    /// The work that listed each video last.
    works: Vec<u32>,
}

impl Lister {
    pub(crate) fn new(videos: usize) -> Self {
        Self { listings: vec![Listing::Once; videos], works: vec![u32::MAX; videos] }
    }

    /// Takes the list of a work's master, before those of the work's entries.
    pub(crate) fn master(&mut self, work: u32, list: &[u32]) {
        self.take(work, list, Listing::Master);
    }

    /// Takes the list of an entry.
    pub(crate) fn entry(&mut self, work: u32, list: &[u32]) {
        self.take(work, list, Listing::Once);
    }

    fn take(&mut self, work: u32, list: &[u32], first: Listing) {
        for &video in list {
            let listing = &mut self.listings[video as usize];
            *listing = match std::mem::replace(&mut self.works[video as usize], work) {
                u32::MAX => first,
                last if last != work => Listing::Shared,
                _ if *listing == Listing::Once => Listing::Repeated,
                _ => *listing,
            };
        }
    }

    pub(crate) fn finish(self) -> Vec<Listing> {
        self.listings
    }
}

#[cfg(test)]
mod tests {
    use super::{Lister, Listing, listing, pack, words};

    #[test]
    fn each_video_is_listed_as_works_and_masters_have_it() {
        let mut lister = Lister::new(40);
        lister.master(0, &[0, 1]);
        lister.entry(0, &[1, 2, 3]);
        lister.entry(0, &[1, 3, 4]);
        lister.entry(1, &[4, 5, 6]);
        lister.master(2, &[6, 39]);
        lister.entry(2, &[0]);
        lister.entry(3, &[0]);
        let listings = lister.finish();
        let packed = pack(&listings);
        assert_eq!(packed.len(), words(40));
        assert!((0..40).all(|video| listing(&packed, video) == listings[video as usize]));
        use Listing::{Master, Once, Repeated, Shared};
        let expected = [Shared, Master, Once, Repeated, Shared, Once, Shared];
        assert_eq!(listings[..7], expected);
        assert_eq!(listings[39], Master);
    }
}
