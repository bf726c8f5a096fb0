//! The books: everything that was asked, and what it cost.

use std::collections::{BTreeMap, HashMap};

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::{call::Call, faults::What};

/// What the stand-in has been asked so far. There is no secret in it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Books {
    /// All calls, in the order of their arrival.
    pub calls: Vec<Entry>,
    /// Units by the day in California.
    pub units: BTreeMap<Date, u64>,
    /// The most inserts that one playlist had at the same time, by the playlist's id: each counts
    /// from its arrival until it is done. A client that behaves well keeps this at 1. They are sure
    /// to meet where calls take some time (see [`Options::latency`](crate::Options::latency)).
    pub most_parallel: BTreeMap<String, u32>,
}

/// One call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// When it came, by the stand-in's clock.
    pub at: Timestamp,
    /// What was asked.
    pub call: Call,
    /// The account that asked, where a token tells.
    pub user: Option<String>,
    /// What it cost.
    pub units: u64,
    /// The status that was sent, also where half of it was cut off; none where the connection was
    /// closed without an answer, or where it is still being answered.
    pub status: Option<u16>,
    /// Whether it changed anything, whatever the answer says.
    pub applied: bool,
    /// The video that it was about.
    pub video: Option<String>,
    /// The playlist that it was about, or that it made.
    pub playlist: Option<String>,
    /// What went wrong with it on purpose.
    pub fault: Option<What>,
}

impl Books {
    /// How many calls of a kind there were.
    #[must_use]
    pub fn count(&self, call: Call) -> usize {
        self.calls.iter().filter(|entry| entry.call == call).count()
    }
}

/// The books while they are written.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    pub(crate) books: Books,
    /// Inserts that run, by playlist.
    running: HashMap<String, u32>,
}

impl Ledger {
    /// Notes an arrival, and tells where it is noted.
    pub(crate) fn open(&mut self, entry: Entry) -> usize {
        self.books.calls.push(entry);
        self.books.calls.len() - 1
    }

    /// The books may have been emptied since it was opened.
    pub(crate) fn entry(&mut self, at: usize) -> Option<&mut Entry> {
        self.books.calls.get_mut(at)
    }

    pub(crate) fn charge(&mut self, day: Date, units: u64) {
        if units > 0 {
            *self.books.units.entry(day).or_default() += units;
        }
    }

    pub(crate) fn spent(&self, day: Date) -> u64 {
        self.books.units.get(&day).copied().unwrap_or_default()
    }

    pub(crate) fn begin_insert(&mut self, playlist: &str) {
        let running = self.running.entry(playlist.to_owned()).or_default();
        *running += 1;
        let most = self.books.most_parallel.entry(playlist.to_owned()).or_default();
        *most = (*most).max(*running);
    }

    pub(crate) fn end_insert(&mut self, playlist: &str) {
        if let Some(running) = self.running.get_mut(playlist) {
            *running = running.saturating_sub(1);
        }
    }
}
