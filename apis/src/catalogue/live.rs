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

use super::{Catalogue, CatalogueError};

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
/// [`trouble`](Self::trouble) says why.
pub struct Live {
    shared: Arc<Shared>,
    /// Dropped, it ends the thread.
    stop: Option<Sender<()>>,
    watching: Option<JoinHandle<()>>,
}

struct Shared {
    store: Store,
    catalogue: RwLock<Arc<Catalogue>>,
    trouble: Mutex<Option<String>>,
}

impl Live {
    /// Opens the current generation and begins to watch for others.
    ///
    /// # Errors
    /// When nothing is published, or when it cannot be read; [`CatalogueError::Thread`].
    pub fn open(store: Store) -> Result<Self, CatalogueError> {
        let (version, catalogue) = open(&store)?;
        let shared = Arc::new(Shared {
            store,
            catalogue: RwLock::new(Arc::new(catalogue)),
            trouble: Mutex::new(None),
        });
        let (stop, stopped) = mpsc::channel();
        let watcher = shared.clone();
        let watching = thread::Builder::new()
            .name("generations".to_owned())
            .spawn(move || {
                let mut version = version;
                let mut pause = INTERVAL;
                loop {
                    let mut follow = || {
                        let current = Version::of(&watcher.store)?;
                        // What is there and cannot be fetched is not tried all the time.
                        pause = (pause * 2).min(LONGEST);
                        watcher.move_to(current, &mut version)
                    };
                    let mut outcome = follow();
                    if outcome.as_ref().is_err_and(was_replaced) {
                        outcome = follow();
                    }
                    if outcome.is_ok() {
                        pause = INTERVAL;
                    }
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
    #[must_use]
    pub fn catalogue(&self) -> Arc<Catalogue> {
        self.shared.catalogue()
    }

    /// Asks the catalogue as it is now, for all of one answer. Until its index is in memory, it may
    /// be replaced or removed under a question that takes long: what is there then is asked, once.
    ///
    /// # Errors
    /// Those of `ask`, and those of [`Catalogue::open`].
    pub fn answer<T>(
        &self,
        ask: impl Fn(&Catalogue) -> Result<T, CatalogueError>,
    ) -> Result<T, CatalogueError> {
        let asked = self.catalogue();
        match ask(&asked) {
            Err(error) if was_replaced(&error) => {
                let now = self.catalogue();
                if Arc::ptr_eq(&asked, &now) {
                    ask(&Catalogue::open(&self.shared.store)?)
                } else {
                    ask(&now)
                }
            }
            answer => answer,
        }
    }

    /// Why what is there may be out of date; `None` if all is well.
    #[must_use]
    pub fn trouble(&self) -> Option<String> {
        self.shared.trouble.lock().unwrap_or_else(PoisonError::into_inner).clone()
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
    fn catalogue(&self) -> Arc<Catalogue> {
        self.catalogue.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn replace(&self, catalogue: Catalogue) {
        *self.catalogue.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(catalogue);
    }

    /// Moves to what is current, if it is another than before, and takes its index into memory
    /// while it is asked already.
    fn move_to(&self, current: Version, version: &mut Version) -> Result<(), CatalogueError> {
        if current != *version {
            let (new, catalogue) = open(&self.store)?;
            let generation = catalogue.generation();
            // Of the same generation, what is in memory is better until all of the new one is.
            if new.0 != version.0 || !self.catalogue().is_warm() {
                self.replace(catalogue);
            } else {
                self.replace(catalogue.warm()?.unwrap_or(catalogue));
            }
            *version = new;
            tracing::info!(%generation, "answering from another generation or index");
        }
        if let Some(warm) = self.catalogue().warm()? {
            self.replace(warm);
        }
        Ok(())
    }

    /// Keeps what is wrong, and logs it once.
    fn note(&self, outcome: Result<(), CatalogueError>) {
        let trouble = outcome.err().map(|error| error.to_string());
        let mut before = self.trouble.lock().unwrap_or_else(PoisonError::into_inner);
        if *before != trouble {
            match &trouble {
                Some(trouble) => tracing::warn!(trouble, "answering from what was there before"),
                None => tracing::info!("the current generation can be read again"),
            }
            *before = trouble;
        }
    }
}

/// Whether another index, or another generation, is to be asked instead.
fn was_replaced(error: &CatalogueError) -> bool {
    use redis::Error::{Missing, Replaced};
    matches!(error, CatalogueError::Redis(Missing { .. } | Replaced { .. }))
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
