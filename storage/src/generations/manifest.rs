use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::GenerationName;
use crate::model::Kind;

/// What a generation consists of: `manifest.json` in its folder, or a note in MongoDB.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The generation.
    pub name: GenerationName,
    /// When it was built.
    pub created: Timestamp,
    /// The kinds that it has documents of.
    pub kinds: BTreeMap<Kind, KindManifest>,
}

/// Where the documents of one kind came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KindManifest {
    /// How many distinct documents there are.
    pub documents: u64,
    /// The name of the dump file, without its folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_file: Option<String>,
    /// The generation whose documents these are, where they were not loaded anew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_over_from: Option<GenerationName>,
}

impl Manifest {
    /// Of a generation that is built now, of no kind yet.
    #[must_use]
    pub fn new(name: GenerationName) -> Self {
        Self { name, created: Timestamp::now(), kinds: BTreeMap::new() }
    }
}
