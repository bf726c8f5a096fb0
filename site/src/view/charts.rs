//! The charts: what came out when, by genre or style.

use askama::Template;

use super::{
    chart::Chart,
    figures,
    layout::{Layout, Section, SignIn},
};
use crate::assets;

/// `/charts`
#[derive(Debug, Clone, Default, Template)]
#[template(path = "charts.html")]
pub struct ChartsPage {
    /// What stands around it.
    pub layout: Layout,
    /// What can be chosen.
    pub choices: Vec<Choices>,
    /// What is chosen, above the charts: `Deep House`, `Everything`.
    pub chosen: String,
    /// The search that gives the same; `None` for everything.
    pub search: Option<String>,
    /// What is drawn: releases a year, videos a year.
    pub charts: Vec<Chart>,
    /// Why there is nothing to draw, where there is not: `No style is called “dep house”.`
    pub note: Option<String>,
}

/// The values of a field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choices {
    /// The field as the query language calls it, which is the name in the form: `genre`, `style`.
    pub field: String,
    /// The field's name: `Genre`.
    pub title: String,
    /// The values, in the order of the alphabet.
    pub values: Vec<String>,
    /// The one that is chosen.
    pub selected: Option<String>,
}

impl Choices {
    pub(super) fn is_selected(&self, value: &str) -> bool {
        self.selected.as_deref() == Some(value)
    }
}
