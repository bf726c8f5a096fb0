use std::path::{Path, PathBuf};

use super::Encoder;

/// Where the documents of one generation are.
#[derive(Debug, Clone)]
pub struct Location {
    pub(super) backend: Backend,
}

#[derive(Debug, Clone)]
pub(super) enum Backend {
    /// The generation's folder.
    Embedded(PathBuf),
    /// The generation's database.
    MongoDb(crate::mongodb::Generation),
}

impl Location {
    /// Files in a generation's folder.
    #[must_use]
    pub fn folder(dir: impl Into<PathBuf>) -> Self {
        Self { backend: Backend::Embedded(dir.into()) }
    }

    /// The database of a generation.
    pub(crate) fn database(generation: crate::mongodb::Generation) -> Self {
        Self { backend: Backend::MongoDb(generation) }
    }

    /// How documents that are stored here are encoded. `samples` gives the first of their kind as
    /// JSON; it is called only where something is learnt from them.
    ///
    /// # Errors
    /// Those of `samples`.
    pub fn encoder<E>(
        &self,
        samples: impl FnOnce() -> Result<Vec<Vec<u8>>, E>,
    ) -> Result<Encoder, E> {
        match &self.backend {
            Backend::Embedded(_) => {
                let samples = samples()?;
                Ok(Encoder::train(&samples.iter().map(Vec::as_slice).collect::<Vec<_>>()))
            }
            Backend::MongoDb(_) => Ok(Encoder::bson()),
        }
    }
}

impl From<Backend> for Location {
    fn from(backend: Backend) -> Self {
        Self { backend }
    }
}

impl<P: AsRef<Path> + ?Sized> From<&P> for Location {
    fn from(dir: &P) -> Self {
        Self::folder(dir.as_ref())
    }
}
