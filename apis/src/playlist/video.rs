use serde::{Deserialize, Serialize};
use storage::model::{Id, VideoId};
use utoipa::ToSchema;

/// A video of a playlist with what names it: an item of the `videos` route.
///
/// ```
/// # use apis::playlist::PlaylistVideo;
/// let video = PlaylistVideo {
///     id: "AHuQWcylaU4".parse().unwrap(),
///     title: "Stockholm (Part 1)".into(),
///     duration: Some(290),
///     release_id: 1,
///     artist: "The Persuader".into(),
///     release_title: "Stockholm".into(),
///     year: Some(1999),
/// };
/// assert_eq!(
///     serde_json::to_string(&video).unwrap(),
///     r#"{"id":"AHuQWcylaU4","title":"Stockholm (Part 1)","duration":290,"release_id":1,"artist":"The Persuader","release_title":"Stockholm","year":1999}"#,
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PlaylistVideo {
    /// The YouTube id.
    #[schema(value_type = String, example = "AHuQWcylaU4")]
    pub id: VideoId,
    /// The video's own title; empty where the dump has none.
    pub title: String,
    /// Its length in seconds, where the dump has it.
    pub duration: Option<u32>,
    /// The Discogs id of the entry that brought the video in: a release's, or a master's where
    /// the entry is a master without releases.
    #[schema(value_type = u32)]
    pub release_id: Id,
    /// The entry's artists as people write them: names joined by the credit's join words.
    pub artist: String,
    /// The entry's title.
    pub release_title: String,
    /// The entry's year.
    pub year: Option<u16>,
}
