//! Generations: built aside, published by one atomic step.
//!
//! ```text
//! DATA/CURRENT.json                the pointer: which generation is read, which are published
//! DATA/LOCK                        held by the one process that writes
//! DATA/generations/20200806-2/     releases.redb, …, index.dgi, manifest.json, report.json
//! ```
//!
//! A generation is built in its folder under its final name. Nobody sees it there until the
//! pointer names it, and the pointer is replaced as a whole. What the pointer does not name is
//! what an interrupted load left behind: readers pass it by, and the next writer clears it away.

mod changes;
mod date;
mod error;
mod json_file;
mod lock;
mod manifest;
mod name;
mod pointer;
mod size;
mod staged;
mod store;
mod writer;

pub use changes::{Changes, KindChanges, StyleVideos};
pub use date::{DumpDate, InvalidDate};
pub use error::Error;
pub use json_file::{read_json, write_json};
pub use lock::{Holder, LockFile};
pub use manifest::{KindManifest, Manifest};
pub use name::{GenerationName, InvalidName};
pub use pointer::Pointer;
pub use staged::Staged;
pub use store::Store;
pub use writer::WriterLock;

/// What the calls of this module return.
pub type Result<T> = std::result::Result<T, Error>;
