//! How dumps get in: reading, parsing, loading, index building.

pub mod checksum;
pub mod demo;
pub mod download;
pub mod index;
pub mod load;
pub mod parse;
pub mod read;
pub mod update;
