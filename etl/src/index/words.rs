//! Words of titles and names.

use rustc_hash::FxHashMap;

use super::pairs::Pairs;

/// The words of one field, while they are gathered.
#[derive(Debug, Default)]
pub(crate) struct WordPairs {
    numbers: FxHashMap<String, u32>,
    entries: Pairs,
}

impl WordPairs {
    /// Takes the folded words of the entry at `rank`, a line each.
    pub(crate) fn take(&mut self, lines: &str, rank: u32) {
        for word in lines.split_terminator('\n') {
            let number = match self.numbers.get(word) {
                Some(&number) => number,
                None => {
                    let next = self.numbers.len() as u32;
                    self.numbers.insert(word.to_owned(), next);
                    next
                }
            };
            self.entries.push(number, rank);
        }
    }

    /// The words, ascending, each with its entries.
    pub(crate) fn finish(self) -> Vec<(String, Vec<u32>)> {
        let mut ranks = self.entries.by_term(self.numbers.len());
        let mut words: Vec<(String, Vec<u32>)> = self
            .numbers
            .into_iter()
            .map(|(word, number)| (word, std::mem::take(&mut ranks[number as usize])))
            .collect();
        words.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        words
    }
}
