//! For large catalogues: questions as plain vectors of one place an entry.

use std::{collections::BTreeMap, ops::ControlFlow};

use storage::{
    index::{Entry, Index, Plan, Totals, ValueField},
    model::VideoId,
};

/// What tells whether an entry, by its number, has something.
pub(crate) type Has = fn(u32) -> bool;

/// Numbers by chance, the same each time.
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(0x5851_F42D_4C95_7F2D).wrapping_add(0x1405_7B7E_F767_814F);
        ((self.0 >> 33) as usize) % end
    }
}

/// A number that seems to have nothing to do with the given one.
pub(crate) fn mixed(number: u32) -> u32 {
    let mixed = u64::from(number).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (mixed >> 32) as u32
}

/// A question and which entries it is true of, by place.
#[derive(Clone)]
pub(crate) struct Asked {
    pub(crate) plan: Plan,
    pub(crate) holds: Vec<bool>,
}

impl Asked {
    fn not(self) -> Self {
        let holds = self.holds.iter().map(|holds| !holds).collect();
        Self { plan: Plan::Not(Box::new(self.plan)), holds }
    }

    fn and(self, other: Self) -> Self {
        let holds = self.holds.iter().zip(&other.holds).map(|(a, b)| a & b).collect();
        Self { plan: Plan::And(vec![self.plan, other.plan]), holds }
    }

    fn or(self, other: Self) -> Self {
        let holds = self.holds.iter().zip(&other.holds).map(|(a, b)| a | b).collect();
        Self { plan: Plan::Or(vec![self.plan, other.plan]), holds }
    }

    /// Some terms put together by chance.
    pub(crate) fn by_chance(terms: &[Self], chance: &mut Chance) -> Self {
        let mut asked = terms[chance.below(terms.len())].clone();
        for _ in 0..chance.below(4) {
            let other = terms[chance.below(terms.len())].clone();
            asked = match chance.below(5) {
                0 => asked.and(other),
                1 => asked.or(other),
                2 => asked.and(other.not()),
                3 => asked.or(other.not()),
                _ => asked.and(other).not(),
            };
        }
        asked
    }
}

/// What the entries of a catalogue are, by place.
pub(crate) struct Plain {
    pub(crate) entries: Vec<Entry>,
    /// Whatever number tells works apart.
    pub(crate) works: Vec<u32>,
    pub(crate) videos: Vec<Option<VideoId>>,
    /// The videos of works' masters.
    pub(crate) of_works: BTreeMap<u32, VideoId>,
}

impl Plain {
    fn place(&self, entry: Entry) -> usize {
        let found = self.entries.binary_search(&entry);
        found.unwrap_or_else(|_| panic!("{entry:?} is no entry"))
    }

    pub(crate) fn totals(&self, holds: &[bool]) -> Totals {
        let places = || (0..holds.len()).filter(|&place| holds[place]);
        let mut works: Vec<u32> = places().map(|place| self.works[place]).collect();
        works.sort_unstable();
        works.dedup();
        let mut videos: Vec<VideoId> = places().filter_map(|place| self.videos[place]).collect();
        videos.extend(works.iter().filter_map(|work| self.of_works.get(work)));
        videos.sort_unstable();
        videos.dedup();
        let count = |length: usize| length as u64;
        Totals {
            releases: count(places().count()),
            works: count(works.len()),
            videos: count(videos.len()),
        }
    }

    /// Compares counts, entries, and pages from anywhere.
    pub(crate) fn agrees(&self, index: &Index, asked: &Asked, chance: &mut Chance) {
        let totals = self.totals(&asked.holds);
        assert_eq!(index.count(&asked.plan), totals, "{:?}", asked.plan);
        let mut left = asked.holds.clone();
        let mut ranks = Vec::new();
        index.visit(&asked.plan, None, |rank| {
            let place = self.place(index.entry(rank));
            assert!(left[place], "{:?} does not match, or comes twice", self.entries[place]);
            left[place] = false;
            ranks.push(rank);
            ControlFlow::Continue(())
        });
        assert_eq!(ranks.len() as u64, totals.releases, "{:?}", asked.plan);
        assert!(ranks.is_sorted());
        if ranks.is_empty() {
            return;
        }
        for _ in 0..4 {
            let start = chance.below(ranks.len());
            let end = ranks.len().min(start + 1 + chance.below(100));
            let after = start.checked_sub(1).map(|before| ranks[before]);
            assert_eq!(index.page(&asked.plan, after, end - start), ranks[start..end]);
        }
        assert!(index.page(&asked.plan, ranks.last().copied(), 1).is_empty());
    }

    /// Compares how many of the entries have each of some values, and how many videos there are.
    pub(crate) fn agrees_on_facets(&self, index: &Index, asked: &Asked, values: &[Counted<'_>]) {
        let counts = index.facets(&asked.plan, &ValueField::ALL);
        for &Counted { field, name, holds } in values {
            let place = index.values(field).iter().position(|value| value.value == name);
            let count = counts.of(field)[place.expect("some entry has it")];
            let both: Vec<bool> = asked.holds.iter().zip(holds).map(|(a, b)| *a && *b).collect();
            let Totals { releases, videos, .. } = self.totals(&both);
            assert_eq!((count.releases.into(), count.videos.into()), (releases, videos), "{name}");
        }
    }
}

/// A value that facets count, and which entries have it.
#[derive(Clone, Copy)]
pub(crate) struct Counted<'a> {
    pub(crate) field: ValueField,
    pub(crate) name: &'a str,
    pub(crate) holds: &'a [bool],
}
