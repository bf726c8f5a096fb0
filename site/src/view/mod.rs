//! What a page shows: plain facts, a struct a page, each with its template in `templates/`.
//!
//! Nothing here asks or decides anything. Whoever fills a struct has done so already; what is
//! left is how numbers are written and where the bars of a chart stand. Templates escape all
//! that they are given.

pub mod about;
pub mod artist;
pub mod basket;
pub mod changed;
pub mod chart;
pub mod charts;
pub mod error;
pub mod facet;
pub mod feed;
pub mod figures;
pub mod label;
pub mod layout;
pub mod link;
pub mod listen;
pub mod master;
pub mod playlist;
pub mod reading;
pub mod record;
pub mod release;
pub mod search;
pub mod status;
pub mod video;
pub mod work;

#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;
