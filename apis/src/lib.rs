//! What can be asked without a browser: the query language, the catalogue, playlists.

pub mod catalogue;
pub mod playlist;
pub mod query;
