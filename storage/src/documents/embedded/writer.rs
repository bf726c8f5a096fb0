use std::{
    fs::OpenOptions,
    io,
    ops::Bound,
    path::{Path, PathBuf},
};

use redb::{Builder, Database, Durability, ReadableTableMetadata, WriteTransaction};

use super::{
    DOCUMENTS, FORMAT, META, META_DICTIONARY, META_FORMAT, META_KIND, explain, path,
    reader::KindFile,
};
use crate::{
    documents::{Error, Result},
    model::{Id, Kind},
};

/// The memory for pages, changed ones among them; beyond it they go to the file.
const CACHE: usize = 32 << 20;

/// How many bytes of documents are committed together, durable or not: half the cache, as a
/// commit reads the changed pages again, and the disk would have to give back those that left.
const COMMITTED: u64 = 16 << 20;

/// How many bytes are committed until a commit is durable. The driver keeps a list of all pages
/// since; waiting for the disk more often would leave it idle in between.
const DURABLE: u64 = 2 << 30;

/// One kind's file while it is written.
pub(in crate::documents) struct Writer {
    kind: Kind,
    path: PathBuf,
    /// `None` after a failure.
    transaction: Option<WriteTransaction>,
    highest: Option<Id>,
    /// Bytes since the last commit.
    uncommitted: u64,
    /// Bytes since the last durable commit, up to the last commit.
    volatile: u64,
    database: Database,
}

impl Writer {
    pub(in crate::documents) fn create(
        dir: &Path,
        kind: Kind,
        dictionary: Option<&[u8]>,
    ) -> Result<Self> {
        let path = path(dir, kind);
        let file = match OpenOptions::new().read(true).write(true).create_new(true).open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                return Err(Error::Exists { path });
            }
            Err(error) => return Err(Error::io("create", path, error)),
        };
        let created = || -> std::result::Result<_, redb::Error> {
            let database = Builder::new().set_cache_size(CACHE).create_file(file)?;
            let transaction = database.begin_write()?;
            let mut meta = transaction.open_table(META)?;
            meta.insert(META_FORMAT, FORMAT)?;
            meta.insert(META_KIND, kind.name().as_bytes())?;
            if let Some(dictionary) = dictionary {
                meta.insert(META_DICTIONARY, dictionary)?;
            }
            drop(meta);
            Ok((transaction, database))
        };
        match created() {
            Ok((transaction, database)) => Ok(Self {
                kind,
                path,
                transaction: Some(transaction),
                highest: None,
                uncommitted: 0,
                volatile: 0,
                database,
            }),
            Err(error) => Err(explain("write", &path, kind, error)),
        }
    }

    pub(in crate::documents) fn put_batch(&mut self, mut batch: Vec<(Id, Vec<u8>)>) -> Result<u64> {
        let taken = batch.len();
        if !batch.is_sorted_by(|(left, _), (right, _)| left < right) {
            // Of equal ids the last is the one to stay: it comes first here, and `dedup` keeps it.
            batch.reverse();
            batch.sort_by_key(|&(id, _)| id);
            batch.dedup_by_key(|&mut (id, _)| id);
        }
        let within = taken - batch.len();
        let before =
            self.put(&batch).map_err(|error| explain("write", &self.path, self.kind, error))?;
        Ok(within as u64 + before)
    }

    /// Stores strictly ascending ids; returns how many of them were there before.
    fn put(&mut self, batch: &[(Id, Vec<u8>)]) -> std::result::Result<u64, redb::Error> {
        let Some((last, _)) = batch.last() else { return Ok(0) };
        let new = batch.partition_point(|&(id, _)| Some(id) <= self.highest);
        let (among, beyond) = batch.split_at(new);
        let transaction = self.transaction.take().ok_or(redb::StorageError::PreviousIo)?;
        let mut documents = transaction.open_table(DOCUMENTS)?;
        let mut replaced = 0;
        for (id, encoded) in among {
            replaced += u64::from(documents.insert(id, encoded.as_slice())?.is_some());
        }
        // Appending through a cursor fills whole pages, without a way down the tree for each id.
        let mut end = documents.upper_bound_mut(Bound::<Id>::Unbounded)?;
        for (id, encoded) in beyond {
            end.insert_before(id, encoded.as_slice())?;
        }
        end.close()?;
        drop(documents);
        self.highest = self.highest.max(Some(*last));
        self.uncommitted += batch.iter().map(|(_, encoded)| encoded.len() as u64).sum::<u64>();
        self.transaction = Some(if self.uncommitted < COMMITTED {
            transaction
        } else {
            self.commit(transaction)?
        });
        Ok(replaced)
    }

    /// Ends a transaction before it outgrows the cache, and begins the next.
    fn commit(
        &mut self,
        mut transaction: WriteTransaction,
    ) -> std::result::Result<WriteTransaction, redb::Error> {
        self.volatile += std::mem::take(&mut self.uncommitted);
        if self.volatile < DURABLE {
            transaction.set_durability(Durability::None)?;
        } else {
            self.volatile = 0;
        }
        transaction.commit()?;
        Ok(self.database.begin_write()?)
    }

    pub(in crate::documents) fn finish(self) -> Result<u64> {
        let Self { kind, path, transaction, database, .. } = self;
        let finished = || -> std::result::Result<_, redb::Error> {
            let transaction = transaction.ok_or(redb::StorageError::PreviousIo)?;
            let count = transaction.open_table(DOCUMENTS)?.len()?;
            transaction.commit()?;
            // Closing it leaves the notes without which it cannot be opened for reading only.
            drop(database);
            Ok(count)
        };
        let count = finished().map_err(|error| explain("write", &path, kind, error))?;
        // Closing tells of no failure: whether it worked shows in opening it.
        KindFile::open(path, kind)?;
        Ok(count)
    }
}
