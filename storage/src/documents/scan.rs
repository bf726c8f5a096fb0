use super::{Result, embedded};
use crate::model::Id;

/// The documents of one kind as `(id, JSON)`, by ascending id.
///
/// It keeps what it reads from open, and may be sent to another thread. After an error it ends.
pub struct Scan {
    backend: Backend,
}

enum Backend {
    Embedded(Option<embedded::Scan>),
}

impl Scan {
    pub(super) fn embedded(scan: Option<embedded::Scan>) -> Self {
        Self { backend: Backend::Embedded(scan) }
    }
}

impl Iterator for Scan {
    type Item = Result<(Id, Vec<u8>)>;

    fn next(&mut self) -> Option<Self::Item> {
        match &mut self.backend {
            Backend::Embedded(scan) => {
                let step = scan.as_mut()?.next();
                if !matches!(step, Some(Ok(_))) {
                    *scan = None;
                }
                step
            }
        }
    }
}
