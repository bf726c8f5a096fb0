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
}

impl Location {
    /// Files in a generation's folder.
    #[must_use]
    pub fn folder(dir: impl Into<PathBuf>) -> Self {
        Self { backend: Backend::Embedded(dir.into()) }
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
        }
    }
}

impl<P: AsRef<Path> + ?Sized> From<&P> for Location {
    fn from(dir: &P) -> Self {
        Self::folder(dir.as_ref())
    }
}
