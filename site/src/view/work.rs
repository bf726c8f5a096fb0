//! A work, as a list of results shows it.

use super::{
    link::{CatalogueNumber, Credit, Link},
    video::Video,
};

/// How many videos of a work are in sight at once; the rest is folded.
const VIDEOS_SHOWN: usize = 5;

/// A work, by the best of its releases that match.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Work {
    /// The title.
    pub title: String,
    /// The path of the record's page.
    pub url: String,
    /// The artists.
    pub artists: Vec<Credit>,
    /// The year of the pressing, or the master's.
    pub year: Option<u16>,
    /// The country, leading to a search for it.
    pub country: Option<Link>,
    /// The labels with the catalogue numbers.
    pub labels: Vec<CatalogueNumber>,
    /// What it consists of, an item a text: `2 × Vinyl, 12", 33 ⅓ RPM`.
    pub formats: Vec<String>,
    /// The styles, or the genres where it has none, each leading to a search for it.
    pub styles: Vec<Link>,
    /// The videos, each once.
    pub videos: Vec<Video>,
    /// How many more releases of the work match, and where they are.
    pub more_pressings: Option<MorePressings>,
}

/// The other matching releases of a work.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MorePressings {
    /// How many.
    pub count: u64,
    /// Where they are listed.
    pub url: String,
}

impl Work {
    /// The videos that are in sight.
    pub(super) fn shown(&self) -> &[Video] {
        &self.videos[..self.videos.len().min(VIDEOS_SHOWN)]
    }

    /// The videos that are folded.
    pub(super) fn folded(&self) -> &[Video] {
        self.videos.get(VIDEOS_SHOWN..).unwrap_or_default()
    }
}
