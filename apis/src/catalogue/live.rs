//! The catalogue of whoever stays: it moves to a new generation by itself.

use std::{
    sync::{
        Arc, Mutex, PoisonError, RwLock,
        mpsc::{self, RecvTimeoutError, Sender},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use storage::{
    generations::{self, GenerationName, Store},
    redis,
};

use super::{Catalogue, CatalogueError, cursor, earlier::Earlier};

/// How often it is looked whether another generation is current.
const INTERVAL: Duration = Duration::from_millis(400);

/// How long it is waited, at the most, after a try that has failed.
const LONGEST: Duration = Duration::from_secs(10);

/// The catalogue as it is now.
///
/// A thread looks for a new pointer or a new index twice a second and opens what it finds before
/// anybody is given it; while nothing new can be read, every ten seconds. Who has been given a
/// catalogue keeps it: an answer is of one generation.
/// When nothing new can be opened, what is there goes on answering, and
/// [`trouble`](Self::trouble) says why. There need be nothing yet: what is published later is
/// found as any other.
pub struct Live {
    shared: Arc<Shared>,
    /// Dropped, it ends the thread.
    stop: Option<Sender<()>>,
    watching: Option<JoinHandle<()>>,
}

/// Why there is no catalogue to ask.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unavailable {
    /// Nothing was published yet.
    #[error("nothing is loaded yet: run `dataget load DIR` or `dataget demo`")]
    NothingLoaded,
    /// What is published could not be opened; the text says why, and what to do.
    #[error("{0}")]
    Trouble(String),
}

struct Shared {
    store: Store,
    catalogue: RwLock<Option<Arc<Catalogue>>>,
    earlier: Earlier,
    trouble: Mutex<Option<Unavailable>>,
}

impl Live {
    /// Opens the current generation, if there is one that can be read, and begins to watch for
    /// others.
    ///
    /// # Errors
    /// [`CatalogueError::Thread`].
    pub fn open(store: Store) -> Result<Self, CatalogueError> {
        let shared = Arc::new(Shared {
            store,
            catalogue: RwLock::new(None),
            earlier: Earlier::default(),
            trouble: Mutex::new(None),
        });
        let mut version = None;
        shared.note(shared.open_current(&mut version));
        let (stop, stopped) = mpsc::channel();
        let watcher = shared.clone();
        let watching = thread::Builder::new()
            .name("generations".to_owned())
            .spawn(move || {
                let mut pause = INTERVAL;
                loop {
                    let mut follow = || {
                        let current = Version::of(&watcher.store)?;
                        // What is there and cannot be fetched is not tried all the time.
                        pause = (pause * 2).min(LONGEST);
                        watcher.move_to(&current, &mut version)
                    };
                    let mut outcome = follow();
                    if outcome.as_ref().is_err_and(was_replaced) {
                        outcome = follow();
                    }
                    if outcome.is_ok() {
                        pause = INTERVAL;
                    }
                    watcher.earlier.forget_dropped(&watcher.store);
                    watcher.note(outcome);
                    if stopped.recv_timeout(pause) != Err(RecvTimeoutError::Timeout) {
                        break;
                    }
                }
            })
            .map_err(CatalogueError::Thread)?;
        Ok(Self { shared, stop: Some(stop), watching: Some(watching) })
    }

    /// The catalogue as it is now. Ask it all that belongs to one answer.
    ///
    /// # Errors
    /// When there was none yet that could be opened.
    pub fn catalogue(&self) -> Result<Arc<Catalogue>, Unavailable> {
        if let Some(catalogue) = self.shared.catalogue() {
            return Ok(catalogue);
        }
        match self.shared.trouble() {
            Some(unavailable) => Err(unavailable),
            // It has been opened just now.
            None => self.shared.catalogue().ok_or(Unavailable::NothingLoaded),
        }
    }

    /// The catalogue of a generation: the current one, one that was asked before, or any other
    /// that is still published, opened now.
    ///
    /// # Errors
    /// [`CatalogueError::Gone`] when there is no such generation any more; those of
    /// [`Catalogue::open_generation`] when it cannot be read.
    pub fn of_generation(&self, name: GenerationName) -> Result<Arc<Catalogue>, CatalogueError> {
        match self.shared.catalogue() {
            Some(current) if current.generation() == name => Ok(current),
            _ => self.shared.earlier.get_or_open(&self.shared.store, name),
        }
    }

    /// The catalogue that a cursor belongs to; as it is now where there is none, and where the
    /// text is no cursor, which is for the catalogue to say.
    ///
    /// # Errors
    /// As of [`Self::catalogue`] and [`Self::of_generation`].
    pub fn at(&self, cursor: Option<&str>) -> Result<Arc<Catalogue>, CatalogueError> {
        match cursor.and_then(cursor::generation) {
            Some(name) => self.of_generation(name),
            None => Ok(self.catalogue()?),
        }
    }

    /// Asks the catalogue as it is now, for all of one answer. Until its index is in memory, it may
    /// be replaced or removed under a question that takes long: what is there then is asked, once.
    ///
    /// # Errors
    /// Those of `ask`, and those of [`Self::catalogue`] and [`Catalogue::open`].
    pub fn answer<T>(
        &self,
        ask: impl Fn(&Catalogue) -> Result<T, CatalogueError>,
    ) -> Result<T, CatalogueError> {
        self.answer_at(None, ask)
    }

    /// As [`Self::answer`], of the generation that a cursor names.
    ///
    /// # Errors
    /// Those of `ask`, and those of [`Self::at`].
    pub fn answer_at<T>(
        &self,
        cursor: Option<&str>,
        ask: impl Fn(&Catalogue) -> Result<T, CatalogueError>,
    ) -> Result<T, CatalogueError> {
        let asked = self.at(cursor)?;
        let error = match ask(&asked) {
            Err(error) if was_replaced(&error) || was_dropped(&error) => error,
            answer => return answer,
        };
        let name = asked.generation();
        if cursor.and_then(cursor::generation) == Some(name) {
            if was_dropped(&error) && self.shared.store.published()?.contains(&name) {
                return Err(error);
            }
            self.shared.earlier.forget(name);
            return ask(&*self.shared.earlier.get_or_open(&self.shared.store, name)?);
        }
        let now = self.catalogue()?;
        match Arc::ptr_eq(&asked, &now) {
            true if was_dropped(&error) => Err(error),
            true => ask(&Catalogue::open(&self.shared.store)?),
            false => ask(&now),
        }
    }

    /// Why what is there may be out of date, or why there is nothing; `None` if all is well.
    #[must_use]
    pub fn trouble(&self) -> Option<String> {
        self.shared.trouble().map(|trouble| trouble.to_string())
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        self.stop = None;
        if let Some(watching) = self.watching.take() {
            // It has told what it had to tell.
            let _ = watching.join();
        }
    }
}

impl Shared {
    fn catalogue(&self) -> Option<Arc<Catalogue>> {
        self.catalogue.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn trouble(&self) -> Option<Unavailable> {
        self.trouble.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn replace(&self, catalogue: Catalogue) {
        let name = catalogue.generation();
        let mut current = self.catalogue.write().unwrap_or_else(PoisonError::into_inner);
        let before = current.replace(Arc::new(catalogue));
        drop(current);
        if let Some(before) = before.filter(|before| before.generation() != name) {
            self.earlier.keep(before);
        }
    }

    fn open_current(&self, version: &mut Option<Version>) -> Result<(), CatalogueError> {
        let (new, catalogue) = open(&self.store)?;
        self.replace(catalogue);
        *version = Some(new);
        Ok(())
    }

    /// Moves to what is current, if it is another than before, and takes its index into memory
    /// while it is asked already.
    fn move_to(
        &self,
        current: &Version,
        version: &mut Option<Version>,
    ) -> Result<(), CatalogueError> {
        if version.as_ref() != Some(current) {
            let (new, catalogue) = open(&self.store)?;
            let generation = catalogue.generation();
            // Of the same generation, what is in memory is better until all of the new one is.
            let is_warm = |before: Arc<Catalogue>| before.is_warm();
            if version.as_ref().is_some_and(|version| version.0 == new.0)
                && self.catalogue().is_some_and(is_warm)
            {
                self.replace(catalogue.warm()?.unwrap_or(catalogue));
            } else {
                self.replace(catalogue);
            }
            *version = Some(new);
            tracing::info!(%generation, "answering from another generation or index");
        }
        if let Some(warm) =
            self.catalogue().map(|catalogue| catalogue.warm()).transpose()?.flatten()
        {
            self.replace(warm);
        }
        Ok(())
    }

    /// Keeps what is wrong, and logs it once.
    fn note(&self, outcome: Result<(), CatalogueError>) {
        let trouble = outcome.err().map(|error| Unavailable::because_of(&error));
        let is_there = self.catalogue().is_some();
        let mut before = self.trouble.lock().unwrap_or_else(PoisonError::into_inner);
        if *before != trouble {
            match &trouble {
                Some(trouble) if is_there => {
                    tracing::warn!(%trouble, "answering from what was there before");
                }
                Some(trouble) => tracing::warn!(%trouble, "there is nothing to answer from"),
                None => tracing::info!("the current generation can be read again"),
            }
            *before = trouble;
        }
    }
}

impl Unavailable {
    fn because_of(error: &CatalogueError) -> Self {
        match error {
            CatalogueError::Generations(generations::Error::NothingLoaded) => Self::NothingLoaded,
            error => Self::Trouble(error.to_string()),
        }
    }
}

/// Whether another index, or another generation, is to be asked instead.
fn was_replaced(error: &CatalogueError) -> bool {
    use redis::Error::{Missing, Replaced};
    matches!(error, CatalogueError::Redis(Missing { .. } | Replaced { .. }))
}

/// Whether it may be that the documents of the generation are gone.
fn was_dropped(error: &CatalogueError) -> bool {
    matches!(error, CatalogueError::MissingDocument { .. })
}

/// What is read, and which build of its index.
#[derive(PartialEq, Eq)]
struct Version(GenerationName, Option<String>);

impl Version {
    fn of(store: &Store) -> Result<Self, generations::Error> {
        let name = store.require_readable()?;
        Ok(Self(name, store.index_version(name)?))
    }
}

/// Opens what is current, and says what that was when it was opened.
fn open(store: &Store) -> Result<(Version, Catalogue), CatalogueError> {
    let version = Version::of(store)?;
    let catalogue = Catalogue::open_generation(store, version.0)?;
    Ok((version, catalogue))
}
