//! The books: everything that was asked, and what came of it.

use crate::{
    address::Asked,
    faults::{Fault, On},
    layout::Layout,
};

/// What the stand-in has been asked so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Books {
    pub(crate) requests: Vec<Entry>,
    pub(crate) most_parallel: usize,
}

/// One request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// `GET` or `HEAD`, if it was one of them.
    pub method: String,
    /// What was asked for.
    pub asked: Asked,
    /// In which layout.
    pub layout: Layout,
    /// Path and query, as they came.
    pub target: String,
    /// `Range`, as it came.
    pub range: Option<String>,
    /// `If-Range`, as it came.
    pub if_range: Option<String>,
    /// `If-None-Match`, as it came.
    pub if_none_match: Option<String>,
    /// `User-Agent`, as it came.
    pub user_agent: Option<String>,
    /// The status that was answered; none where the connection was closed without an answer.
    pub status: Option<u16>,
    /// How many bytes of a body were sent.
    pub sent: u64,
    /// Whether a file was sent while another one was: both have it then. A file counts from the
    /// request until its last byte is handed to the system, it stalls, or its connection ends. Small
    /// files are sent at once: to be sure that they meet, slow them down
    /// ([`FakeDiscogs::throttle`](crate::FakeDiscogs::throttle)).
    pub parallel: bool,
    /// What went wrong with it on purpose. A file that was replaced meanwhile was cut.
    pub fault: Option<Fault>,
}

impl Books {
    /// All requests, in the order of their arrival.
    #[must_use]
    pub fn requests(&self) -> &[Entry] {
        &self.requests
    }

    /// The requests of a kind.
    pub fn of<'books>(&'books self, on: &'books On) -> impl Iterator<Item = &'books Entry> {
        self.requests.iter().filter(|entry| on.is(&entry.asked))
    }

    /// How many files were sent at the same time, at most. A client that behaves well keeps this at
    /// 1 (see [`Entry::parallel`]).
    #[must_use]
    pub fn most_parallel(&self) -> usize {
        self.most_parallel
    }

    /// How many bytes were sent in all of the file of this name, with 200 or 206: not of pages that
    /// say why it is not sent.
    #[must_use]
    pub fn bytes_of(&self, name: &str) -> u64 {
        let entries = self.of_file(name).filter(|entry| matches!(entry.status, Some(200 | 206)));
        entries.map(|entry| entry.sent).sum()
    }

    fn of_file<'books>(&'books self, name: &'books str) -> impl Iterator<Item = &'books Entry> {
        let is_it = move |entry: &&Entry| matches!(&entry.asked, Asked::File(is) if is == name);
        self.requests.iter().filter(is_it)
    }
}
