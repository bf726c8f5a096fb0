//! Sets of ranks within one block of 65,536: the ground that queries are evaluated on.

/// Ranks in one block.
pub const BLOCK: u32 = 1 << 16;

/// 64-bit words of a block's bit set.
pub(crate) const WORDS: usize = BLOCK as usize / 64;

/// A set of the block's ranks, one bit each.
#[derive(Clone)]
pub(crate) struct Bits(pub(crate) Box<[u64; WORDS]>);

impl Bits {
    pub(crate) fn empty() -> Self {
        Self(Box::new([0; WORDS]))
    }

    pub(crate) fn fill(&mut self, word: u64) {
        self.0.fill(word);
    }

    pub(crate) fn set(&mut self, value: u16) {
        self.0[usize::from(value >> 6)] |= 1 << (value & 63);
    }

    pub(crate) fn contains(&self, value: u16) -> bool {
        self.0[usize::from(value >> 6)] >> (value & 63) & 1 == 1
    }

    pub(crate) fn count(&self) -> u32 {
        self.0.iter().map(|word| word.count_ones()).sum()
    }

    pub(crate) fn and(&mut self, other: &Self) {
        for (word, other) in self.0.iter_mut().zip(other.0.iter()) {
            *word &= other;
        }
    }

    pub(crate) fn or(&mut self, other: &Self) {
        for (word, other) in self.0.iter_mut().zip(other.0.iter()) {
            *word |= other;
        }
    }

    pub(crate) fn and_not(&mut self, other: &Self) {
        for (word, other) in self.0.iter_mut().zip(other.0.iter()) {
            *word &= !other;
        }
    }

    /// Takes out what lies at or beyond `end`, the number of ranks that the block really has.
    pub(crate) fn truncate(&mut self, end: u32) {
        let word = (end / 64) as usize;
        if word < WORDS {
            self.0[word] &= (1_u64 << (end % 64)) - 1;
            self.0[word + 1..].fill(0);
        }
    }

    /// Sets `first..=last`.
    pub(crate) fn set_run(&mut self, first: u16, last: u16) {
        self.each_run_word(first, last, |word, mask| *word |= mask);
    }

    /// Takes out `first..=last`.
    pub(crate) fn clear_run(&mut self, first: u16, last: u16) {
        self.each_run_word(first, last, |word, mask| *word &= !mask);
    }

    fn each_run_word(&mut self, first: u16, last: u16, change: impl Fn(&mut u64, u64)) {
        let (from, to) = (usize::from(first >> 6), usize::from(last >> 6));
        let head = u64::MAX << (first & 63);
        let tail = u64::MAX >> (63 - (last & 63));
        if from == to {
            change(&mut self.0[from], head & tail);
            return;
        }
        change(&mut self.0[from], head);
        for word in &mut self.0[from + 1..to] {
            change(word, u64::MAX);
        }
        change(&mut self.0[to], tail);
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = u16> + '_ {
        self.0
            .iter()
            .enumerate()
            .flat_map(|(index, &word)| OnesIter(word).map(move |bit| (index * 64) as u16 + bit))
    }
}

struct OnesIter(u64);

impl Iterator for OnesIter {
    type Item = u16;

    fn next(&mut self) -> Option<u16> {
        if self.0 == 0 {
            return None;
        }
        let bit = self.0.trailing_zeros() as u16;
        self.0 &= self.0 - 1;
        Some(bit)
    }
}
