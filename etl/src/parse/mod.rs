//! Parses records into documents.
//!
//! [`parse_chunk`] takes a chunk of whole records, as [`read`](crate::read) cuts them, and gives
//! each as a document or as a rejection. It never fails as a whole.
//!
//! Which element fills which field is said once, in the tables of `artist`, `label`, `master`,
//! `release`, `credit` and `video`; `element` holds the vocabulary they are written in. An empty
//! element is as good as none; texts are kept exactly; what has no field goes to `other`.

mod artist;
mod attribute;
mod chunk;
mod credit;
mod element;
mod entity;
mod fault;
mod field;
mod label;
mod master;
mod path;
mod rejection;
mod release;
mod rest;
mod source;
mod text;
mod video;

pub use chunk::{Parsed, Record, parse_chunk};
pub use rejection::{Place, Rejected, Rejection};
