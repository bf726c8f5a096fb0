//! The form that makes a playlist.

use askama::Template;

use super::Cost;
use crate::{
    assets,
    view::{
        figures,
        layout::{Layout, Section, SignIn},
        listen::Listen,
        search::{Parameter, PlaylistOptions},
    },
};

/// `/playlist/new`
#[derive(Debug, Clone, Template)]
#[template(path = "playlist_new.html")]
pub struct PlaylistForm {
    /// What stands around it.
    pub layout: Layout,
    /// Where the videos come from.
    pub source: Source,
    /// The query; empty for a basket.
    pub query: String,
    /// How the list is made of a query; `None` for a basket.
    pub options: Option<PlaylistOptions>,
    /// How many videos there are.
    pub videos: u64,
    /// What it costs; `None` where there is nothing to make, or no sign-in.
    pub cost: Option<Cost>,
    /// The ways to hear them that cost nothing; `None` where there is nothing to hear.
    pub listen: Option<Listen>,
    /// Whether the visitor may make it.
    pub access: Access,
}

/// Where the videos of a playlist come from.
#[derive(Debug, Clone, Default)]
pub struct Source {
    /// In words: `your basket`, `genre jazz`.
    pub words: String,
    /// Where they are shown.
    pub url: String,
}

/// Whether a visitor may make a playlist.
#[derive(Debug, Clone)]
pub enum Access {
    /// Nobody can sign in on this site.
    Nowhere,
    /// The visitor has to sign in first; `again`, where that has ended.
    SignedOut {
        /// Whether there was a sign-in.
        again: bool,
    },
    /// Yes, by this form.
    Form(Box<Fields>),
}

/// The fields of the form, as they were filled in.
#[derive(Debug, Clone, Default)]
pub struct Fields {
    /// Sent along, so that sending the form twice makes one playlist.
    pub request: String,
    /// The parameters that say where the videos come from.
    pub carried: Vec<Parameter>,
    /// The title.
    pub title: String,
    /// The description.
    pub description: String,
    /// `private`, `unlisted` or `public`.
    pub privacy: String,
    /// The visitor's own playlists, to choose one.
    pub own: Own,
    /// Whether another video takes the place of one that is not available.
    pub replace: bool,
    /// Whether new ones are added each month; `None` where there is no query.
    pub follow: Option<bool>,
    /// What cannot be as it is.
    pub wrong: Option<Wrong>,
}

/// The visitor's own playlists.
#[derive(Debug, Clone)]
pub enum Own {
    /// They have not been asked for, which costs a unit.
    Unasked,
    /// These.
    Known(Vec<Choice>),
    /// They could not be had: why.
    Away(String),
}

/// A playlist to choose.
#[derive(Debug, Clone, Default)]
pub struct Choice {
    /// Its id at YouTube.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Whether it is chosen.
    pub is_chosen: bool,
}

/// A field that cannot be as it is.
#[derive(Debug, Clone, Default)]
pub struct Wrong {
    /// Its name; empty where it is the form as a whole.
    pub field: String,
    /// Why, and what to do.
    pub told: String,
}

impl PlaylistForm {
    /// Whether no list can be made with the options as they are.
    fn has_wrong_options(&self) -> bool {
        self.options.as_ref().is_some_and(|options| options.error.is_some())
    }
}

impl Default for Own {
    fn default() -> Self {
        Self::Known(Vec::new())
    }
}

impl Fields {
    /// What is wrong with a field.
    fn wrong_with(&self, field: &str) -> Option<&str> {
        self.wrong.as_ref().filter(|wrong| wrong.field == field).map(|wrong| wrong.told.as_str())
    }

    /// What is wrong, where no field shows it.
    fn wrong_at_all(&self) -> Option<&str> {
        let shown = ["title", "description", "privacy"];
        let wrong = self.wrong.as_ref().filter(|wrong| !shown.contains(&wrong.field.as_str()));
        wrong.map(|wrong| wrong.told.as_str())
    }
}
