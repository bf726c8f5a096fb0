//! The page of an artist.

use askama::Template;

use super::{
    figures,
    layout::{Layout, Section, SignIn},
    record::{self, Discography, Elsewhere, Names},
    work::Work,
};
use crate::assets;

/// `/artist/{id}`
#[derive(Debug, Clone, Default, Template)]
#[template(path = "artist.html")]
pub struct ArtistPage {
    /// What stands around it.
    pub layout: Layout,
    /// The name, without the namesake number.
    pub name: String,
    /// The name in the passport.
    pub real_name: Option<String>,
    /// A description: plain text, its line breaks count.
    pub profile: Option<String>,
    /// Other spellings of the same name.
    pub variations: Vec<String>,
    /// Aliases, groups, members, namesakes: those that there are.
    pub names: Vec<Names>,
    /// Web pages, as somebody has entered them.
    pub web: Vec<String>,
    /// What the artist has published.
    pub discography: Discography,
    /// Works of others like these.
    pub more: Vec<Work>,
    /// The same elsewhere.
    pub elsewhere: Elsewhere,
}
