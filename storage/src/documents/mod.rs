//! Documents by kind and id.
