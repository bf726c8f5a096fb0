//! Pages that are text: questions, privacy.

use askama::Template;

use super::{
    figures,
    layout::{Layout, Section, SignIn},
};
use crate::assets;

/// `/faq`
#[derive(Debug, Clone, Default, Template)]
#[template(path = "faq.html")]
pub struct FaqPage {
    /// What stands around it.
    pub layout: Layout,
}

/// `/privacy`
#[derive(Debug, Clone, Default, Template)]
#[template(path = "privacy.html")]
pub struct PrivacyPage {
    /// What stands around it.
    pub layout: Layout,
    /// Whether all that was kept of the visitor has just been erased.
    pub is_erased: bool,
}
