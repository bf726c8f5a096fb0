//! Generated dumps.
