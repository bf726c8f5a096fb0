//! Redis: indexes.
