//! A playlist job: what is wanted, and how far it is.

use std::collections::HashSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use storage::model::VideoId;
use utoipa::ToSchema;

use super::JobId;
use crate::{
    account::UserId,
    playlist::Options,
    youtube::{Call, Privacy},
};

/// The longest title and description that YouTube takes, in characters; of the description, our
/// own line is taken off.
pub const MAX_TITLE: usize = 150;
/// See [`MAX_TITLE`].
pub const MAX_DESCRIPTION: usize = 4_900;

/// The durable task of turning a list of videos into a playlist.
///
/// Records outlive the program that has written them: what later versions add has a default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Job {
    /// Its name.
    pub id: JobId,
    /// Whose it is.
    pub user: UserId,
    /// What was asked for.
    pub wish: Wish,
    /// When it was asked for.
    pub created: Timestamp,
    /// How it stands.
    pub state: JobState,
    /// When it goes on, where it is parked until a known time.
    pub resume_at: Option<Timestamp>,
    /// Why it is parked or has failed, for its owner.
    pub error: Option<String>,
    /// Whether it waits for its owner to sign in.
    #[serde(default)]
    pub needs_consent: bool,
    /// Whether its owner wants it to end.
    #[serde(default)]
    pub cancelled: bool,
    /// The playlists, in their order; the last one is being filled.
    #[serde(default)]
    pub lists: Vec<String>,
    /// The videos in their order.
    pub items: Vec<Item>,
    /// Units spent so far.
    #[serde(default)]
    pub spent: u64,
    /// The user's own playlist that is filled, as YouTube has called it last.
    pub own: Option<OwnList>,
    /// What was sent to make it, in few letters: the same request is the same job.
    pub request: Option<String>,
    /// What was begun and is not known to be done.
    pub(super) begun: Option<Begun>,
    /// Whether it is known what was in the playlist before.
    #[serde(default)]
    pub(super) is_compared: bool,
    /// Whether the last playlist holds as much as it can.
    #[serde(default)]
    pub(super) is_full: bool,
    /// The items before this place have been asked about.
    #[serde(default)]
    pub(super) checked: usize,
    /// Failures since the last step that went well.
    #[serde(default)]
    pub(super) failures: u32,
    /// How often a mistake of the program has ended the work on it.
    #[serde(default)]
    pub(super) panics: u32,
    /// How often a worker has taken it up: one that has taken it up before may not write any more.
    #[serde(default)]
    pub(super) turn: u64,
}

/// A playlist of the user's own, as YouTube calls it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnList {
    /// Its title.
    pub title: String,
    /// Who sees it.
    pub privacy: Privacy,
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wish {
    /// The title of a new playlist.
    pub title: String,
    /// What stands below it.
    #[serde(default)]
    pub description: String,
    /// Who sees it.
    #[serde(default)]
    pub privacy: Privacy,
    /// The playlist of the user's own that is to be filled; `None`: a new one.
    pub playlist: Option<String>,
    /// The query that the videos are of, so that new ones can be added later.
    pub query: Option<SavedQuery>,
    /// Whether another video of the same work takes the place of one that is not available.
    #[serde(default)]
    pub replace: bool,
    /// Whether new videos are added after each month's load.
    #[serde(default)]
    pub follow: bool,
}

/// A query and how a list is made of its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedQuery {
    /// The query.
    pub query: String,
    /// The options.
    pub options: Options,
}

/// How a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum JobState {
    /// It waits for a worker.
    Queued,
    /// A worker is at it.
    Running,
    /// It waits: for the next day, for a sign-in, for YouTube to come back.
    Parked,
    /// All was done.
    Done,
    /// Its owner has ended it.
    Cancelled,
    /// It cannot go on.
    Failed,
}

impl JobState {
    /// Whether nothing more happens by itself.
    #[must_use]
    pub fn is_final(self) -> bool {
        matches!(self, Self::Done | Self::Cancelled | Self::Failed)
    }
}

/// A video of a job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// The video.
    pub video: VideoId,
    /// What became of it.
    pub state: ItemState,
    /// The video in whose place it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead_of: Option<VideoId>,
}

/// What became of a video.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ItemState {
    /// Nothing yet.
    #[serde(rename = "w")]
    Waiting,
    /// It is in the playlist.
    #[serde(rename = "a")]
    Added,
    /// It was there already.
    #[serde(rename = "p")]
    Present,
    /// It is not available.
    #[serde(rename = "u")]
    Unavailable,
    /// Its owner keeps it to himself.
    #[serde(rename = "o")]
    Private,
    /// YouTube does not take it.
    #[serde(rename = "r")]
    Refused,
}

impl ItemState {
    /// Why it was left out, in a word that does not change; `None` where it was not.
    #[must_use]
    pub fn skipped(self) -> Option<&'static str> {
        match self {
            Self::Waiting | Self::Added | Self::Present => None,
            Self::Unavailable => Some("unavailable"),
            Self::Private => Some("private"),
            Self::Refused => Some("refused"),
        }
    }
}

/// What was begun: the answer is not there yet, or does not tell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Begun {
    pub(super) what: What,
    /// What YouTube said of the video; the list has the last word.
    pub(super) said: Option<ItemState>,
    /// How often it was looked for in vain.
    pub(super) looked: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum What {
    Create,
    Insert(usize),
}

impl Job {
    /// A job of so many videos, each once.
    #[must_use]
    pub fn new(id: JobId, user: UserId, wish: Wish, videos: &[VideoId], now: Timestamp) -> Self {
        let mut job = Self {
            id,
            user,
            created: now,
            state: JobState::Queued,
            resume_at: None,
            error: None,
            needs_consent: false,
            cancelled: false,
            lists: wish.playlist.iter().cloned().collect(),
            items: Vec::new(),
            spent: 0,
            own: None,
            request: None,
            begun: None,
            // A new playlist has nothing in it.
            is_compared: wish.playlist.is_none(),
            is_full: false,
            checked: 0,
            failures: 0,
            panics: 0,
            turn: 0,
            wish,
        };
        job.add(videos);
        job
    }

    /// Adds videos that it does not have yet, and gives how many those are.
    pub fn add(&mut self, videos: &[VideoId]) -> usize {
        let before = self.items.len();
        let mut known: HashSet<VideoId> = self.items.iter().map(|item| item.video).collect();
        for &video in videos {
            if known.insert(video) {
                self.items.push(Item { video, state: ItemState::Waiting, instead_of: None });
            }
        }
        self.items.len() - before
    }

    /// How many of its videos became that.
    #[must_use]
    pub fn count(&self, state: ItemState) -> usize {
        self.items.iter().filter(|item| item.state == state).count()
    }

    /// When it goes on, where that is later than now.
    pub(super) fn waits_until(&self, now: Timestamp) -> Option<Timestamp> {
        let is_parked = self.state == JobState::Parked && !self.cancelled;
        self.resume_at.filter(|at| is_parked && *at > now)
    }

    /// What it costs in all: a playlist and its videos.
    #[must_use]
    pub fn needed(&self) -> u64 {
        let creation = if self.wish.playlist.is_none() { Call::CreatePlaylist.units() } else { 0 };
        creation + Call::Insert.units() * self.items.len() as u64
    }

    /// Where its playlists are, in their order.
    pub fn urls(&self) -> impl Iterator<Item = String> {
        self.lists.iter().map(|id| format!("https://www.youtube.com/playlist?list={id}"))
    }

    /// What the playlist is called.
    #[must_use]
    pub fn title(&self) -> &str {
        self.own.as_ref().map_or(&self.wish.title, |own| &own.title)
    }

    /// Who sees the playlist.
    #[must_use]
    pub fn privacy(&self) -> Privacy {
        self.own.as_ref().map_or(self.wish.privacy, |own| own.privacy)
    }

    /// The video that is in the playlist in the place of one that was left out.
    #[must_use]
    pub fn replaced_by(&self, left_out: &Item) -> Option<VideoId> {
        let wish = left_out.instead_of.unwrap_or(left_out.video);
        let is_there = |state| matches!(state, ItemState::Added | ItemState::Present);
        let found =
            self.items.iter().find(|item| item.instead_of == Some(wish) && is_there(item.state));
        found.map(|item| item.video)
    }

    /// What a playlist of this job has in its description, so that it is found again: its part, 0
    /// for the first playlist.
    #[must_use]
    pub fn marker(&self, part: usize) -> String {
        format!("dataget:{}:{part}", self.id)
    }

    /// The title of a new playlist.
    pub(super) fn title_of(&self, part: usize) -> String {
        match part {
            0 => self.wish.title.clone(),
            part => {
                let number = format!(" ({})", part + 1);
                let room = MAX_TITLE - number.len();
                self.wish.title.chars().take(room).collect::<String>() + &number
            }
        }
    }

    /// The description of a part, with its marker.
    pub(super) fn description(&self, part: usize) -> String {
        let text = self.wish.description.trim_end();
        let gap = if text.is_empty() { "" } else { "\n\n" };
        format!("{text}{gap}{}", self.marker(part))
    }
}

impl Job {
    /// The job ends.
    pub(super) fn end(&mut self, state: JobState) {
        self.state = state;
        (self.resume_at, self.needs_consent, self.cancelled) = (None, false, false);
    }

    /// The job is to be taken up again.
    pub(super) fn go_on(&mut self) {
        self.end(JobState::Queued);
        (self.error, self.failures) = (None, 0);
    }

    /// The same, with what was left out, which it gives.
    pub(super) fn again(&mut self) -> Vec<VideoId> {
        let stood_in: HashSet<VideoId> = self
            .items
            .iter()
            .filter(|item| matches!(item.state, ItemState::Added | ItemState::Present))
            .filter_map(|item| item.instead_of)
            .collect();
        let skipped = self
            .items
            .iter_mut()
            .filter(|item| item.state.skipped().is_some() && !stood_in.contains(&item.video));
        let left_out = skipped.map(|item| {
            item.state = ItemState::Waiting;
            item.video
        });
        let left_out = left_out.collect();
        self.checked = 0;
        self.go_on();
        left_out
    }
}
