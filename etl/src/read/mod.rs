//! Reads dump files and cuts them at record boundaries.
//!
//! [`DumpReader`] inflates a file, finds out what kind of dump it is, and gives it out as
//! [`Item`]s: chunks of whole records for the parsers, and records too large to be held, set
//! aside. It does little beyond inflating; everything that can be done in parallel is left to the
//! parsers. The file is known to be whole only when [`DumpReader::next_item`] has returned
//! `Ok(None)`: a gzip stream's checksum comes after its last record, and so does the root
//! element's closing tag. Nothing may be published before.

mod digest;
mod ending;
mod error;
mod item;
pub(crate) mod marker;
mod prolog;
mod reader;
mod record_id;
mod source;

pub use digest::Digest;
pub use ending::closed_root;
pub use error::ReadError;
pub use item::{Chunk, Item, Oversized};
pub use reader::{CHUNK, DumpReader, MAX_RECORD};
pub use source::Progress;

pub(crate) use digest::Hasher;
pub(crate) use error::first_characters;
pub(crate) use record_id::scan_id;
