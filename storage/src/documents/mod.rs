//! Documents by kind and id: the truth that everything else is built from.
//!
//! Each generation has its own: filled once, kind by kind, by a [`DocumentsWriter`], and read by
//! [`Documents`] ever after. They are files, of the documents' JSON, or collections of a MongoDB
//! server. The threads that parse also encode ([`Encoder`]), so that the one that stores has nothing
//! to do but to store.

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
pub use scan::{DocumentScan, Scan};
pub use takeover::take_over;
pub use writer::DocumentsWriter;

pub use crate::model::Document;

/// What reading and storing documents gives.
pub type Result<T, E = Error> = std::result::Result<T, E>;
