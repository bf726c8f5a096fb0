//! The index of a generation.
