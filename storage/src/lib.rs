//! What Dataget keeps: the model of a dump, its documents, its index, and the generations they
//! are published in.
//!
//! This crate depends on no other of the workspace. [`model`] and [`text`] do no I/O.

pub mod documents;
pub mod generations;
pub mod index;
pub mod model;
pub mod text;
