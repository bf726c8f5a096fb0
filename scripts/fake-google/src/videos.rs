//! The videos: every id that is well formed is one, unless a test says otherwise.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::ids;

/// What is the matter with a video.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VideoState {
    /// Nothing.
    Available,
    /// It has been removed: 404 `videoNotFound` where it is added, left out of `videos.list`.
    Unavailable,
    /// Its owner keeps it: 400 `failedPrecondition` where it is added, left out of `videos.list`.
    Private,
    /// It plays on YouTube only. It can be added; `videos.list` tells.
    NotEmbeddable,
}

/// What has been said of single videos.
#[derive(Debug, Default)]
pub(crate) struct Videos(HashMap<String, VideoState>);

impl Videos {
    pub(crate) fn mark(&mut self, id: &str, state: VideoState) {
        self.0.insert(id.to_owned(), state);
    }

    pub(crate) fn state(&self, id: &str) -> VideoState {
        if !ids::is_video(id) {
            return VideoState::Unavailable;
        }
        self.0.get(id).copied().unwrap_or(VideoState::Available)
    }

    /// What a playlist shows of it.
    pub(crate) fn title(&self, id: &str) -> String {
        match self.state(id) {
            VideoState::Available | VideoState::NotEmbeddable => title(id),
            VideoState::Unavailable => "Deleted video".to_owned(),
            VideoState::Private => "Private video".to_owned(),
        }
    }
}

/// The title of a video that can be seen.
pub(crate) fn title(id: &str) -> String {
    format!("Video {id}")
}
