//! Random numbers: a counter that is hashed (splitmix64).
//!
//! One of our own, because each record starts a generator of its own, so that any record can be
//! made alone: this one starts with one multiplication.

/// What the numbers are for. Records of the same index draw different numbers in each stream.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Stream {
    Vocabulary = 1,
    Layout,
    Id,
    ArtistName,
    LabelName,
    Taste,
    Artist,
    Label,
    Alias,
    Group,
    Parent,
    MasterWork,
    SingleWork,
    Track,
    Video,
    Release,
    Master,
}

/// A stream of random numbers.
#[derive(Debug, Clone)]
pub(crate) struct Rng(u64);

const GAMMA: u64 = 0x9e37_79b9_7f4a_7c15;

impl Rng {
    /// The numbers of record `index` in a stream.
    pub(crate) fn new(seed: u64, stream: Stream, index: u64) -> Self {
        let start = mix(seed ^ mix(stream as u64).rotate_left(17));
        Self(mix(start ^ index.wrapping_mul(GAMMA)))
    }

    /// 64 random bits.
    pub(crate) fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(GAMMA);
        mix(self.0)
    }

    /// 32 random bits, as the high half's draw for the integer arithmetic below.
    fn half(&mut self) -> u64 {
        self.bits() >> 32
    }

    /// A number below `n`, each equally likely; 0 for `n` 0.
    pub(crate) fn below(&mut self, n: u32) -> u32 {
        ((self.half() * u64::from(n)) >> 32) as u32
    }

    /// A number from `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: u32, high: u32) -> u32 {
        low + self.below(high - low + 1)
    }

    /// A number below `n`, small ones much more likely (density as x^-1/2): popularity.
    pub(crate) fn skewed(&mut self, n: u32) -> u32 {
        let unit = self.half();
        ((((unit * unit) >> 32) * u64::from(n)) >> 32) as u32
    }

    /// True in `per_mille` of a thousand cases.
    pub(crate) fn chance(&mut self, per_mille: u32) -> bool {
        self.below(1000) < per_mille
    }

    /// One of a list's items, each equally likely.
    pub(crate) fn of<'a, T: ?Sized>(&mut self, items: &[&'a T]) -> &'a T {
        items[self.below(items.len() as u32) as usize]
    }

    /// How often a thing occurs that goes on with this probability: 0 mostly, without a bound.
    pub(crate) fn repeat(&mut self, per_mille: u32) -> u32 {
        let mut count = 0;
        while self.chance(per_mille) {
            count += 1;
        }
        count
    }
}

/// Spreads each bit of `x` over all of the result.
const fn mix(x: u64) -> u64 {
    let x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stay_below_their_bound_and_reach_it() {
        let mut rng = Rng::new(1, Stream::Track, 0);
        let drawn: Vec<u32> = (0..1000).map(|_| rng.below(7)).collect();
        assert_eq!(drawn.iter().max(), Some(&6));
        assert_eq!(drawn.iter().min(), Some(&0));
    }

    #[test]
    fn a_skewed_draw_prefers_small_numbers() {
        let mut rng = Rng::new(1, Stream::Track, 0);
        let small = (0..1000).filter(|_| rng.skewed(100) < 25).count();
        assert!(
            (450..550).contains(&small),
            "half of the draws fall in the first quarter: {small}"
        );
    }
}
