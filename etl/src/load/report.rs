//! What a load did.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use storage::{generations::GenerationName, index::Totals, model::Kind};

/// The report of a load, kept with its generation as `report.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// When the load began.
    pub started: Timestamp,
    /// When it had published.
    pub ended: Timestamp,
    /// What became of each kind.
    pub kinds: BTreeMap<Kind, KindReport>,
    /// What became of the index.
    pub index: IndexReport,
    /// From the first byte to the publication.
    pub seconds: f64,
    /// XML read in all, in millions of bytes a second.
    pub mb_per_second: f64,
}

/// What a load did with one kind.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct KindReport {
    /// The file's name; `None` for a kind taken over from the generation before.
    pub file: Option<String>,
    /// The generation whose documents were taken over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_over_from: Option<GenerationName>,
    /// Records in the file.
    pub read: u64,
    /// Documents stored.
    pub stored: u64,
    /// Records set aside in `rejected.ndjson`.
    pub rejected: u64,
    /// Records whose id a later record of the file has as well: the later one is stored.
    pub repeated: u64,
    /// How often which element or attribute was met that the model does not know. They are in the
    /// documents all the same, under `other`.
    pub unknown: BTreeMap<String, u64>,
    /// Bytes of XML.
    pub bytes: u64,
    /// Seconds from opening the file to its last document.
    pub seconds: f64,
    /// XML read, in millions of bytes a second.
    pub mb_per_second: f64,
}

/// What became of the index.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct IndexReport {
    /// What it finds in all.
    pub totals: Totals,
    /// Its length.
    pub bytes: u64,
    /// Seconds to build it, after parsing.
    pub seconds: f64,
}

/// Millions of bytes a second.
pub(crate) fn rate(bytes: u64, seconds: f64) -> f64 {
    if seconds > 0.0 { bytes as f64 / 1e6 / seconds } else { 0.0 }
}
