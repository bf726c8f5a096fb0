//! Entries side by side: which of them are one work, and which of a work's match.

use std::ops::Range;

use super::{Index, Plan, Rank, file::Section, plan::Node};

impl Index {
    /// The number of the work that an entry belongs to, from 0 in rank order.
    #[must_use]
    pub fn work(&self, rank: Rank) -> u32 {
        self.work_of(rank.0)
    }

    /// The last entry of a work that is given by any of its entries.
    #[must_use]
    pub fn end_of_work(&self, rank: Rank) -> Rank {
        Rank(self.ranks_of_work(rank).end - 1)
    }

    /// The matches of a plan among the entries of some works, each given by any of its entries,
    /// in rank order.
    #[must_use]
    pub fn matches_of_works(&self, plan: &Plan, works: &[Rank]) -> Vec<Vec<Rank>> {
        let root = self.compiled(plan);
        let matches = |rank: &u32| root.contains(rank >> 16, *rank as u16);
        let of_work = |&work| self.ranks_of_work(work).filter(matches).map(Rank).collect();
        works.iter().map(of_work).collect()
    }

    /// Whether a plan matches each of some entries.
    #[must_use]
    pub fn matches(&self, plan: &Plan, ranks: &[Rank]) -> Vec<bool> {
        let root = self.compiled(plan);
        ranks.iter().map(|rank| root.contains(rank.0 >> 16, rank.0 as u16)).collect()
    }

    /// Brings entries into the order of [`Self::by_date`].
    pub fn sort_by_date(&self, ranks: &mut [Rank]) {
        let dates = self.file.u32s(Section::Dates);
        // 0 is an unknown date: it wraps around to the end.
        ranks.sort_by_key(|rank| (dates[rank.0 as usize].wrapping_sub(1), *rank));
    }

    fn compiled(&self, plan: &Plan) -> Node<'_> {
        // What fails here is a digest that fits damaged bytes: nothing matches then.
        Node::compile(plan, &|at| self.postings(at)).unwrap_or_else(Node::nothing)
    }

    /// A work's ranks, found from any of them.
    fn ranks_of_work(&self, rank: Rank) -> Range<u32> {
        let ends = self.file.u64s(Section::WorkEnds);
        let word = (rank.0 / 64) as usize;
        let bit = rank.0 % 64;
        let highest = |place: usize, ends: u64| place as u32 * 64 + 63 - ends.leading_zeros();
        let lowest = |place: usize, ends: u64| place as u32 * 64 + ends.trailing_zeros();
        let before = ends[word] & ((1 << bit) - 1);
        let start = if before != 0 {
            highest(word, before) + 1
        } else {
            let place = ends[..word].iter().rposition(|&ends| ends != 0);
            place.map_or(0, |place| highest(place, ends[place]) + 1)
        };
        let after = ends[word] & (u64::MAX << bit);
        let end = if after != 0 {
            lowest(word, after)
        } else {
            let place = ends[word + 1..].iter().position(|&ends| ends != 0);
            place.map_or(self.meta.entries - 1, |place| {
                lowest(word + 1 + place, ends[word + 1 + place])
            })
        };
        start..end + 1
    }
}
