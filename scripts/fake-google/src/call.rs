//! What can be asked of the stand-in.

use serde::{Deserialize, Serialize};

/// A kind of request. The books and the faults name it as Google's own documents do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Call {
    /// `POST /youtube/v3/playlists`
    #[serde(rename = "playlists.insert")]
    PlaylistsInsert,
    /// `GET /youtube/v3/playlists`
    #[serde(rename = "playlists.list")]
    PlaylistsList,
    /// `POST /youtube/v3/playlistItems`
    #[serde(rename = "playlistItems.insert")]
    PlaylistItemsInsert,
    /// `GET /youtube/v3/playlistItems`
    #[serde(rename = "playlistItems.list")]
    PlaylistItemsList,
    /// `GET /youtube/v3/videos`
    #[serde(rename = "videos.list")]
    VideosList,
    /// `GET /youtube/v3/channels`
    #[serde(rename = "channels.list")]
    ChannelsList,
    /// `GET /o/oauth2/v2/auth`, the consent page
    #[serde(rename = "oauth2.authorize")]
    Authorize,
    /// `POST /o/oauth2/v2/consent`, what its buttons send
    #[serde(rename = "oauth2.consent")]
    Consent,
    /// `POST /token` with a code
    #[serde(rename = "oauth2.exchange")]
    Exchange,
    /// `POST /token` with anything else: a refresh token, as it should be
    #[serde(rename = "oauth2.refresh")]
    Refresh,
    /// `POST /revoke`
    #[serde(rename = "oauth2.revoke")]
    Revoke,
    /// Any other address or method: the answer is 404
    #[serde(rename = "other")]
    Other,
}

impl Call {
    /// What it costs where it is done, in units of the day.
    #[must_use]
    pub fn units(self) -> u64 {
        match self {
            Self::PlaylistsInsert | Self::PlaylistItemsInsert => 50,
            Self::PlaylistsList
            | Self::PlaylistItemsList
            | Self::VideosList
            | Self::ChannelsList => 1,
            _ => 0,
        }
    }

    /// Whether it belongs to the Data API, and so costs units.
    #[must_use]
    pub fn is_api(self) -> bool {
        self.units() > 0
    }

    /// Whether it adds something to the user's channel.
    #[must_use]
    pub fn is_insert(self) -> bool {
        matches!(self, Self::PlaylistsInsert | Self::PlaylistItemsInsert)
    }
}
