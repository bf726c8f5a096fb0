//! A job as the API gives it.

use jiff::Timestamp;
use serde::Serialize;
use storage::model::VideoId;
use utoipa::ToSchema;

use super::{ItemState, Job, JobId, JobState};
use crate::youtube::Privacy;

/// A job, for its owner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Job, example = json!({"job": "0f1e2d3c4b5a69788796a5b4c3d2e1f0", "state": "parked",
    "title": "Deep house", "privacy": "private", "playlist_id": "PLx",
    "playlist_url": "https://www.youtube.com/playlist?list=PLx", "wanted": 48, "added": 30,
    "present": 0, "skipped": [{"video": "AHuQWcylaU4", "reason": "unavailable"}],
    "units": {"needed": 2450, "spent": 1552}, "resume_at": "2026-11-22T08:00:00Z",
    "error": null}))]
pub struct JobView {
    /// Its name.
    #[schema(value_type = String)]
    pub job: JobId,
    /// How it stands.
    pub state: JobState,
    /// The playlist's title.
    pub title: String,
    /// Who sees the playlist.
    pub privacy: Privacy,
    /// The playlist's id at YouTube; `null` while there is none.
    pub playlist_id: Option<String>,
    /// Where the playlist is.
    pub playlist_url: Option<String>,
    /// All playlists, where one was full and it goes on in another.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub playlist_urls: Vec<String>,
    /// How many videos are wanted.
    pub wanted: usize,
    /// How many were added.
    pub added: usize,
    /// How many were there already.
    pub present: usize,
    /// Those that were left out, and why.
    pub skipped: Vec<Skipped>,
    /// What it costs.
    pub units: JobUnits,
    /// When it goes on, where it is parked until a known time.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub resume_at: Option<Timestamp>,
    /// Why it is parked or has failed.
    pub error: Option<String>,
}

/// A video that was left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Skipped {
    /// The video.
    #[schema(value_type = String)]
    pub video: VideoId,
    /// `unavailable`, `private`, or `refused`.
    #[schema(value_type = String)]
    pub reason: &'static str,
    /// Another video of the same work, which is in the playlist in its place.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub replaced_by: Option<VideoId>,
}

/// What a job costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct JobUnits {
    /// What its playlist and all of its videos cost.
    pub needed: u64,
    /// What was spent so far, on looking, too.
    pub spent: u64,
}

impl From<&Job> for JobView {
    fn from(job: &Job) -> Self {
        let skipped = job.items.iter().filter_map(|item| {
            let reason = item.state.skipped()?;
            let replaced_by = job.replaced_by(item);
            Some(Skipped { video: item.video, reason, replaced_by })
        });
        // A video that stands in for another is the same wish.
        let wanted = job.items.iter().filter(|item| item.instead_of.is_none()).count();
        Self {
            job: job.id.clone(),
            state: job.state,
            title: job.title().to_owned(),
            privacy: job.privacy(),
            playlist_id: job.lists.first().cloned(),
            playlist_url: job.urls().next(),
            playlist_urls: if job.lists.len() > 1 { job.urls().collect() } else { Vec::new() },
            wanted,
            added: job.count(ItemState::Added),
            present: job.count(ItemState::Present),
            skipped: skipped.collect(),
            units: JobUnits { needed: job.needed(), spent: job.spent },
            resume_at: job.resume_at,
            error: job.error.clone(),
        }
    }
}
