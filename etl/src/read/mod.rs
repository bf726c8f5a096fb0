//! Reads dump files and cuts them at record boundaries.
