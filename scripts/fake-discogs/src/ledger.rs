//! The books while they are written.

use std::collections::BTreeSet;

use crate::books::{Books, Entry};

#[derive(Debug, Default)]
pub(crate) struct Ledger {
    books: Books,
    /// The number of the first request in the books: they have been emptied before.
    first: usize,
    /// The numbers of the requests whose files are being sent.
    running: BTreeSet<usize>,
}

impl Ledger {
    /// Notes a request, and gives it a number.
    pub(crate) fn open(&mut self, entry: Entry) -> usize {
        self.books.requests.push(entry);
        self.first + self.books.requests.len() - 1
    }

    /// The books may have been emptied since.
    pub(crate) fn entry(&mut self, number: usize) -> Option<&mut Entry> {
        self.books.requests.get_mut(number.checked_sub(self.first)?)
    }

    /// A file begins to be sent.
    pub(crate) fn begin(&mut self, number: usize) {
        self.running.insert(number);
        let running = self.running.clone();
        self.books.most_parallel = self.books.most_parallel.max(running.len());
        if running.len() > 1 {
            for number in running {
                if let Some(entry) = self.entry(number) {
                    entry.parallel = true;
                }
            }
        }
    }

    /// A file has been sent, or will never be.
    pub(crate) fn end(&mut self, number: usize) {
        self.running.remove(&number);
    }

    pub(crate) fn books(&self) -> Books {
        self.books.clone()
    }

    /// Begins new books. What is still being sent is not in them.
    pub(crate) fn clear(&mut self) {
        self.first += self.books.requests.len();
        self.books = Books::default();
    }
}
