use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use storage::{
    generations::{self, GenerationName, Store},
    index::Totals,
    model::Kind,
};
use utoipa::ToSchema;

/// A generation that is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(example = json!({"name": "20261101", "current": true, "created": "2026-11-02T03:44:05Z",
    "bytes": 14_200_000_000_u64, "entries": 18_500_000, "index_bytes": 1_400_000_000,
    "rejected": 0}))]
pub struct KeptGeneration {
    /// Its name: the dump's date.
    #[schema(value_type = String, example = "20261101")]
    pub name: GenerationName,
    /// Whether it is the one that is published.
    pub current: bool,
    /// When it was built.
    #[schema(value_type = String, format = DateTime)]
    pub created: Timestamp,
    /// Bytes of its folder; `null` where it is not on the server's machine.
    pub bytes: Option<u64>,
    /// Releases, and masters without any; `null` where no report tells.
    pub entries: Option<u64>,
    /// Bytes of its index, likewise.
    pub index_bytes: Option<u64>,
    /// Records that were set aside when it was loaded, likewise.
    pub rejected: Option<u64>,
}

/// What is read of the report of a load.
#[derive(Deserialize)]
struct Report {
    index: Index,
    kinds: BTreeMap<Kind, Loaded>,
}

#[derive(Deserialize)]
struct Index {
    totals: Totals,
    bytes: u64,
}

#[derive(Deserialize)]
struct Loaded {
    rejected: u64,
}

/// The generations that are kept, the newest first.
pub(super) fn kept(store: &Store) -> generations::Result<Vec<KeptGeneration>> {
    let current = store.current()?;
    let generation = |name| {
        let report: Option<Report> = store.report(name)?;
        let report = report.as_ref();
        Ok(KeptGeneration {
            name,
            current: current == Some(name),
            created: store.manifest(name)?.created,
            bytes: store.bytes_here(name),
            entries: report.map(|report| report.index.totals.releases),
            index_bytes: report.map(|report| report.index.bytes),
            rejected: report.map(|report| report.kinds.values().map(|kind| kind.rejected).sum()),
        })
    };
    store.published()?.into_iter().rev().map(generation).collect()
}
