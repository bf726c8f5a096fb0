//! What can be asked without a browser: the query language, the catalogue, playlists, and what a
//! visitor has collected.

pub mod catalogue;
pub mod playlist;
pub mod query;
pub mod session;
