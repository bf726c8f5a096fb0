//! The catalogues of generations that are not current: lists that were begun in one go on in it.

use std::sync::{Arc, Mutex, PoisonError};

use storage::generations::{self, GenerationName, Store};

use super::{Catalogue, CatalogueError};

/// How many are kept open.
const KEPT: usize = 2;

/// A generation that was there when a list was begun and is not any more.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("generation {0} is no longer there: ask again without the cursor")]
pub struct Gone(pub GenerationName);

/// The last few that were asked, the latest first.
#[derive(Default)]
pub(super) struct Earlier {
    kept: Mutex<Vec<Arc<Catalogue>>>,
    /// Held while one is opened: who wants the same waits for it.
    opening: Mutex<()>,
}

impl Earlier {
    /// Keeps one, in the place of any other of its generation.
    pub(super) fn keep(&self, catalogue: Arc<Catalogue>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|other| other.generation() != catalogue.generation());
        kept.insert(0, catalogue);
        kept.truncate(KEPT);
    }

    /// Lets go of those that are not published any more, so that their room is free.
    pub(super) fn forget_dropped(&self, store: &Store) {
        let is_empty = self.kept.lock().unwrap_or_else(PoisonError::into_inner).is_empty();
        if is_empty {
            return;
        }
        // While it cannot be read, nothing says that they are gone.
        let Ok(published) = store.published() else { return };
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|catalogue| published.contains(&catalogue.generation()));
    }

    pub(super) fn forget(&self, name: GenerationName) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|catalogue| catalogue.generation() != name);
    }

    /// The catalogue of a generation, opened now if it is not kept.
    pub(super) fn get_or_open(
        &self,
        store: &Store,
        name: GenerationName,
    ) -> Result<Arc<Catalogue>, CatalogueError> {
        if let Some(kept) = self.get(name) {
            return Ok(kept);
        }
        let _opening = self.opening.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(opened) = self.get(name) {
            return Ok(opened);
        }
        let opened = Catalogue::open_generation(store, name).map(Arc::new);
        let opened = opened.map_err(|error| match error {
            CatalogueError::Generations(generations::Error::NotPublished { name }) => {
                Gone(name).into()
            }
            // It may have been dropped while it was opened.
            error => match store.published() {
                Ok(published) if !published.contains(&name) => Gone(name).into(),
                _ => error,
            },
        })?;
        self.keep(opened.clone());
        Ok(opened)
    }

    fn get(&self, name: GenerationName) -> Option<Arc<Catalogue>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let place = kept.iter().position(|catalogue| catalogue.generation() == name)?;
        kept[..=place].rotate_right(1);
        Some(kept[0].clone())
    }
}
