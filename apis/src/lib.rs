//! What can be asked without a browser: the query language, the catalogue, playlists, what a visitor
//! has collected, who has signed in, the jobs that make playlists at YouTube, and all of it over
//! HTTP.

pub mod account;
pub mod catalogue;
pub mod jobs;
pub mod playlist;
pub mod query;
pub mod rest;
pub mod session;
pub mod youtube;

pub use storage::clock;
