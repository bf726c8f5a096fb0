//! How dumps get in: reading, parsing, loading, index building.

pub mod demo;
pub mod index;
pub mod load;
pub mod parse;
pub mod read;
