use serde::{Deserialize, Serialize};

use super::{ArtistCredit, Id, Image, Other, Video};

/// A document of the masters file.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Master {
    /// The Discogs id.
    pub id: Id,
    /// The id of the release that stands for all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub main_release: Option<Id>,
    /// The title.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The artists, in the order of the credit.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub artists: Vec<ArtistCredit>,
    /// Genres, of a closed list of 15.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub genres: Vec<String>,
    /// Styles, of an open list of some 600.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub styles: Vec<String>,
    /// The year of the first pressing; 0 where Discogs does not know it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<u32>,
    /// How far the community has checked the record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data_quality: Option<String>,
    /// Remarks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
    /// Videos of the music.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub videos: Vec<Video>,
    /// Sizes of the pictures, in dumps up to 2024.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub images: Vec<Image>,
    /// What the fields above do not name.
    #[serde(default, skip_serializing_if = "Other::is_empty")]
    pub other: Other,
}
