//! A playlist that is being made, and what came of it.

use askama::Template;

use super::Moment;
use crate::{
    assets,
    view::{
        figures,
        layout::{Layout, Section, SignIn},
        link::Link,
        video::Video,
    },
};

/// `/playlist/{job}`
#[derive(Debug, Clone, Default, Template)]
#[template(path = "playlist.html")]
pub struct PlaylistPage {
    /// What stands around it.
    pub layout: Layout,
    /// The job's name.
    pub job: String,
    /// The playlist's title.
    pub title: String,
    /// Who sees it: `private`.
    pub privacy: String,
    /// The search that it is of.
    pub search: Option<Link>,
    /// How it stands.
    pub standing: Standing,
    /// How far it is.
    pub counts: Counts,
    /// Where it is at YouTube, one after another.
    pub playlists: Vec<Link>,
    /// The address of YouTube's player for it.
    pub embed: Option<String>,
    /// What its owner can do.
    pub acts: Acts,
    /// What became of each video.
    pub report: Report,
    /// What came of the last thing that its owner did.
    pub told: Option<String>,
}

/// How a playlist stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// In words: `Being filled`.
    pub words: String,
    /// The class of the drawing: `going`, `waiting`, `done`, `ended`.
    pub class: &'static str,
    /// Why it waits or has failed.
    pub why: Option<String>,
    /// When it goes on.
    pub resumes: Option<Moment>,
    /// Whether its owner has to sign in before it goes on.
    pub needs_consent: bool,
    /// Whether nothing more happens by itself.
    pub is_final: bool,
}

/// How far a playlist is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// How many videos are wanted.
    pub wanted: u64,
    /// How many were added.
    pub added: u64,
    /// How many were there already.
    pub present: u64,
    /// In whose place another video of the same work is.
    pub replaced: u64,
    /// How many were left out, with nothing in their place.
    pub left_out: u64,
    /// How many are still to come.
    pub waiting: u64,
    /// The units that it takes in all.
    pub needed: u64,
    /// The units spent so far.
    pub spent: u64,
}

/// What the owner of a playlist can do now.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Acts {
    /// End it.
    pub cancel: bool,
    /// Try once more what is not in it.
    pub retry: bool,
    /// Add what its query finds now and did not find before.
    pub sync: bool,
    /// Whether that happens after each month's load; `None` where there is no query.
    pub follow: Option<bool>,
    /// Remove its record.
    pub delete: bool,
}

/// What became of the videos.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// Those that were left out, in order.
    pub left_out: Vec<LeftOut>,
    /// Those that are in the playlist, in order.
    pub added: Vec<Video>,
    /// Those that were in it before.
    pub present: Vec<Video>,
}

/// A video that was left out.
#[derive(Debug, Clone, Default)]
pub struct LeftOut {
    /// The video.
    pub video: Video,
    /// Why.
    pub why: &'static str,
    /// What has taken its place.
    pub instead: Option<Video>,
}

impl Counts {
    /// How many are in the playlist.
    pub(super) fn there(&self) -> u64 {
        self.added + self.present
    }

    /// How many are settled.
    fn settled(&self) -> u64 {
        self.wanted.saturating_sub(self.waiting)
    }
}

impl Report {
    /// Whether another video is in the place of one that was left out.
    fn has_replaced(&self) -> bool {
        self.left_out.iter().any(|left_out| left_out.instead.is_some())
    }
}

impl PlaylistPage {
    /// After how many seconds the page is asked for again where no script does it; `None` where
    /// nothing more happens.
    fn refresh(&self) -> Option<u32> {
        match self.standing {
            Standing { is_final: true, .. } => None,
            // That may be a day.
            Standing { class: "waiting", .. } => Some(60),
            _ => Some(5),
        }
    }
}
