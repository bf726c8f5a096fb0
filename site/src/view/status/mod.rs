//! How the site does, for who runs it.

mod kept;
mod pipeline;
mod run;

use askama::Template;

pub use kept::{Kept, Room};
pub use pipeline::{Mark, Step};
pub use run::{File, Going, Over};

use super::{
    about::Stage,
    figures,
    layout::{Layout, Section, SignIn},
    playlist::Moment,
};
use crate::assets;

/// `/status`
#[derive(Debug, Clone, Default, Template)]
#[template(path = "status.html")]
pub struct StatusPage {
    /// What stands around it.
    pub layout: Layout,
    /// The way of a dump.
    pub pipeline: Vec<Step>,
    /// The run that goes on.
    pub going: Option<Going>,
    /// The last runs that are over, the newest first.
    pub over: Vec<Over>,
    /// When the schedule runs next.
    pub next: Option<Time>,
    /// The generations that are kept, the newest first.
    pub kept: Vec<Kept>,
    /// What the site stands on.
    pub backends: Vec<Backend>,
    /// The generation that answers; `None` while nothing is published.
    pub generation: Option<String>,
    /// How long the server runs, in seconds.
    pub uptime: u64,
    /// The version of the program.
    pub version: String,
    /// The day's units; `None` when the books cannot be read.
    pub quota: Option<Quota>,
    /// The playlist jobs.
    pub jobs: Jobs,
}

/// Something that the site stands on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Backend {
    /// What it keeps or does: `documents`.
    pub name: String,
    /// How it is.
    pub is: Stage,
}

/// A time, as scripts and as people read it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Time {
    /// As RFC 3339 writes it.
    pub datetime: String,
    /// `2 Nov 2026, 03:04 UTC`.
    pub text: String,
}

/// The units of a day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Quota {
    /// Units a day.
    pub daily: u64,
    /// Those that are left.
    pub left: u64,
    /// The most that one user may take.
    pub share: u64,
    /// When there are all of them again.
    pub resets: Moment,
}

/// The queue of playlist jobs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Jobs {
    /// There is no sign-in on this site.
    #[default]
    Absent,
    /// It cannot be read now.
    Away,
    /// So many.
    Here {
        /// Those that could be worked on and are not yet.
        due: u64,
        /// Those that are worked on.
        held: u64,
        /// Those that wait for a time, or to be tried again.
        waiting: u64,
    },
}

impl StatusPage {
    /// After how many seconds a script asks for what is new.
    fn refresh(&self) -> u32 {
        if self.going.is_some() { 3 } else { 30 }
    }
}

impl Quota {
    /// Units that are spent.
    fn spent(&self) -> u64 {
        self.daily.saturating_sub(self.left)
    }
}
