//! What is published.

use std::collections::{BTreeMap, BTreeSet};

use actix_web::web::Bytes;
use jiff::{SignedDuration, Timestamp, fmt::rfc2822::DateTimePrinter};

use crate::{checksum::md5_hex, name};

/// A published file.
#[derive(Debug, Clone)]
pub(crate) struct File {
    pub(crate) content: Bytes,
    pub(crate) modified: Timestamp,
    /// With its quotes.
    pub(crate) etag: String,
}

impl File {
    fn new(name: &str, content: Bytes, modified: Timestamp) -> Self {
        // A large file was uploaded in parts, and its ETag tells how many.
        let parts = if name.ends_with(".gz") { "-3" } else { "" };
        let etag = format!("\"{}{parts}\"", md5_hex(&content));
        Self { content, modified, etag }
    }

    /// As `Last-Modified` tells it.
    pub(crate) fn last_modified(&self) -> String {
        let time = DateTimePrinter::new().timestamp_to_rfc9110_string(&self.modified);
        time.expect("a year of four digits can be told")
    }
}

/// All published files, by their keys.
#[derive(Debug, Default)]
pub(crate) struct Dumps(BTreeMap<String, File>);

impl Dumps {
    /// Publishes a file. Where it replaces another and nothing is said, it is an hour younger.
    pub(crate) fn put(&mut self, name: &str, content: Bytes, modified: Option<Timestamp>) {
        let key = name::key(name);
        let modified = modified.unwrap_or_else(|| match self.0.get(&key) {
            Some(before) => before.modified + SignedDuration::from_hours(1),
            None => name::publication(name),
        });
        self.0.insert(key, File::new(name, content, modified));
    }

    pub(crate) fn remove(&mut self, name: &str) -> bool {
        self.0.remove(&name::key(name)).is_some()
    }

    pub(crate) fn get(&self, key: &str) -> Option<&File> {
        self.0.get(key)
    }

    /// The file of a name, in whatever year.
    pub(crate) fn named(&self, name: &str) -> Option<&File> {
        self.iter().find_map(|(key, file)| (name::of_key(key) == name).then_some(file))
    }

    /// Keys and files, in the order of the keys.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &File)> {
        self.0.iter().map(|(key, file)| (key.as_str(), file))
    }

    /// The folders of the years, as `data/2026/`.
    pub(crate) fn years(&self) -> BTreeSet<&str> {
        self.0.keys().map(|key| &key[..key.len() - name::of_key(key).len()]).collect()
    }
}
