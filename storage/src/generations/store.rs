use std::path::{Path, PathBuf};

use super::{Error, GenerationName, Manifest, Result, WriterLock, pointer::Pointer};

/// The folder that everything is kept in, to be read.
///
/// It holds nothing in memory: each call looks at the disk, which for [`current`](Self::current)
/// is one small file. What it returns is whole at any moment, whatever a writer does meanwhile.
#[derive(Debug, Clone)]
pub struct Store {
    path: PathBuf,
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
            _ => Ok(Self { path }),
        }
    }

    /// The folder itself.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The generation to read; `None` as long as nothing is loaded.
    ///
    /// # Errors
    ///
    /// [`Error::DamagedPointer`] and [`Error::Io`].
    pub fn current(&self) -> Result<Option<GenerationName>> {
        Ok(Pointer::read(&self.path)?.map(|pointer| pointer.current))
    }

    /// The generation to read, for those who cannot do without.
    ///
    /// # Errors
    ///
    /// Also [`Error::NothingLoaded`], and [`Error::MissingFolder`] if its folder has gone.
    pub fn require_current(&self) -> Result<GenerationName> {
        let name = self.current()?.ok_or(Error::NothingLoaded)?;
        let path = self.path_of(name);
        if path.is_dir() { Ok(name) } else { Err(Error::MissingFolder { name, path }) }
    }

    /// All generations that can be read, in the order in which they were first published.
    ///
    /// # Errors
    ///
    /// [`Error::DamagedPointer`] and [`Error::Io`].
    pub fn published(&self) -> Result<Vec<GenerationName>> {
        Ok(Pointer::read(&self.path)?.map_or_else(Vec::new, |pointer| pointer.published))
    }

    /// The folder of a generation, whether it is there or not.
    #[must_use]
    pub fn path_of(&self, name: GenerationName) -> PathBuf {
        self.generations().join(name.to_string())
    }

    /// The manifest of a published generation.
    ///
    /// # Errors
    ///
    /// [`Error::NotPublished`], [`Error::NoManifest`], [`Error::DamagedFile`] and [`Error::Io`].
    pub fn manifest(&self, name: GenerationName) -> Result<Manifest> {
        if !self.published()?.contains(&name) {
            return Err(Error::NotPublished { name });
        }
        let path = self.path_of(name);
        Manifest::read(&path)?
            .ok_or_else(|| Error::NoManifest { name, path: path.join(Manifest::FILE) })
    }

    /// Becomes the one process that writes, makes the folder if need be, and clears away what
    /// interrupted loads have left. `command` is what others are told: `dataget load`.
    ///
    /// # Errors
    ///
    /// [`Error::Locked`] if there is such a process already; [`Error::DamagedPointer`], as
    /// nothing is cleared away by a pointer that cannot be read; [`Error::DiskFull`] and
    /// [`Error::Io`].
    pub fn lock(&self, command: &str) -> Result<WriterLock> {
        WriterLock::take(self.clone(), command)
    }

    pub(super) fn generations(&self) -> PathBuf {
        self.path.join("generations")
    }
}
