//! Documents in one redb file for each kind, in the generation's folder: `releases.redb`.
//!
//! The table `documents` maps the id to the encoded document, `meta` holds the dictionary and
//! what the file is. Nothing outside this module knows redb.

mod decoder;
mod encoder;
mod reader;
mod writer;

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
};

use redb::TableDefinition;

pub(super) use encoder::{Compression, Dictionary};
pub(super) use reader::{Reader, Scan};
pub(super) use writer::Writer;

use super::{Error, Result};
use crate::model::{Id, Kind};

const DOCUMENTS: TableDefinition<'static, Id, &'static [u8]> = TableDefinition::new("documents");
const META: TableDefinition<'static, &'static str, &'static [u8]> = TableDefinition::new("meta");

/// What the file holds: the kind's name. A renamed file is noticed by it.
const META_KIND: &str = "kind";
/// The version of this layout.
const META_FORMAT: &str = "format";
/// The dictionary; absent where there is none.
const META_DICTIONARY: &str = "dictionary";

const FORMAT: &[u8] = b"1";

/// Where the documents of a kind are.
pub(super) fn path(dir: &Path, kind: Kind) -> PathBuf {
    dir.join(format!("{kind}.redb"))
}

/// Says of which file redb complains.
fn explain(action: &'static str, path: &Path, kind: Kind, error: redb::Error) -> Error {
    let path = path.to_owned();
    match error {
        redb::Error::Io(source) if source.kind() == std::io::ErrorKind::InvalidData => {
            Error::Damaged { path, kind, reason: source.to_string() }
        }
        redb::Error::Io(source) if source.kind() == std::io::ErrorKind::UnexpectedEof => {
            Error::Damaged { path, kind, reason: "it is cut short".to_owned() }
        }
        redb::Error::Io(source) => Error::io(action, path, source),
        redb::Error::DatabaseAlreadyOpen => Error::BeingWritten { path },
        redb::Error::RepairAborted => {
            Error::Damaged { path, kind, reason: "its writer was interrupted".to_owned() }
        }
        error => Error::Damaged { path, kind, reason: error.to_string() },
    }
}

/// Reads, and takes the driver's panic for what it tells: it trusts a page to be whole, and its
/// indices run out of one that is not.
fn reading<T>(
    path: &Path,
    kind: Kind,
    read: impl FnOnce() -> std::result::Result<T, redb::Error>,
) -> Result<T> {
    // What is read is never changed, so that nothing can be left half changed.
    match catch_unwind(AssertUnwindSafe(read)) {
        Ok(outcome) => outcome.map_err(|error| explain("read", path, kind, error)),
        Err(_) => Err(Error::Damaged {
            path: path.to_owned(),
            kind,
            reason: "a page of it is not as it was written".to_owned(),
        }),
    }
}
