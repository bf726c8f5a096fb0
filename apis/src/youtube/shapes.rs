//! What YouTube is sent and what it answers, as far as it is read.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Who sees a playlist.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Privacy {
    /// Its owner alone.
    #[default]
    Private,
    /// Whoever has its address.
    Unlisted,
    /// Everybody.
    Public,
}

/// A text that names no [`Privacy`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no privacy: private, unlisted or public")]
pub struct UnknownPrivacy(pub String);

impl Privacy {
    /// All of them, the most careful first.
    pub const ALL: [Self; 3] = [Self::Private, Self::Unlisted, Self::Public];

    /// The name that YouTube and the API use.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Private => "private",
            Self::Unlisted => "unlisted",
            Self::Public => "public",
        }
    }
}

impl fmt::Display for Privacy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Privacy {
    type Err = UnknownPrivacy;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|privacy| privacy.name() == text);
        found.ok_or_else(|| UnknownPrivacy(text.to_owned()))
    }
}

/// A playlist of the user's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnPlaylist {
    /// Its id at YouTube.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What stands below the title.
    pub description: String,
    /// Who sees it.
    pub privacy: Privacy,
}

/// Whether a video can be put into a playlist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Availability {
    /// It can.
    There,
    /// It was removed, or never was.
    Gone,
    /// Its owner keeps it to himself.
    Private,
}

/// A page of a list.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Page<T> {
    #[serde(default = "Vec::new")]
    pub(super) items: Vec<T>,
    pub(super) next_page_token: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Playlist {
    pub(super) id: String,
    pub(super) snippet: Option<PlaylistSnippet>,
    pub(super) status: Option<PlaylistStatus>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct PlaylistSnippet {
    pub(super) title: String,
    pub(super) description: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PlaylistStatus {
    pub(super) privacy_status: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Item {
    pub(super) snippet: ItemSnippet,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ItemSnippet {
    pub(super) resource_id: ResourceId,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ResourceId {
    pub(super) video_id: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Video {
    pub(super) id: String,
    pub(super) status: Option<VideoStatus>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct VideoStatus {
    pub(super) privacy_status: String,
    pub(super) upload_status: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Channel {
    pub(super) id: String,
    pub(super) snippet: Option<ChannelSnippet>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ChannelSnippet {
    pub(super) title: String,
}

impl From<Playlist> for OwnPlaylist {
    fn from(playlist: Playlist) -> Self {
        let PlaylistSnippet { title, description } = playlist.snippet.unwrap_or_default();
        let privacy = playlist.status.and_then(|status| status.privacy_status);
        let privacy = privacy.and_then(|name| name.parse().ok()).unwrap_or_default();
        Self { id: playlist.id, title, description, privacy }
    }
}

impl Video {
    pub(super) fn availability(&self) -> Availability {
        match &self.status {
            Some(status) if status.privacy_status == "private" => Availability::Private,
            Some(status) if matches!(&*status.upload_status, "deleted" | "rejected" | "failed") => {
                Availability::Gone
            }
            _ => Availability::There,
        }
    }
}
