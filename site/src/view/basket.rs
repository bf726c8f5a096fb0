//! The basket's page.

use askama::Template;

use super::{
    figures,
    layout::{Layout, Section, SignIn},
    listen::Listen,
    video::Video,
};
use crate::assets;

/// `/basket`
#[derive(Debug, Clone, Template)]
#[template(path = "basket.html")]
pub struct BasketPage {
    /// What stands around it.
    pub layout: Layout,
    /// What is in it.
    pub kept: Kept,
}

/// Whether the basket can be looked into.
#[derive(Debug, Clone)]
pub enum Kept {
    /// It is here.
    Here(Contents),
    /// It cannot be read or saved now: why.
    Away(String),
}

/// What is in a basket.
#[derive(Debug, Clone, Default)]
pub struct Contents {
    /// The videos, in the visitor's order.
    pub rows: Vec<Row>,
    /// The length of all whose length is known, in seconds.
    pub seconds: u64,
    /// Whether the last change can be taken back.
    pub can_undo: bool,
    /// How to hear all of it; `None` where it is empty.
    pub listen: Option<Listen>,
}

/// A video of the basket.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// The video.
    pub video: Video,
    /// The place one up, from 0; `None` for the first.
    pub up: Option<usize>,
    /// The place one down, from 0; `None` for the last.
    pub down: Option<usize>,
}
