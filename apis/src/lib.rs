//! What can be asked without a browser: the query language, the catalogue, playlists, what a visitor
//! has collected, and all of it over HTTP.

pub mod catalogue;
pub mod playlist;
pub mod query;
pub mod rest;
pub mod session;
