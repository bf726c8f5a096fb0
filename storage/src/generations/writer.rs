use std::{
    collections::BTreeSet,
    fs,
    hash::{BuildHasher, Hasher, RandomState},
    io,
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
    time::Duration,
};

use super::{
    DumpDate, Error, GenerationName, Result, Staged, Store, json_file::sync_folder, lock::LockFile,
    pointer::Pointer, read_json, write_json,
};
use crate::{index, mongodb::Lease};

/// How long a generation that is off the list stays on the servers: readers on other machines
/// notice within a second that the pointer has changed, and end what they have begun.
const GRACE: Duration = Duration::from_secs(3);

/// The right to change what is kept, which one process at a time has.
///
/// Clones share it; it is given back with the last of them and the last [`Staged`].
#[derive(Debug, Clone)]
pub struct WriterLock {
    store: Store,
    /// Locked for each change of the pointer, which reads what it replaces.
    held: Arc<Mutex<Held>>,
}

#[derive(Debug)]
pub(super) struct Held {
    _file: LockFile,
    /// Where the documents are in MongoDB: the lock that all machines see.
    lease: Option<Lease>,
}

impl WriterLock {
    pub(super) fn take(store: Store, command: &str) -> Result<Self> {
        let generations = store.generations();
        fs::create_dir_all(&generations).map_err(Error::io("create", &generations))?;
        let file = LockFile::take(store.path(), "LOCK", command)?;
        let lease = match store.mongodb() {
            Some(mongodb) => Some(mongodb.lock(&folder_id(store.path())?, command)?),
            None => None,
        };
        if let Some(redis) = store.redis() {
            redis.claim(&match store.mongodb() {
                Some(mongodb) => mongodb.home()?,
                None => folder_id(store.path())?,
            })?;
        }
        let store = match &lease {
            Some(lease) => store.with_mongodb(lease.server().clone()),
            None => store,
        };
        let lock = Self { store, held: Arc::new(Mutex::new(Held { _file: file, lease })) };
        lock.clear()?;
        Ok(lock)
    }

    /// What may be changed.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Starts a generation of this date: its first, or the revision after those that there are.
    ///
    /// # Errors
    ///
    /// [`Error::DamagedPointer`], [`Error::DiskFull`], [`Error::Io`], [`Error::LockLost`] and
    /// [`Error::MongoDb`].
    pub fn begin(&self, date: DumpDate) -> Result<Staged> {
        let published = self.store.published()?.into_iter().filter(|name| name.date() == date);
        let latest = published.max().map(GenerationName::next_revision);
        let mut name = latest.unwrap_or(GenerationName::first(date));
        loop {
            let path = self.store.path_of(name);
            match fs::create_dir(&path) {
                Ok(()) => {
                    if let Some(mongodb) = self.store.mongodb()
                        && let Err(error) = mongodb.begin_generation(name)
                    {
                        remove_folder(&path)?;
                        return Err(error.into());
                    }
                    return Ok(Staged::new(self.clone(), name, path));
                }
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
    /// [`Error::NotPublished`]; [`Error::MissingFolder`], [`Error::NoManifest`] and
    /// [`Error::NoIndex`] if there is nothing left of it to read; [`Error::DamagedPointer`],
    /// [`Error::DiskFull`], [`Error::Io`], [`Error::LockLost`], [`Error::MongoDb`] and
    /// [`Error::Redis`]. The pointer is unchanged after an error.
    pub fn publish_existing(&self, name: GenerationName) -> Result<()> {
        let held = self.held()?;
        let pointer = self.pointer_with(name)?;
        if self.store.mongodb().is_none() {
            self.store.require_folder(name)?;
        }
        self.store.require_manifest(name)?;
        if let Some(redis) = self.store.redis()
            && !redis.generations()?.contains(&name)
        {
            let (server, which) = (redis.server().to_owned(), format!(" {name}"));
            return Err(Error::NoIndex { name, server, which });
        }
        let next = Pointer { current: name, ..pointer.clone() };
        self.point(&held, &next).or_else(|error| {
            if let Error::Redis(_) = error {
                self.store.set_pointer(&pointer)?;
            }
            Err(error)
        })
    }

    /// Removes a published generation that is not the current one. Readers that have it open in
    /// files keep it until they close it; on servers it stays for some seconds more.
    ///
    /// # Errors
    ///
    /// [`Error::Current`], [`Error::NotPublished`], [`Error::DamagedPointer`],
    /// [`Error::DiskFull`], [`Error::Io`], [`Error::LockLost`], [`Error::MongoDb`] and
    /// [`Error::Redis`].
    pub fn drop_generation(&self, name: GenerationName) -> Result<()> {
        if self.pointer_with(name)?.current == name {
            return Err(Error::Current { name });
        }
        self.drop_all(&[name])
    }

    /// Drops the oldest generations, so that those of `count` dates stay: the current one and the
    /// one published last besides it, and of the dates before the last one each. Returns those
    /// that it dropped.
    ///
    /// # Errors
    ///
    /// As of [`drop_generation`](Self::drop_generation).
    pub fn keep(
        &self,
        count: usize,
        previous: Option<GenerationName>,
    ) -> Result<Vec<GenerationName>> {
        let pointer = self.store.pointer()?;
        let beyond = pointer.map_or_else(Vec::new, |pointer| pointer.beyond(count, previous));
        self.drop_all(&beyond)?;
        Ok(beyond)
    }

    /// Puts a new index in the place of that of a published generation, by one atomic step. In
    /// Redis, readers have some seconds more to end what they have begun with the old one.
    ///
    /// # Errors
    ///
    /// [`Error::DiskFull`], [`Error::Io`], [`Error::LockLost`] and [`Error::Redis`].
    pub fn replace_index(&self, name: GenerationName, new: &Path) -> Result<()> {
        let _held = self.held()?;
        if let Some(redis) = self.store.redis() {
            redis.put_index(new)?;
            if self.store.current()? == Some(name) {
                redis.set_current(name)?;
            }
            return Ok(());
        }
        let folder = self.store.path_of(name);
        // Where the documents are in MongoDB, another machine may have loaded them.
        fs::create_dir_all(&folder).map_err(Error::io("create", &folder))?;
        let place = folder.join(index::FILE_NAME);
        fs::rename(new, &place).map_err(Error::io("write", &place))
    }

    /// Makes the indexes of the documents that nothing here needs, but people who ask MongoDB
    /// themselves. To be called when a generation is published; it may take minutes, and where
    /// they are already, no time.
    ///
    /// # Errors
    ///
    /// [`Error::LockLost`] and [`Error::MongoDb`].
    pub fn create_indexes(&self, name: GenerationName) -> Result<()> {
        drop(self.held()?);
        match self.store.mongodb() {
            Some(mongodb) => Ok(mongodb.create_indexes(name)?),
            None => Ok(()),
        }
    }

    /// Lists a finished generation and points at it.
    pub(super) fn publish(&self, name: GenerationName) -> Result<()> {
        let held = self.held()?;
        sync_folder(&self.store.generations())?;
        let before = self.store.pointer()?;
        let mut published = before.map_or_else(Vec::new, |pointer| pointer.published);
        published.push(name);
        self.point(&held, &Pointer { current: name, published }).map_err(|error| match error {
            Error::Redis(source) => Error::NotFollowed { name, source },
            error => error,
        })
    }

    /// Removes all of a generation that is not on the list. Who has lost the right to write
    /// removes nothing but what is in its folder: another process may be building it by now.
    pub(super) fn remove(&self, name: GenerationName) -> Result<()> {
        if let Err(error) = self.held() {
            remove_folder(&self.store.path_of(name))?;
            return Err(error);
        }
        if let Some(redis) = self.store.redis() {
            redis.drop_index(name)?;
        }
        if let Some(mongodb) = self.store.mongodb() {
            mongodb.drop_generation(name)?;
        }
        remove_folder(&self.store.path_of(name))
    }

    /// The step; Redis follows it.
    fn point(&self, _: &MutexGuard<'_, Held>, pointer: &Pointer) -> Result<()> {
        self.store.set_pointer(pointer)?;
        if let Some(redis) = self.store.redis() {
            redis.set_current(pointer.current)?;
        }
        Ok(())
    }

    /// Off the list before off the disk: what is listed is whole.
    fn drop_all(&self, names: &[GenerationName]) -> Result<()> {
        if names.is_empty() {
            return Ok(());
        }
        let held = self.held()?;
        if let Some(mut pointer) = self.store.pointer()? {
            pointer.published.retain(|name| !names.contains(name));
            if let Some(redis) = self.store.redis() {
                // As it is already; where Redis may not be changed, nothing else is.
                redis.set_current(pointer.current)?;
            }
            self.store.set_pointer(&pointer)?;
        }
        drop(held);
        if self.store.mongodb().is_some() || self.store.redis().is_some() {
            thread::sleep(GRACE);
        }
        names.iter().try_for_each(|&name| self.remove(name))
    }

    /// The pointer, if this generation is on its list.
    fn pointer_with(&self, name: GenerationName) -> Result<Pointer> {
        self.store
            .pointer()?
            .filter(|pointer| pointer.published.contains(&name))
            .ok_or(Error::NotPublished { name })
    }

    /// Removes the generations that nobody published. Anything else in the folder, which has no
    /// generation's name, is somebody else's.
    ///
    /// Where the pointer itself has gone, whole generations are no rubbish: it is made anew of
    /// them, the latest being current.
    fn clear(&self) -> Result<()> {
        let there = self.there()?;
        let mut published = self.store.published()?;
        if published.is_empty() {
            // The manifest is written when all is there but the index in Redis, which can be
            // built again.
            let whole = there.iter().filter(|&&name| self.store.require_manifest(name).is_ok());
            published = whole.copied().collect();
            if let Some(&current) = published.last() {
                tracing::warn!(%current, "the pointer was missing: made anew");
                self.store.set_pointer(&Pointer { current, published: published.clone() })?;
            }
        }
        for &name in there.iter().filter(|name| !published.contains(name)) {
            tracing::info!(%name, "clearing an interrupted load away");
            self.remove(name)?;
        }
        if let Some(redis) = self.store.redis() {
            published.iter().try_for_each(|&name| redis.clear_others(name))?;
        }
        self.catch_up()
    }

    /// Does what a writer that was stopped after it had published did not come to.
    fn catch_up(&self) -> Result<()> {
        let Some(redis) = self.store.redis() else { return Ok(()) };
        let Some(current) = self.store.current()? else { return Ok(()) };
        // What it holds that is no name is replaced.
        let is_there = redis.current().is_ok_and(|there| there == Some(current));
        if !is_there && redis.generations()?.contains(&current) {
            redis.set_current(current)?;
        }
        Ok(())
    }

    /// The generations of which there is anything.
    fn there(&self) -> Result<BTreeSet<GenerationName>> {
        let mut there = BTreeSet::new();
        let generations = self.store.generations();
        for entry in fs::read_dir(&generations).map_err(Error::io("read", &generations))? {
            let entry = entry.map_err(Error::io("read", &generations))?;
            let name = entry.file_name().to_str().and_then(|name| name.parse().ok());
            there.extend::<Option<GenerationName>>(name);
        }
        if let Some(mongodb) = self.store.mongodb() {
            there.extend(mongodb.generations()?);
        }
        if let Some(redis) = self.store.redis() {
            there.extend(redis.generations()?);
        }
        Ok(there)
    }

    /// The right to change what is kept, if it is still ours. MongoDB is asked; what it can
    /// compare itself, the step above all, it compares again when it does it.
    pub(super) fn held(&self) -> Result<MutexGuard<'_, Held>> {
        // The pointer is whole, whatever panicked.
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(lease) = &held.lease {
            lease.check()?;
        }
        Ok(held)
    }
}

/// What tells the folder from those of other machines, made up when it is first asked for.
fn folder_id(data: &Path) -> Result<String> {
    let path = data.join("folder.json");
    if let Some(id) = read_json(&path)? {
        return Ok(id);
    }
    // Its keys are drawn at random.
    let draw = || RandomState::new().build_hasher().finish();
    let id = format!("{:016x}{:016x}", draw(), draw());
    write_json(&path, &id)?;
    Ok(id)
}

fn remove_folder(path: &Path) -> Result<()> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(Error::io("remove", path)(error))
        }
        _ => Ok(()),
    }
}
