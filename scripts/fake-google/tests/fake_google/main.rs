//! What the stand-in for Google promises, asked of it over HTTP as a client does.

mod books;
mod browser;
mod client;
mod clock;
mod consent;
mod controls;
mod drops;
mod errors;
mod faults;
mod items;
mod pages;
mod playlists;
mod program;
mod quota;
mod raw;
mod revoke;
mod shapes;
mod storm;
mod token;
mod videos;
