use std::{
    ops::RangeInclusive,
    path::{Path, PathBuf},
};

use redb::{
    Builder, ReadOnlyDatabase, ReadOnlyTable, ReadableDatabase, ReadableTable,
    ReadableTableMetadata,
};

use super::{
    DOCUMENTS, FORMAT, META, META_DICTIONARY, META_FORMAT, META_KIND, decoder::Decoder, path,
    reading,
};
use crate::{
    documents::{Error, Result},
    model::{Id, Kind},
};

/// The memory for pages that were read, of each kind. The operating system keeps more of them.
const CACHE: usize = 32 << 20;

/// The files of one generation.
pub(in crate::documents) struct Reader {
    dir: PathBuf,
    files: Vec<KindFile>,
}

/// The file of one kind.
pub(super) struct KindFile {
    kind: Kind,
    path: PathBuf,
    decoder: Decoder,
    documents: ReadOnlyTable<Id, &'static [u8]>,
    /// Its pages are read through the table; it is kept for as long as that.
    _database: ReadOnlyDatabase,
}

impl Reader {
    pub(in crate::documents) fn open(dir: &Path) -> Result<Self> {
        if !dir.is_dir() {
            return Err(Error::NoFolder { dir: dir.to_owned() });
        }
        let mut files = Vec::new();
        for kind in Kind::ALL {
            let path = path(dir, kind);
            match path.try_exists() {
                Ok(true) => files.push(KindFile::open(path, kind)?),
                Ok(false) => {}
                Err(error) => return Err(Error::io("read", path, error)),
            }
        }
        Ok(Self { dir: dir.to_owned(), files })
    }

    pub(in crate::documents) fn kinds(&self) -> Vec<Kind> {
        self.files.iter().map(|file| file.kind).collect()
    }

    pub(in crate::documents) fn count(&self, kind: Kind) -> Result<u64> {
        let Some(file) = self.file(kind) else { return Ok(0) };
        file.read(|documents| Ok(documents.len()?))
    }

    pub(in crate::documents) fn ids(&self, kind: Kind) -> Result<Option<RangeInclusive<Id>>> {
        let Some(file) = self.file(kind) else { return Ok(None) };
        file.read(|documents| {
            let (first, last) = (documents.first()?, documents.last()?);
            Ok(first.zip(last).map(|((first, _), (last, _))| first.value()..=last.value()))
        })
    }

    pub(in crate::documents) fn get_json(&self, kind: Kind, id: Id) -> Result<Option<Vec<u8>>> {
        let Some(file) = self.file(kind) else { return Ok(None) };
        let json = file.read(|documents| {
            Ok(documents.get(id)?.map(|encoded| file.decoder.decode(id, encoded.value())))
        })?;
        json.transpose().map_err(|reason| self.damaged(kind, id, reason))
    }

    pub(in crate::documents) fn scan(
        &self,
        kind: Kind,
        ids: RangeInclusive<Id>,
    ) -> Result<Option<Scan>> {
        let Some(file) = self.file(kind) else { return Ok(None) };
        let range = file.read(|documents| Ok(documents.range_owned::<Id>(ids)?))?;
        Ok(Some(Scan { kind, path: file.path.clone(), decoder: file.decoder.clone(), range }))
    }

    pub(in crate::documents) fn missing(&self, kind: Kind) -> Error {
        Error::Missing { path: path(&self.dir, kind), kind }
    }

    pub(in crate::documents) fn damaged(&self, kind: Kind, id: Id, reason: String) -> Error {
        Error::DamagedDocument { path: path(&self.dir, kind), kind, id, reason }
    }

    fn file(&self, kind: Kind) -> Option<&KindFile> {
        self.files.iter().find(|file| file.kind == kind)
    }
}

impl KindFile {
    pub(super) fn open(path: PathBuf, kind: Kind) -> Result<Self> {
        let (documents, (format, name, dictionary), _database) = reading(&path, kind, || {
            let database = Builder::new().set_cache_size(CACHE).open_read_only(&path)?;
            let transaction = database.begin_read()?;
            let meta = transaction.open_table(META)?;
            let entry = |name: &str| -> std::result::Result<_, redb::Error> {
                Ok(meta.get(name)?.map(|value| value.value().to_vec()))
            };
            let about = (entry(META_FORMAT)?, entry(META_KIND)?, entry(META_DICTIONARY)?);
            Ok((transaction.open_table(DOCUMENTS)?, about, database))
        })?;
        let wrong =
            |reason: &str| Error::Damaged { path: path.clone(), kind, reason: reason.to_owned() };
        if format.as_deref() != Some(FORMAT) {
            return Err(wrong("it is of a version that this program does not know"));
        }
        if name.as_deref() != Some(kind.name().as_bytes()) {
            return Err(wrong("it holds another kind of documents"));
        }
        let decoder = Decoder::new(&dictionary.unwrap_or_default());
        Ok(Self { kind, path, decoder, documents, _database })
    }

    fn read<T>(
        &self,
        read: impl FnOnce(&ReadOnlyTable<Id, &'static [u8]>) -> std::result::Result<T, redb::Error>,
    ) -> Result<T> {
        reading(&self.path, self.kind, || read(&self.documents))
    }
}

/// Documents within a range of ids.
pub(in crate::documents) struct Scan {
    kind: Kind,
    path: PathBuf,
    decoder: Decoder,
    range: redb::OwnedRange<Id, &'static [u8]>,
}

impl Scan {
    pub(in crate::documents) fn next(&mut self) -> Option<Result<(Id, Vec<u8>)>> {
        let step = reading(&self.path, self.kind, || {
            let Some(step) = self.range.next() else { return Ok(None) };
            let (id, encoded) = step?;
            let id = id.value();
            Ok(Some((id, self.decoder.decode(id, encoded.value()))))
        });
        Some(match step.transpose()? {
            Ok((id, Ok(json))) => Ok((id, json)),
            Ok((id, Err(reason))) => {
                let (path, kind) = (self.path.clone(), self.kind);
                Err(Error::DamagedDocument { path, kind, id, reason })
            }
            Err(error) => Err(error),
        })
    }
}
