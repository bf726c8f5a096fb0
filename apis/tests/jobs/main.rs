//! Playlist jobs against a real server that stands in for Google and YouTube.

mod desk;
mod faults;
mod process;
mod promises;
mod quota;
mod storm;
