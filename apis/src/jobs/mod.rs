//! Playlist jobs: what turns a list of videos into a playlist at YouTube, whatever fails on the
//! way.
//!
//! The web side writes a job down and puts its id into a queue; a [`Worker`] takes it from there.
//! A job is a record in the state. Before each step that changes something at YouTube, the step is
//! written into it; whoever takes the job up after a crash sees that the step may have been done,
//! and asks YouTube before going on. What is next is decided without any I/O (`step.rs`).

mod error;
mod follow;
mod id;
mod job;
mod pace;
mod plan;
mod service;
mod step;
mod store;
mod view;
mod worker;

pub use error::JobError;
pub use id::{InvalidJobId, JobId};
pub use job::{
    Item, ItemState, Job, JobState, MAX_DESCRIPTION, MAX_TITLE, OwnList, SavedQuery, Wish,
};
pub use pace::{Pace, Stop};
pub use plan::{Part, Plan};
pub use service::{Playlists, Unbuilt};
pub use store::Jobs;
use store::gone;
pub use view::{JobUnits, JobView, Skipped};
pub use worker::Worker;
