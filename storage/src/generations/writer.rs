use std::{
    fs, io,
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use super::{
    DumpDate, Error, GenerationName, Manifest, Result, Staged, Store, json_file::sync_folder,
    lock::LockFile, pointer::Pointer,
};

/// The right to change the data folder, which one process at a time has.
///
/// Clones share it; it is given back with the last of them and the last [`Staged`].
#[derive(Debug, Clone)]
pub struct WriterLock {
    data: Store,
    /// Locked for each change of the pointer, which reads what it replaces.
    changing: Arc<Mutex<LockFile>>,
}

impl WriterLock {
    pub(super) fn take(data: Store, command: &str) -> Result<Self> {
        let generations = data.generations();
        fs::create_dir_all(&generations).map_err(Error::io("create", &generations))?;
        let file = LockFile::take(data.path(), command)?;
        let lock = Self { data, changing: Arc::new(Mutex::new(file)) };
        lock.clear()?;
        Ok(lock)
    }

    /// The data folder.
    #[must_use]
    pub fn data(&self) -> &Store {
        &self.data
    }

    /// Starts a generation of this date: its first, or the revision after those that there are.
    ///
    /// # Errors
    ///
    /// [`Error::DamagedPointer`], [`Error::DiskFull`] and [`Error::Io`].
    pub fn begin(&self, date: DumpDate) -> Result<Staged> {
        let published = self.data.published()?.into_iter().filter(|name| name.date() == date);
        let latest = published.max().map(GenerationName::next_revision);
        let mut name = latest.unwrap_or(GenerationName::first(date));
        loop {
            let path = self.data.path_of(name);
            match fs::create_dir(&path) {
                Ok(()) => return Ok(Staged::new(self.clone(), name, path)),
                // Another one that this process is building.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                    name = name.next_revision();
                }
                Err(error) => return Err(Error::io("create", &path)(error)),
            }
        }
    }

    /// Points at a generation that was published before: the way back. One atomic step, after
    /// which readers move to it.
    ///
    /// # Errors
    ///
    /// [`Error::NotPublished`]; [`Error::MissingFolder`] and [`Error::NoManifest`] if there is
    /// nothing left of it to read; [`Error::DamagedPointer`], [`Error::DiskFull`] and
    /// [`Error::Io`]. The pointer is unchanged after an error.
    pub fn publish_existing(&self, name: GenerationName) -> Result<()> {
        let _changing = self.changing();
        let pointer = self.pointer_with(name)?;
        self.check(name)?;
        Pointer { current: name, ..pointer }.write(self.data.path())
    }

    /// Removes a published generation that is not the current one. Readers that have it open
    /// keep it until they close it.
    ///
    /// # Errors
    ///
    /// [`Error::Current`], [`Error::NotPublished`], [`Error::DamagedPointer`],
    /// [`Error::DiskFull`] and [`Error::Io`].
    pub fn drop_generation(&self, name: GenerationName) -> Result<()> {
        let _changing = self.changing();
        let mut pointer = self.pointer_with(name)?;
        if pointer.current == name {
            return Err(Error::Current { name });
        }
        // Off the list before off the disk: what is listed is whole.
        pointer.published.retain(|&other| other != name);
        pointer.write(self.data.path())?;
        remove(&self.data.path_of(name))
    }

    /// Drops the oldest generations, so that those of `count` dates stay: the current one and the
    /// one published last besides it, and of the dates before the last one each. Returns those
    /// that it dropped.
    ///
    /// # Errors
    ///
    /// As of [`drop_generation`](Self::drop_generation).
    pub fn keep(&self, count: usize) -> Result<Vec<GenerationName>> {
        let pointer = Pointer::read(self.data.path())?;
        let beyond = pointer.map_or_else(Vec::new, |pointer| pointer.beyond(count));
        for &name in &beyond {
            self.drop_generation(name)?;
        }
        Ok(beyond)
    }

    /// Lists a finished generation and points at it.
    pub(super) fn publish(&self, name: GenerationName) -> Result<()> {
        let _changing = self.changing();
        sync_folder(&self.data.generations())?;
        let before = Pointer::read(self.data.path())?;
        let mut published = before.map_or_else(Vec::new, |pointer| pointer.published);
        published.push(name);
        Pointer { current: name, published }.write(self.data.path())
    }

    /// The pointer, if this generation is on its list.
    fn pointer_with(&self, name: GenerationName) -> Result<Pointer> {
        Pointer::read(self.data.path())?
            .filter(|pointer| pointer.published.contains(&name))
            .ok_or(Error::NotPublished { name })
    }

    fn check(&self, name: GenerationName) -> Result<()> {
        let path = self.data.path_of(name);
        if path.is_dir() {
            Manifest::check(&path, name)
        } else {
            Err(Error::MissingFolder { name, path })
        }
    }

    /// Removes the folders of generations that nobody published. Anything else in there, which
    /// has no generation's name, is somebody else's.
    ///
    /// Where the pointer itself has gone, whole generations are no rubbish: it is made anew of
    /// them, the latest being current.
    fn clear(&self) -> Result<()> {
        let mut published = self.data.published()?;
        if published.is_empty() {
            published = self.whole()?;
            if let Some(&current) = published.last() {
                tracing::warn!(%current, "CURRENT.json was missing: made anew");
                Pointer { current, published: published.clone() }.write(self.data.path())?;
            }
        }
        let generations = self.data.generations();
        let failed = || Error::io("read", &generations);
        for entry in fs::read_dir(&generations).map_err(failed())? {
            let entry = entry.map_err(failed())?;
            let name = entry.file_name().to_str().and_then(|name| name.parse().ok());
            if name.is_some_and(|name: GenerationName| !published.contains(&name)) {
                tracing::info!(path = %entry.path().display(), "clearing an interrupted load away");
                remove(&entry.path())?;
            }
        }
        Ok(())
    }

    /// The generations in the folder that were finished, ascending: the manifest is written last.
    fn whole(&self) -> Result<Vec<GenerationName>> {
        let generations = self.data.generations();
        let mut whole = Vec::new();
        for entry in fs::read_dir(&generations).map_err(Error::io("read", &generations))? {
            let entry = entry.map_err(Error::io("read", &generations))?;
            let name = entry.file_name().to_str().and_then(|name| name.parse().ok());
            let Some(name) = name else { continue };
            if Manifest::check(&entry.path(), name).is_ok() {
                whole.push(name);
            }
        }
        whole.sort_unstable();
        Ok(whole)
    }

    fn changing(&self) -> MutexGuard<'_, LockFile> {
        // The pointer on the disk is whole, whatever panicked.
        self.changing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn remove(path: &Path) -> Result<()> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(Error::io("remove", path)(error))
        }
        _ => Ok(()),
    }
}
