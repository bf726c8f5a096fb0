//! MongoDB: documents, and what generations there are.
//!
//! ```text
//! discogs                     our own notes
//!   current                   one document: which generation is read, which are published
//!   generations               one document for each generation: documents, manifest, report
//!   locks                     one document while somebody writes
//! discogs_20261101_2          the generation 20261101-2: artists, labels, masters, releases
//! ```
//!
//! A collection is filled, counted and indexed, and only then noted in `generations`; what is not
//! noted there is not read. Nothing outside this folder knows the driver.

mod connect;
mod database_name;
mod decode;
mod encode;
mod error;
mod fence;
mod generation;
mod indexes;
mod lease;
mod pool;
mod reader;
mod registry;
mod retry;
mod right;
mod scan;
mod writer;

pub use connect::MongoDb;
pub use error::{Error, Holder};
pub use generation::Generation;
pub use lease::Lease;

pub(crate) use encode::encode;
pub(crate) use reader::Reader;
pub(crate) use scan::Scan;
pub(crate) use writer::Writer;

/// What the calls of this module return.
pub type Result<T, E = Error> = std::result::Result<T, E>;
