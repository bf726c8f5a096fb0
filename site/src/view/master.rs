//! The page of a master.

use askama::Template;

use super::{
    figures,
    layout::{Layout, Section, SignIn},
    link::{Credit, Link},
    listen::Listen,
    record::{Elsewhere, Entry},
    video::Video,
    work::Work,
};
use crate::assets;

/// `/master/{id}`
#[derive(Debug, Clone, Default, Template)]
#[template(path = "master.html")]
pub struct MasterPage {
    /// What stands around it.
    pub layout: Layout,
    /// The title.
    pub title: String,
    /// The artists.
    pub artists: Vec<Credit>,
    /// The year of the first pressing, leading to a search for it.
    pub year: Option<Link>,
    /// The release that stands for all of them.
    pub main_release: Option<Link>,
    /// The genres.
    pub genres: Vec<Link>,
    /// The styles.
    pub styles: Vec<Link>,
    /// Remarks: plain text, its line breaks count.
    pub notes: Option<String>,
    /// How many versions there are in all.
    pub versions_total: u64,
    /// The versions of this page, oldest first.
    pub versions: Vec<Entry>,
    /// The first page of versions, where this is another.
    pub first_page: Option<String>,
    /// The next page of versions, where there is one.
    pub next: Option<String>,
    /// The videos of the master and of its releases.
    pub videos: Vec<Video>,
    /// How to hear them all; `None` where there is none.
    pub listen: Option<Listen>,
    /// Other works like this one.
    pub more: Vec<Work>,
    /// The same elsewhere.
    pub elsewhere: Elsewhere,
}
