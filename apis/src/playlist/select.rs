use std::{
    collections::{HashMap, HashSet},
    hash::{BuildHasherDefault, Hasher},
};

use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng, SeedableRng},
};
use storage::index::Candidate;

use super::{Options, Order};

/// Takes a playlist's videos from candidates that come in the wanted order already; for
/// [`Order::Shuffle`], in any fixed order.
///
/// A video counts where it comes first, with the artist and the work that it has there, and comes
/// out once. The length bounds are [`Options::allow_length`]'s. Of what remains, each video is
/// taken unless its artist or its work has all it may have, until the limit is reached; candidates
/// after that are not asked for (a shuffle must ask for all of them). Entries without an artist do
/// not count as one artist's. So with a higher limit the list is the same and goes on: a page is
/// the list without its head.
pub fn select(candidates: impl Iterator<Item = Candidate>, options: &Options) -> Vec<Candidate> {
    chosen(candidates, options).take(options.limit).collect()
}

/// What [`select`] takes, without the limit: looked for as it is asked for.
pub(crate) fn chosen<'a>(
    candidates: impl Iterator<Item = Candidate> + 'a,
    options: &Options,
) -> Box<dyn Iterator<Item = Candidate> + 'a> {
    let mut seen = HashSet::<u32, NumberHash>::default();
    let lengths = options.clone();
    let wanted = candidates.filter(move |candidate| {
        lengths.allow_length(candidate.duration) && seen.insert(candidate.video)
    });
    let mut artists = Share::new(options.per_artist);
    let mut works = Share::new(options.per_work);
    let fair = move |candidate: &Candidate| {
        let named = candidate.artist != NO_ARTIST;
        let fair = (!named || artists.has_room(candidate.artist)) && works.has_room(candidate.work);
        if fair {
            if named {
                artists.take(candidate.artist);
            }
            works.take(candidate.work);
        }
        fair
    };
    match options.order {
        Order::Shuffle => Box::new(shuffled(wanted.collect(), options.seed).filter(fair)),
        Order::Best | Order::Date => Box::new(wanted.filter(fair)),
    }
}

/// The items in an order that depends on the seed alone, shuffled no further than they are read.
///
/// Written out here so that a list once shared by its seed outlives changes of a library's own
/// shuffle: the key is the seed's eight bytes, little-endian, then zeros; each place draws one
/// 64-bit word of ChaCha8 and scales it to the items left.
fn shuffled(mut items: Vec<Candidate>, seed: u64) -> impl Iterator<Item = Candidate> {
    let mut key = [0; 32];
    key[..8].copy_from_slice(&seed.to_le_bytes());
    let mut chance = ChaCha8Rng::from_seed(key);
    (0..items.len()).map(move |place| {
        let left = items.len() - place;
        let scaled = (u128::from(chance.next_u64()) * left as u128) >> 64;
        // Below `left`, for the word is below 2^64.
        items.swap(place, place + scaled as usize);
        items[place]
    })
}

/// The artist of an entry that has none.
const NO_ARTIST: u32 = u32::MAX;

/// How many videos each artist, or each work, has so far, where there is a most.
struct Share {
    most: Option<u32>,
    taken: HashMap<u32, u32, NumberHash>,
}

impl Share {
    fn new(most: Option<u32>) -> Self {
        Self { most, taken: HashMap::default() }
    }

    fn has_room(&self, key: u32) -> bool {
        self.most.is_none_or(|most| self.taken.get(&key).copied().unwrap_or(0) < most)
    }

    fn take(&mut self, key: u32) {
        if self.most.is_some() {
            *self.taken.entry(key).or_default() += 1;
        }
    }
}

pub(crate) type NumberHash = BuildHasherDefault<NumberHasher>;

/// Hashes the index's own numbers. Nobody can choose them so that they collide, hence one
/// multiplication does: a broad query passes millions of them.
#[derive(Default)]
pub(crate) struct NumberHasher(u64);

impl Hasher for NumberHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u32(byte.into());
        }
    }

    fn write_u32(&mut self, number: u32) {
        let product = (self.0 ^ u64::from(number)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        // The map reads both ends of a hash; the product's variety is in its upper half.
        self.0 = product ^ (product >> 32);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{HashMap, HashSet};

    use proptest::{collection::vec, option, prelude::*};

    use storage::index::{Candidate, Rank};

    use super::{NO_ARTIST, select};
    use crate::playlist::{Options, Order};

    fn candidate(video: u32, artist: u32, work: u32) -> Candidate {
        Candidate { video, rank: Rank::at(work), artist, work, duration: Some(180) }
    }

    fn videos(list: &[Candidate]) -> Vec<u32> {
        list.iter().map(|candidate| candidate.video).collect()
    }

    #[test]
    fn no_candidate_is_asked_for_once_the_limit_is_reached() {
        let mut asked = 0;
        let endless = (0..).map(|video| {
            asked += 1;
            candidate(video, video, video)
        });
        let list = select(endless, &Options { limit: 7, ..Options::default() });
        assert_eq!((list.len(), asked), (7, 7));
    }

    #[test]
    fn a_video_belongs_to_the_artist_and_work_it_comes_with_first() {
        let twice = [candidate(1, 1, 1), candidate(2, 1, 1), candidate(2, 9, 9)];
        let options = Options { per_artist: Some(1), ..Options::default() };
        assert_eq!(videos(&select(twice.into_iter(), &options)), [1]);
    }

    #[test]
    fn a_full_artist_uses_up_no_room_of_the_work() {
        let list = [candidate(1, 1, 1), candidate(2, 1, 2), candidate(3, 2, 2)];
        let options = Options { per_artist: Some(1), per_work: Some(1), ..Options::default() };
        assert_eq!(videos(&select(list.into_iter(), &options)), [1, 3]);
    }

    #[test]
    fn entries_without_an_artist_are_not_one_artists() {
        let list = (0..4).map(|video| candidate(video, NO_ARTIST, video));
        let options = Options { per_artist: Some(1), ..Options::default() };
        assert_eq!(select(list, &options).len(), 4);
    }

    #[test]
    fn a_limit_of_nothing_gives_nothing() {
        let options = Options { limit: 0, ..Options::default() };
        assert_eq!(select((0..5).map(|video| candidate(video, 0, 0)), &options), []);
    }

    /// A change of these numbers breaks every list that somebody shared by its seed.
    #[test]
    fn a_seed_names_the_same_list_for_ever() {
        let list = |seed| {
            let options = Options { order: Order::Shuffle, seed, limit: 10, ..Options::default() };
            videos(&select((0..1000).map(|video| candidate(video, 0, 0)), &options))
        };
        let lists = [0, 1, u64::MAX].map(|seed| format!("{:?}", list(seed))).join("\n");
        insta::assert_snapshot!(lists, @r"
        [836, 631, 233, 120, 258, 103, 12, 266, 324, 681]
        [381, 295, 798, 916, 856, 143, 735, 786, 409, 464]
        [704, 233, 651, 418, 539, 548, 809, 576, 595, 499]
        ");
    }

    #[test]
    fn a_shuffle_brings_every_video_to_every_place_about_equally() {
        let mut firsts = HashMap::<u32, u32>::new();
        for seed in 0..4000 {
            let options = Options { order: Order::Shuffle, seed, limit: 1, ..Options::default() };
            let list = select((0..8).map(|video| candidate(video, 0, 0)), &options);
            *firsts.entry(list[0].video).or_default() += 1;
        }
        assert!((0..8).all(|video| (400..600).contains(&firsts[&video])), "{firsts:?}");
    }

    fn some_candidates() -> impl Strategy<Value = Vec<Candidate>> {
        let one = (0_u32..60, 0_u32..8, 0_u32..20, option::weighted(0.9, 0_u32..600)).prop_map(
            |(video, artist, work, duration)| Candidate {
                video,
                rank: Rank::at(work),
                artist,
                work,
                duration,
            },
        );
        vec(one, 0..150)
    }

    prop_compose! {
        fn some_options()(
            limit in 0_usize..100,
            order in prop::sample::select(Order::ALL.to_vec()),
            seed: u64,
            per_artist in option::of(1_u32..5),
            per_work in option::of(1_u32..4),
            min_length in option::of(0_u32..300),
            max_length in option::of(200_u32..600),
        ) -> Options {
            Options { limit, order, seed, per_artist, per_work, min_length, max_length }
        }
    }

    fn most<K: Eq + std::hash::Hash>(keys: impl Iterator<Item = K>) -> u32 {
        let mut counts = HashMap::new();
        keys.for_each(|key| *counts.entry(key).or_insert(0) += 1);
        counts.into_values().max().unwrap_or(0)
    }

    proptest! {
        #[test]
        fn every_option_is_kept(candidates in some_candidates(), options in some_options()) {
            let list = select(candidates.iter().copied(), &options);
            prop_assert!(list.len() <= options.limit);
            prop_assert!(list.iter().all(|taken| candidates.contains(taken)));
            prop_assert!(list.iter().all(|taken| options.allow_length(taken.duration)));
            prop_assert_eq!(list.iter().map(|taken| taken.video).collect::<HashSet<_>>().len(), list.len());
            prop_assert!(options.per_artist.is_none_or(|cap| most(list.iter().map(|taken| taken.artist)) <= cap));
            prop_assert!(options.per_work.is_none_or(|cap| most(list.iter().map(|taken| taken.work)) <= cap));
        }

        #[test]
        fn a_higher_limit_goes_on_where_the_lower_one_ended(
            candidates in some_candidates(), options in some_options(), more in 0_usize..100,
        ) {
            let short = select(candidates.iter().copied(), &options);
            let longer = Options { limit: options.limit + more, ..options };
            let long = select(candidates.iter().copied(), &longer);
            prop_assert!(long.starts_with(&short));
        }

        #[test]
        fn what_is_not_shuffled_keeps_its_order(candidates in some_candidates(), options in some_options()) {
            let options = Options { order: Order::Date, ..options };
            let list = select(candidates.iter().copied(), &options);
            let mut rest = candidates.iter();
            prop_assert!(list.iter().all(|taken| rest.any(|candidate| candidate == taken)));
        }

        #[test]
        fn nothing_is_left_out_without_a_reason(candidates in some_candidates(), options in some_options()) {
            let list = select(candidates.iter().copied(), &options);
            if list.len() == options.limit {
                return Ok(());
            }
            let full = |cap: Option<u32>, taken: usize| cap.is_some_and(|cap| taken == cap as usize);
            let mut seen = HashSet::new();
            for candidate in candidates {
                if !options.allow_length(candidate.duration) || !seen.insert(candidate.video) {
                    continue;
                }
                let of_artist = list.iter().filter(|taken| taken.artist == candidate.artist).count();
                let of_work = list.iter().filter(|taken| taken.work == candidate.work).count();
                prop_assert!(
                    list.contains(&candidate)
                        || full(options.per_artist, of_artist)
                        || full(options.per_work, of_work)
                );
            }
        }
    }
}
