//! Documents by kind and id: the truth that everything else is built from.
//!
//! Each generation has its own: filled once, kind by kind, by a [`DocumentsWriter`], and read by
//! [`Documents`] ever after. Values are the documents' JSON, compressed by the threads that parse
//! ([`Encoder`]), so that the one that stores has nothing to do but to store.

mod embedded;
mod encoder;
mod error;
mod location;
mod reader;
mod scan;
mod takeover;
mod writer;

pub use encoder::{DocumentEncoder, Encoder};
pub use error::Error;
pub use location::Location;
pub use reader::Documents;
pub use scan::Scan;
pub use takeover::take_over;
pub use writer::DocumentsWriter;

pub use crate::model::Document;

/// What reading and storing documents gives.
pub type Result<T, E = Error> = std::result::Result<T, E>;
