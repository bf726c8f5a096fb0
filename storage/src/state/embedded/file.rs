//! The file itself: how it is opened, and what its driver's errors mean.

use std::{
    fs::OpenOptions,
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
};

use redb::{Builder, Database, ReadableTable, TableDefinition};

use super::values;
use crate::{
    is_disk_full,
    state::{Error, Result},
};

const META: TableDefinition<'static, &'static str, &'static [u8]> = TableDefinition::new("meta");

/// The version of this layout.
const META_FORMAT: &str = "format";
const FORMAT: &[u8] = b"1";

/// The memory for pages.
const CACHE: usize = 16 << 20;

pub(super) fn open(path: &Path) -> Result<Database> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    // What is kept for visitors is nobody else's business.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file =
        options.open(path).map_err(|source| explain("open", path, redb::Error::Io(source)))?;
    let (database, format) = guarded("open", path, || {
        let database = Builder::new().set_cache_size(CACHE).create_file(file)?;
        let transaction = database.begin_write()?;
        let mut meta = transaction.open_table(META)?;
        let format = meta.get(META_FORMAT)?.map(|format| format.value().to_vec());
        if format.is_some() {
            drop(meta);
            transaction.abort()?;
        } else {
            meta.insert(META_FORMAT, FORMAT)?;
            drop(meta);
            values::create(&transaction)?;
            transaction.commit()?;
        }
        Ok((database, format))
    })?;
    if format.is_some_and(|format| format != FORMAT) {
        let reason = "it is of a version that this program does not know".to_owned();
        return Err(Error::Damaged { path: path.to_owned(), reason });
    }
    Ok(database)
}

/// Fails as the driver does after a failure of the disk.
pub(super) fn opened(database: &Option<Database>) -> std::result::Result<&Database, redb::Error> {
    database.as_ref().ok_or(redb::Error::PreviousIo)
}

/// Takes the driver's panic for what it tells: it trusts a page to be whole, and its indices run
/// out of one that is not.
pub(super) fn guarded<T>(
    action: &'static str,
    path: &Path,
    run: impl FnOnce() -> std::result::Result<T, redb::Error>,
) -> Result<T> {
    match catch_unwind(AssertUnwindSafe(run)) {
        Ok(outcome) => outcome.map_err(|error| explain(action, path, error)),
        Err(_) => Err(Error::Damaged {
            path: path.to_owned(),
            reason: "a page of it is not as it was written".to_owned(),
        }),
    }
}

fn explain(action: &'static str, path: &Path, error: redb::Error) -> Error {
    let path = path.to_owned();
    match error {
        redb::Error::DatabaseAlreadyOpen => Error::InUse { path },
        redb::Error::PreviousIo => {
            Error::Io { action, path, source: io::Error::other("the disk has failed before") }
        }
        redb::Error::Io(source) if is_disk_full(&source) => Error::DiskFull { path },
        redb::Error::Io(source) => match source.kind() {
            io::ErrorKind::InvalidData => Error::Damaged { path, reason: source.to_string() },
            io::ErrorKind::UnexpectedEof => {
                Error::Damaged { path, reason: "it is cut short".to_owned() }
            }
            _ => Error::Io { action, path, source },
        },
        error => Error::Damaged { path, reason: error.to_string() },
    }
}
