//! What Dataget keeps: the model of a dump, its documents, its index, the generations they are
//! published in, and the state of its visitors.
//!
//! This crate depends on no other of the workspace. [`model`] and [`text`] do no I/O.

pub mod documents;
pub mod generations;
pub mod index;
pub mod model;
pub mod mongodb;
pub mod queue;
pub mod redis;
pub mod state;
pub mod text;

/// The longest JSON of a document, in bytes: what a record of 16 MiB of XML can become.
pub const MAX_DOCUMENT: usize = 128 << 20;
