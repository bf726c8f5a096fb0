//! Exact counts of an answer: entries, distinct works, distinct videos.

use std::{iter::Sum, ops::ControlFlow};

use serde::{Deserialize, Serialize};

use super::{
    Index, Plan,
    block::{BLOCK, Bits, WORDS},
    eval::Found,
    file::Section,
};

/// How much there is in an answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// Entries: releases, and masters without releases.
    pub releases: u64,
    /// Distinct works.
    pub works: u64,
    /// Distinct YouTube videos of the matching works: those of their masters and of their
    /// matching releases.
    pub videos: u64,
}

impl Sum for Totals {
    fn sum<I: Iterator<Item = Self>>(totals: I) -> Self {
        totals.fold(Self::default(), |a, b| Self {
            releases: a.releases + b.releases,
            works: a.works + b.works,
            videos: a.videos + b.videos,
        })
    }
}

impl Index {
    /// Counts what a plan matches.
    #[must_use]
    pub fn count(&self, plan: &Plan) -> Totals {
        if let Some(known) = self.known_count(plan) {
            return known;
        }
        let mut counter = Counter::new(self);
        self.evaluator(plan).blocks(0, |block, found| {
            counter.add(block, found);
            ControlFlow::Continue(())
        });
        counter.totals
    }

    /// The count of a plan that the index has written down.
    pub(crate) fn known_count(&self, plan: &Plan) -> Option<Totals> {
        match plan {
            Plan::All => Some(self.totals()),
            Plan::Nothing => Some(Totals::default()),
            Plan::Term(_) => {
                let mut values = self.values.iter().flatten();
                values.find(|value| value.plan() == *plan).map(|value| value.totals)
            }
            _ => None,
        }
    }
}

struct Counter<'a> {
    index: &'a Index,
    ends: &'a [u64],
    totals: Totals,
    /// The work counted last; the works of a block ascend, as the blocks do.
    last_work: Option<u32>,
    seen: Vec<u64>,
}

impl<'a> Counter<'a> {
    fn new(index: &'a Index) -> Self {
        Self {
            index,
            ends: index.file.u64s(Section::WorkEnds),
            totals: Totals::default(),
            last_work: None,
            seen: vec![0; (index.meta.videos as usize).div_ceil(64)],
        }
    }

    fn add(&mut self, block: u32, found: &Found) {
        let base = block * BLOCK;
        match found {
            Found::Few(values) => {
                self.totals.releases += values.len() as u64;
                for &value in values {
                    let rank = base | u32::from(value);
                    let work = self.index.work_of(rank);
                    let is_new = self.last_work != Some(work);
                    self.last_work = Some(work);
                    self.totals.works += u64::from(is_new);
                    self.add_videos(rank, is_new.then_some(work));
                }
            }
            Found::Many(bits) => {
                self.totals.releases += u64::from(bits.count());
                let before = self.last_work;
                if base < self.index.meta.silent_from {
                    self.add_videos_of(base, bits);
                }
                self.add_works_of(block, bits, before);
            }
        }
    }

    /// Works lie side by side, so a work is counted when its last rank is reached with one of
    /// its ranks seen. Adding the hits to all ranks that are no ends carries each hit to the end
    /// of its work: one addition a word instead of a look at every bit.
    fn add_works_of(&mut self, block: u32, bits: &Bits, before: Option<u32>) {
        let first_word = block as usize * WORDS;
        let mut carry = false;
        let mut works = 0;
        let words = self.ends.len().saturating_sub(first_word).min(WORDS);
        for (index, (&hits, &ends)) in bits.0.iter().zip(&self.ends[first_word..]).enumerate() {
            let ends = if index + 1 == words { ends | 1 << 63 } else { ends };
            let (sum, over_a) = (hits & !ends).overflowing_add(!ends);
            let (sum, over_b) = sum.overflowing_add(u64::from(carry));
            // A word whose last rank ends a work has a zero there in both numbers: no carry.
            carry = over_a || over_b;
            works += ((sum | hits) & ends).count_ones();
        }
        self.totals.works += u64::from(works);
        let (Some(first), Some(last)) = (first_of(bits), last_of(bits)) else { return };
        let base = block * BLOCK;
        if before.is_some_and(|work| work == self.index.work_of(base | first)) {
            self.totals.works -= 1;
        }
        self.last_work = Some(self.index.work_of(base | last));
    }

    fn add_videos_of(&mut self, base: u32, bits: &Bits) {
        let ends = self.ends;
        let mut rank_before = None;
        for (index, &word) in bits.0.iter().enumerate() {
            let mut rest = word;
            while rest != 0 {
                let rank = base + index as u32 * 64 + rest.trailing_zeros();
                rest &= rest - 1;
                if rank >= self.index.meta.silent_from {
                    return;
                }
                // The work's number is needed only where a new work begins.
                let new_work = match rank_before {
                    Some(before) if same_work(ends, before, rank) => None,
                    Some(_) => Some(self.index.work_of(rank)),
                    None => Some(self.index.work_of(rank)).filter(|&w| self.last_work != Some(w)),
                };
                rank_before = Some(rank);
                self.add_videos(rank, new_work);
            }
        }
    }

    fn add_videos(&mut self, rank: u32, new_work: Option<u32>) {
        let index = self.index;
        let masters = new_work.map_or(&[][..], |work| index.videos_of_work(work));
        for &video in index.videos_of_entry(rank).iter().chain(masters) {
            let (word, bit) = ((video / 64) as usize, 1 << (video % 64));
            self.totals.videos += u64::from(self.seen[word] & bit == 0);
            self.seen[word] |= bit;
        }
    }
}

/// Whether no work ends from `before` on and before `rank`.
pub(super) fn same_work(ends: &[u64], before: u32, rank: u32) -> bool {
    let (first, last) = ((before / 64) as usize, (rank / 64) as usize);
    let from = u64::MAX << (before % 64);
    let to = (1_u64 << (rank % 64)) - 1;
    if first == last {
        return ends[first] & from & to == 0;
    }
    ends[first] & from == 0
        && ends[last] & to == 0
        && ends[first + 1..last].iter().all(|&word| word == 0)
}

fn first_of(bits: &Bits) -> Option<u32> {
    let word = bits.0.iter().position(|&word| word != 0)?;
    Some(word as u32 * 64 + bits.0[word].trailing_zeros())
}

fn last_of(bits: &Bits) -> Option<u32> {
    let word = bits.0.iter().rposition(|&word| word != 0)?;
    Some(word as u32 * 64 + 63 - bits.0[word].leading_zeros())
}
