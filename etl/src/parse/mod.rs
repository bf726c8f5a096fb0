//! Parses records into documents.
//!
//! [`parse_chunk`] takes a chunk of whole records, as [`read`](crate::read) cuts them, and gives
//! each as a document or as a rejection. It never fails as a whole.

mod chunk;
mod rejection;

pub use chunk::{Parsed, Record, parse_chunk};
pub use rejection::{Place, Rejected, Rejection};
