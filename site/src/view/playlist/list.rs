//! All playlists that a visitor has had made.

use askama::Template;

use super::{Counts, Standing};
use crate::{
    assets,
    view::{
        figures,
        layout::{Layout, Section, SignIn},
    },
};

/// `/playlists`
#[derive(Debug, Clone, Default, Template)]
#[template(path = "playlists.html")]
pub struct PlaylistsPage {
    /// What stands around it.
    pub layout: Layout,
    /// The playlists, the newest first.
    pub rows: Vec<Row>,
}

/// A playlist.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// Its title.
    pub title: String,
    /// Its page.
    pub url: String,
    /// The day it was asked for: `21 November 2026`.
    pub day: String,
    /// How it stands.
    pub standing: Standing,
    /// How far it is.
    pub counts: Counts,
}
