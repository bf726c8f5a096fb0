//! The API and the site, served by the built binary and asked as clients ask.

// These tests and those of the program share how it is run and what it is given to load; neither
// uses all of it.
#[allow(dead_code)]
#[path = "../program/dump.rs"]
mod dump;
#[allow(dead_code)]
#[path = "../program/run.rs"]
mod run;

mod answers;
mod backup;
mod baskets;
mod browser;
mod caching;
mod dashboard;
mod demo;
mod errors;
mod feed;
mod google;
mod headers;
mod limits;
mod lists;
mod metrics;
mod operation;
mod other_sites;
mod pages;
mod playlists;
mod safety;
mod served;
mod sign_in;
mod starting;
mod stopping;
mod strangers;
