//! How the site does, for who runs it.

use askama::Template;

use super::{
    about::Stages,
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
    /// How each stage is.
    pub stages: Stages,
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

impl Quota {
    /// Units that are spent.
    fn spent(&self) -> u64 {
        self.daily.saturating_sub(self.left)
    }
}
