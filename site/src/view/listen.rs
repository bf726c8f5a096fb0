//! All the ways to hear a list of videos.

use super::link::Link;

/// What plays, opens and downloads a list of videos as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listen {
    /// How many videos the list has.
    pub videos: u64,
    /// The route that gives the list: `/api/v1/videos?…`.
    pub play_all: String,
    /// How many there are in all, where the list has the first of them only.
    pub cut_from: Option<u64>,
    /// Links that open at most 50 of them each on YouTube, with the places as text: `1–50`.
    pub youtube: Vec<Link>,
    /// Files, with the format as text: `M3U`.
    pub downloads: Vec<Link>,
    /// Where a playlist at YouTube is made of it; `None` where it cannot be, or is just being.
    pub playlist: Option<String>,
}
