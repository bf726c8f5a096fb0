//! How dumps get in: reading, parsing, loading, index building.

pub mod index;
pub mod parse;
pub mod read;
