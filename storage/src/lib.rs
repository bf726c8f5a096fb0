//! What Dataget keeps: the model of a dump, its documents, its index, the generations they are
//! published in, and the state of its visitors.
//!
//! This crate depends on no other of the workspace. [`model`] and [`text`] do no I/O.

pub mod clock;
pub mod documents;
pub mod generations;
pub mod index;
pub mod model;
pub mod mongodb;
pub mod queue;
pub mod redis;
pub mod runs;
pub mod state;
pub mod text;

/// Whether the operating system refused because there is no room left.
#[must_use]
pub fn is_disk_full(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{QuotaExceeded, StorageFull};
    matches!(error.kind(), StorageFull | QuotaExceeded)
}

/// The longest JSON of a document, in bytes: what a record of 16 MiB of XML can become.
pub const MAX_DOCUMENT: usize = 128 << 20;
