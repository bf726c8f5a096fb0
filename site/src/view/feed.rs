//! What each month has brought, for feed readers.

use askama::Template;

use super::{changed::Changed, figures};

/// `/feed.xml`, as Atom (RFC 4287) wants it.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "feed.xml")]
pub struct Feed {
    /// Where the site is, without a slash at the end.
    pub site: String,
    /// When the newest entry was made, as RFC 3339 writes it.
    pub updated: String,
    /// A generation each, the newest first.
    pub entries: Vec<Entry>,
}

/// A generation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    /// Its name: `20261101`.
    pub generation: String,
    /// `November 2026: 182,000 new releases`.
    pub title: String,
    /// When it was built, as RFC 3339 writes it.
    pub updated: String,
    /// What there is to read.
    pub content: Content,
}

/// The text of an entry, as HTML of its own: an Atom entry has it as text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Template)]
#[template(path = "feed_entry.html")]
pub struct Content {
    /// Where the site is: links of a feed have to be whole.
    pub site: String,
    /// How many records of each kind it has: `18,500,000 releases`.
    pub documents: Vec<String>,
    /// What is new; `None` where nothing is known of the one before.
    pub changed: Option<Changed>,
}
