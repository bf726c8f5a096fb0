//! Builds the index of a generation from its documents.
