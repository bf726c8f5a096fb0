//! The page of a label.

use askama::Template;

use super::{
    figures,
    layout::{Layout, Section, SignIn},
    link::Link,
    record::{self, Discography, Elsewhere, Names},
    work::Work,
};
use crate::assets;

/// `/label/{id}`
#[derive(Debug, Clone, Default, Template)]
#[template(path = "label.html")]
pub struct LabelPage {
    /// What stands around it.
    pub layout: Layout,
    /// The name, without the namesake number.
    pub name: String,
    /// The label that it belongs to.
    pub parent: Option<Link>,
    /// A description: plain text, its line breaks count.
    pub profile: Option<String>,
    /// Address, telephone, mail: plain text, its line breaks count.
    pub contact: Option<String>,
    /// Sublabels and namesakes: those that there are.
    pub names: Vec<Names>,
    /// Web pages, as somebody has entered them.
    pub web: Vec<String>,
    /// What the label has published.
    pub discography: Discography,
    /// Works of other labels like these.
    pub more: Vec<Work>,
    /// The same elsewhere.
    pub elsewhere: Elsewhere,
}
