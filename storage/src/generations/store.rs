use std::path::{Path, PathBuf};

use serde::{Serialize, de::DeserializeOwned};

use super::{
    Changes, Error, GenerationName, Manifest, Result, WriterLock, pointer::Pointer, read_json,
    write_json,
};
use crate::{documents::Location, index, mongodb::MongoDb, redis::Redis};

/// Everything that is kept, to be read: a data folder and, where they are in use, the servers.
///
/// The pointer and the manifests are kept with the documents, which everything else is built
/// from: in the folder, or in MongoDB. An index in Redis has a pointer of its own, which follows.
///
/// It holds nothing in memory: each call looks anew, which for [`current`](Self::current) is one
/// small file or one small document. What it returns is whole at any moment, whatever a writer
/// does meanwhile.
#[derive(Debug, Clone)]
pub struct Store {
    path: PathBuf,
    mongodb: Option<MongoDb>,
    redis: Option<Redis>,
}

impl Store {
    /// The data folder at a path; there need be none yet, and none is made.
    ///
    /// # Errors
    ///
    /// [`Error::NotAFolder`]; [`Error::Io`] if one may not even look.
    pub fn open(path: impl Into<PathBuf>) -> Result<Self> {
        let path = path.into();
        match std::fs::metadata(&path) {
            Ok(found) if !found.is_dir() => Err(Error::NotAFolder { path }),
            Err(error) if error.kind() == std::io::ErrorKind::NotADirectory => {
                Err(Error::NotAFolder { path })
            }
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(Error::io("read", &path)(error))
            }
            _ => Ok(Self { path, mongodb: None, redis: None }),
        }
    }

    /// The same with the documents in MongoDB. The folder is then used while loading, and for
    /// the indexes unless these are in Redis.
    #[must_use]
    pub fn with_mongodb(self, mongodb: MongoDb) -> Self {
        Self { mongodb: Some(mongodb), ..self }
    }

    /// The same with the indexes in Redis.
    #[must_use]
    pub fn with_redis(self, redis: Redis) -> Self {
        Self { redis: Some(redis), ..self }
    }

    /// The data folder.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The server of the documents, where they are not in the folder.
    #[must_use]
    pub fn mongodb(&self) -> Option<&MongoDb> {
        self.mongodb.as_ref()
    }

    /// The server of the indexes, where they are not in the folder.
    #[must_use]
    pub fn redis(&self) -> Option<&Redis> {
        self.redis.as_ref()
    }

    /// The generation that is published; `None` as long as nothing is loaded.
    ///
    /// # Errors
    ///
    /// [`Error::DamagedPointer`], [`Error::Io`] and [`Error::MongoDb`].
    pub fn current(&self) -> Result<Option<GenerationName>> {
        Ok(self.pointer()?.map(|pointer| pointer.current))
    }

    /// The generation that is published, for those who cannot do without.
    ///
    /// # Errors
    ///
    /// Also [`Error::NothingLoaded`], and [`Error::MissingFolder`] if its folder has gone.
    pub fn require_current(&self) -> Result<GenerationName> {
        let name = self.current()?.ok_or(Error::NothingLoaded)?;
        if self.mongodb.is_none() {
            self.require_folder(name)?;
        }
        Ok(name)
    }

    /// The generation that readers ask: the published one, as soon as its index is where they
    /// look for it.
    ///
    /// # Errors
    ///
    /// As of [`require_current`](Self::require_current), and [`Error::Redis`] and
    /// [`Error::NoIndex`].
    pub fn require_readable(&self) -> Result<GenerationName> {
        let Some(redis) = &self.redis else { return self.require_current() };
        match redis.current()? {
            Some(name) => Ok(name),
            None => {
                let name = self.require_current()?;
                let (server, which) = (redis.server().to_owned(), String::new());
                Err(Error::NoIndex { name, server, which })
            }
        }
    }

    /// All generations that can be read, in the order in which they were first published.
    ///
    /// # Errors
    ///
    /// As of [`current`](Self::current).
    pub fn published(&self) -> Result<Vec<GenerationName>> {
        Ok(self.pointer()?.map_or_else(Vec::new, |pointer| pointer.published))
    }

    /// The folder of a generation, whether it is there or not.
    #[must_use]
    pub fn path_of(&self, name: GenerationName) -> PathBuf {
        self.generations().join(name.to_string())
    }

    /// Where the documents of a generation are.
    #[must_use]
    pub fn documents(&self, name: GenerationName) -> Location {
        match &self.mongodb {
            Some(mongodb) => mongodb.documents(name),
            None => Location::folder(self.path_of(name)),
        }
    }

    /// The manifest of a published generation.
    ///
    /// # Errors
    ///
    /// [`Error::NotPublished`], [`Error::NoManifest`], [`Error::DamagedFile`], [`Error::Io`] and
    /// [`Error::MongoDb`].
    pub fn manifest(&self, name: GenerationName) -> Result<Manifest> {
        if !self.published()?.contains(&name) {
            return Err(Error::NotPublished { name });
        }
        self.require_manifest(name)
    }

    /// What the load of a generation reported; `None` if nothing is known of it.
    ///
    /// # Errors
    ///
    /// [`Error::DamagedFile`], [`Error::Io`] and [`Error::MongoDb`].
    pub fn report<T: DeserializeOwned>(&self, name: GenerationName) -> Result<Option<T>> {
        self.note(name, REPORT)
    }

    /// How a generation differs from the one before it; `None` where that is not known, as of the
    /// first.
    ///
    /// # Errors
    ///
    /// [`Error::DamagedFile`], [`Error::Io`] and [`Error::MongoDb`].
    pub fn changes(&self, name: GenerationName) -> Result<Option<Changes>> {
        self.note(name, CHANGES)
    }

    /// What changes when the index of a generation is built anew; `None` if it has no index.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] and [`Error::Redis`].
    pub fn index_version(&self, name: GenerationName) -> Result<Option<String>> {
        if let Some(redis) = &self.redis {
            return Ok(redis.index_version(name)?);
        }
        let path = self.path_of(name).join(index::FILE_NAME);
        match std::fs::metadata(&path) {
            Ok(file) => Ok(Some(format!("{:?} {}", file.modified().ok(), file.len()))),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Error::io("read", &path)(error)),
        }
    }

    /// Becomes the one process that writes, makes the folder if need be, and clears away what
    /// interrupted loads have left. `command` is what others are told: `dataget load`.
    ///
    /// # Errors
    ///
    /// [`Error::Locked`] if there is such a process already; [`Error::DamagedPointer`], as
    /// nothing is cleared away by a pointer that cannot be read; [`Error::DiskFull`],
    /// [`Error::Io`], [`Error::MongoDb`] and [`Error::Redis`].
    pub fn lock(&self, command: &str) -> Result<WriterLock> {
        WriterLock::take(self.clone(), command)
    }

    /// What is in the folder of a generation that is in MongoDB says nothing of one in files.
    pub(super) fn generations(&self) -> PathBuf {
        self.path.join(if self.mongodb.is_some() { "mongodb" } else { "generations" })
    }

    pub(super) fn require_folder(&self, name: GenerationName) -> Result<()> {
        let path = self.path_of(name);
        if path.is_dir() { Ok(()) } else { Err(Error::MissingFolder { name, path }) }
    }

    pub(super) fn require_manifest(&self, name: GenerationName) -> Result<Manifest> {
        let manifest: Option<Manifest> = self.note(name, MANIFEST)?;
        manifest.filter(|manifest| manifest.name == name).ok_or_else(|| Error::NoManifest {
            name,
            place: match &self.mongodb {
                Some(mongodb) => mongodb.servers().to_owned(),
                None => self.path_of(name).join(file_of(MANIFEST)).display().to_string(),
            },
        })
    }

    pub(super) fn pointer(&self) -> Result<Option<Pointer>> {
        match &self.mongodb {
            Some(mongodb) => Ok(mongodb.pointer()?),
            None => Pointer::read(&self.path),
        }
    }

    /// The atomic step.
    pub(super) fn set_pointer(&self, pointer: &Pointer) -> Result<()> {
        match &self.mongodb {
            Some(mongodb) => Ok(mongodb.set_pointer(pointer)?),
            None => pointer.write(&self.path),
        }
    }

    pub(super) fn set_note(
        &self,
        name: GenerationName,
        what: &'static str,
        note: &impl Serialize,
    ) -> Result<()> {
        match &self.mongodb {
            Some(mongodb) => {
                let note = serde_json::to_value(note).expect("it has string keys only");
                Ok(mongodb.set_note(name, what, &note)?)
            }
            None => write_json(&self.path_of(name).join(file_of(what)), note),
        }
    }

    fn note<T: DeserializeOwned>(
        &self,
        name: GenerationName,
        what: &'static str,
    ) -> Result<Option<T>> {
        let Some(mongodb) = &self.mongodb else {
            return read_json(&self.path_of(name).join(file_of(what)));
        };
        let Some(note) = mongodb.note(name, what)? else { return Ok(None) };
        serde_json::from_value(note).map(Some).map_err(|error| Error::DamagedFile {
            path: format!("the {what} of generation {name} on {}", mongodb.servers()).into(),
            reason: error.to_string(),
        })
    }
}

/// What is kept of a generation besides documents and index.
pub(super) const MANIFEST: &str = "manifest";
pub(super) const REPORT: &str = "report";
pub(super) const CHANGES: &str = "changes";

fn file_of(note: &str) -> String {
    format!("{note}.json")
}
