use std::{collections::BTreeMap, path::Path};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Error, GenerationName, Result, read_json, write_json};
use crate::model::Kind;

/// What a generation consists of, kept in its folder as `manifest.json`.
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
    /// The name of the file in the generation's folder.
    pub const FILE: &str = "manifest.json";

    /// Of a generation that is built now, of no kind yet.
    #[must_use]
    pub fn new(name: GenerationName) -> Self {
        Self { name, created: Timestamp::now(), kinds: BTreeMap::new() }
    }

    /// Reads the manifest in a generation's folder; `None` if there is none.
    ///
    /// # Errors
    ///
    /// [`Error::DamagedFile`] and [`Error::Io`].
    pub fn read(dir: &Path) -> Result<Option<Self>> {
        read_json(&dir.join(Self::FILE))
    }

    /// Writes it into the generation's folder.
    ///
    /// # Errors
    ///
    /// [`Error::DiskFull`] and [`Error::Io`].
    pub fn write(&self, dir: &Path) -> Result<()> {
        write_json(&dir.join(Self::FILE), self)
    }

    /// Makes sure that the folder has its own manifest.
    pub(super) fn check(dir: &Path, name: GenerationName) -> Result<()> {
        match Self::read(dir)? {
            Some(manifest) if manifest.name == name => Ok(()),
            _ => Err(Error::NoManifest { name, path: dir.join(Self::FILE) }),
        }
    }
}
