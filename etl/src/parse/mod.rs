//! Parses records into documents.
