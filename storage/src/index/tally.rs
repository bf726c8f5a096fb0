//! Counting the entries and the distinct videos of many values at once, entry after entry.
//!
//! The entries of a work lie side by side, and the index says how each video is [listed](Listing):
//!
//! - one that a single entry lists counts for each value of that entry;
//! - one that the master of its only work lists counts, when the first entry of the work that has
//!   a value comes, for that value;
//! - one that several entries of a work list is settled at the end of the work;
//! - one that several works list is settled at the end.
//!
//! To settle is to go through the values of all who list a video and count it once for each. What
//! is held for that grows with how often such videos are listed, not with the number of values.

use super::{
    Index,
    count::same_work,
    file::Section,
    listing::{Listing, listing},
};

/// The counts of one value.
#[derive(Debug, Clone, Copy, Default)]
struct Slot {
    releases: u32,
    videos: u32,
    /// The work for which the videos of its master were counted last.
    work: u32,
    /// The video that was settled last, by the number of its settling.
    settled: u32,
}

/// Counts entries and videos by value; values have numbers from 0 on.
pub(super) struct Tally<'a> {
    index: &'a Index,
    ends: &'a [u64],
    listings: &'a [u64],
    slots: Vec<Slot>,
    rank_before: Option<u32>,
    /// How many works were begun; the number of the one that is counted.
    works: u32,
    /// The videos that only the work's master is counted for.
    of_master: u32,
    /// Its master's videos that other works list, too, and the values of the work so far.
    shared_of_master: Vec<u32>,
    values_of_work: Vec<u32>,
    repeated: Unsettled,
    shared: Unsettled,
    settled: u32,
}

impl<'a> Tally<'a> {
    pub(super) fn new(index: &'a Index, values: usize) -> Self {
        Self {
            index,
            ends: index.file.u64s(Section::WorkEnds),
            listings: index.file.u64s(Section::VideoListings),
            slots: vec![Slot::default(); values],
            rank_before: None,
            works: 0,
            of_master: 0,
            shared_of_master: Vec::new(),
            values_of_work: Vec::new(),
            repeated: Unsettled::default(),
            shared: Unsettled::default(),
            settled: 0,
        }
    }

    /// Adds an entry with the numbers of its values, each once. Ranks ascend.
    pub(super) fn add(&mut self, rank: u32, values: &[u32]) {
        if rank >= self.index.meta.silent_from {
            values.iter().for_each(|&value| self.slots[value as usize].releases += 1);
            return;
        }
        let before = self.rank_before.replace(rank);
        if before.is_none_or(|before| !same_work(self.ends, before, rank)) {
            self.end_work();
            self.begin_work(rank);
        }
        let own = self.own_videos(rank, values);
        for &value in values {
            let slot = &mut self.slots[value as usize];
            slot.releases += 1;
            slot.videos += own;
            if slot.work != self.works {
                slot.work = self.works;
                slot.videos += self.of_master;
                if !self.shared_of_master.is_empty() {
                    self.values_of_work.push(value);
                }
            }
        }
    }

    fn begin_work(&mut self, rank: u32) {
        self.works += 1;
        self.of_master = 0;
        for &video in self.index.videos_of_work(self.index.work_of(rank)) {
            match listing(self.listings, video) {
                Listing::Shared => self.shared_of_master.push(video),
                Listing::Once | Listing::Master | Listing::Repeated => self.of_master += 1,
            }
        }
    }

    /// Gives the number of videos that only this entry lists, and keeps those to be settled.
    fn own_videos(&mut self, rank: u32, values: &[u32]) -> u32 {
        let mut only = 0;
        let (mut repeated, mut shared) = (None, None);
        for &video in self.index.videos_of_entry(rank) {
            match listing(self.listings, video) {
                Listing::Once => only += 1,
                Listing::Master => {}
                Listing::Repeated => self.repeated.list(video, &mut repeated, values),
                Listing::Shared => self.shared.list(video, &mut shared, values),
            }
        }
        only
    }

    fn end_work(&mut self) {
        let mut place = None;
        for video in self.shared_of_master.drain(..) {
            self.shared.list(video, &mut place, &self.values_of_work);
        }
        self.values_of_work.clear();
        self.repeated.settle(&mut self.slots, &mut self.settled);
    }

    /// Entries and videos of each value.
    pub(super) fn finish(mut self) -> Vec<(u32, u32)> {
        self.end_work();
        self.shared.settle(&mut self.slots, &mut self.settled);
        self.slots.iter().map(|slot| (slot.releases, slot.videos)).collect()
    }
}

/// Videos that are listed several times, each time with the values of who lists them.
#[derive(Default)]
struct Unsettled {
    /// Each video with the number of its values in `ends`.
    videos: Vec<(u32, u32)>,
    /// Where the values of each list end in `values`.
    ends: Vec<u32>,
    values: Vec<u32>,
}

impl Unsettled {
    /// Keeps a video; `place` is where the values are, once the first video was kept with them.
    fn list(&mut self, video: u32, place: &mut Option<u32>, values: &[u32]) {
        let place = *place.get_or_insert_with(|| {
            self.values.extend_from_slice(values);
            self.ends.push(self.values.len() as u32);
            self.ends.len() as u32 - 1
        });
        self.videos.push((video, place));
    }

    /// Counts each video once for each of the values that it is listed with.
    fn settle(&mut self, slots: &mut [Slot], settled: &mut u32) {
        self.videos.sort_unstable();
        for listed in self.videos.chunk_by(|(a, _), (b, _)| a == b) {
            *settled += 1;
            for &(_, place) in listed {
                let place = place as usize;
                let start = place.checked_sub(1).map_or(0, |before| self.ends[before]);
                for &value in &self.values[start as usize..self.ends[place] as usize] {
                    let slot = &mut slots[value as usize];
                    slot.videos += u32::from(slot.settled != *settled);
                    slot.settled = *settled;
                }
            }
        }
        self.videos.clear();
        self.ends.clear();
        self.values.clear();
    }
}
