use super::{Encoder, Location, Result, embedded, location};
use crate::model::{Id, Kind};

/// Stores the documents of one kind in a generation that is being built.
///
/// Nothing is kept for certain before [`finish`](Self::finish): a writer that is dropped leaves
/// rubbish, which goes with the folder of the generation. There is one writer for each kind of a
/// generation; it may be handed from thread to thread.
pub struct DocumentsWriter {
    backend: Backend,
}

enum Backend {
    Embedded(Box<embedded::Writer>),
    MongoDb(Box<crate::mongodb::Writer>),
}

impl DocumentsWriter {
    /// Makes the place for the documents of `kind`. The encoder is the location's own, see
    /// [`Location::encoder`].
    ///
    /// # Errors
    ///
    /// [`Error::Exists`](super::Error::Exists) if the kind is there already;
    /// [`Error::DiskFull`](super::Error::DiskFull) and [`Error::Io`](super::Error::Io).
    pub fn create(location: impl Into<Location>, kind: Kind, encoder: &Encoder) -> Result<Self> {
        let backend = match location.into().backend {
            location::Backend::Embedded(dir) => {
                let writer = embedded::Writer::create(&dir, kind, encoder.dictionary())?;
                Backend::Embedded(Box::new(writer))
            }
            location::Backend::MongoDb(generation) => {
                Backend::MongoDb(Box::new(crate::mongodb::Writer::create(generation, kind)?))
            }
        };
        Ok(Self { backend })
    }

    /// Stores documents that the encoder's threads encoded, in any order; it is fast where the
    /// ids ascend, within and across batches, as they do in a dump.
    ///
    /// Returns how many ids were there already, in this batch or in one before: the last
    /// document of an id is the one that stays. Memory is bounded whatever is stored.
    ///
    /// # Errors
    ///
    /// [`Error::DiskFull`](super::Error::DiskFull) and [`Error::Io`](super::Error::Io); the
    /// writer is of no use afterwards.
    pub fn put_batch(&mut self, batch: Vec<(Id, Vec<u8>)>) -> Result<u64> {
        match &mut self.backend {
            Backend::Embedded(writer) => writer.put_batch(batch),
            Backend::MongoDb(writer) => writer.put_batch(batch),
        }
    }

    /// Writes everything to the disk and returns the number of distinct documents.
    ///
    /// # Errors
    ///
    /// [`Error::DiskFull`](super::Error::DiskFull) and [`Error::Io`](super::Error::Io).
    pub fn finish(self) -> Result<u64> {
        match self.backend {
            Backend::Embedded(writer) => writer.finish(),
            Backend::MongoDb(writer) => writer.finish(),
        }
    }
}
