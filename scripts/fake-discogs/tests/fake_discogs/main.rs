//! What the stand-in for Discogs promises, asked of it over HTTP as a client does.

mod books;
mod checksums;
mod client;
mod conditions;
mod faults;
mod folder;
mod layouts;
mod parallel;
mod program;
mod ranges;
mod raw;
mod replaced;
mod s3;
mod steering;
mod streams;
