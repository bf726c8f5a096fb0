//! Which entries have which terms, gathered in any order.

/// Pairs of a term's number and a rank.
#[derive(Debug, Default)]
pub(crate) struct Pairs(Vec<u64>);

impl Pairs {
    pub(crate) fn push(&mut self, term: u32, rank: u32) {
        self.0.push(u64::from(term) << 32 | u64::from(rank));
    }

    /// The ranks of each term from 0 to `terms`, ascending, each once.
    pub(crate) fn by_term(mut self, terms: usize) -> Vec<Vec<u32>> {
        self.0.sort_unstable();
        self.0.dedup();
        let mut by_term = vec![Vec::new(); terms];
        for group in self.0.chunk_by(|a, b| a >> 32 == b >> 32) {
            by_term[(group[0] >> 32) as usize] = group.iter().map(|&pair| pair as u32).collect();
        }
        by_term
    }
}
