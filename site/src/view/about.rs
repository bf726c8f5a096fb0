//! What this is, and how it is.

use askama::Template;

use super::{
    figures,
    layout::{Layout, Section, SignIn},
};
use crate::assets;

/// `/about`
#[derive(Debug, Clone, Default, Template)]
#[template(path = "about.html")]
pub struct AboutPage {
    /// What stands around it.
    pub layout: Layout,
    /// How many releases the catalogue has.
    pub releases: u64,
    /// How many works.
    pub works: u64,
    /// How many videos.
    pub videos: u64,
    /// How each stage is.
    pub stages: Stages,
    /// The version of the program.
    pub version: String,
}

/// How each stage is, in the order in which data goes through them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stages {
    /// The month that Discogs has published.
    pub dump: Stage,
    /// Reading and loading it.
    pub etl: Stage,
    /// Where it is kept.
    pub storage: Stage,
    /// What answers.
    pub apis: Stage,
    /// What is seen.
    pub site: Stage,
}

/// How a stage is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stage {
    /// In words: `6 August 2020`, `540 documents in files`, `Redis does not answer`.
    pub state: String,
    /// Whether that is well.
    pub health: Health,
}

/// Whether a stage is well.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Health {
    /// It is.
    #[default]
    Good,
    /// It has nothing yet, or waits for another.
    Waiting,
    /// It is not.
    Bad,
}

impl Health {
    /// The class of the drawing.
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Waiting => "waiting",
            Self::Bad => "bad",
        }
    }

    /// The same in a word, as colour says it to few.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Good => "well",
            Self::Waiting => "waiting",
            Self::Bad => "in trouble",
        }
    }
}
