//! The page in the place of one that cannot be shown.

use askama::Template;

use super::{
    figures,
    layout::{Layout, Section, SignIn},
};
use crate::assets;

/// In the place of a page.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "error.html")]
pub struct ErrorPage {
    /// What stands around it.
    pub layout: Layout,
    /// The status of the answer: 404, 503.
    pub status: u16,
    /// What is wrong, in a few words.
    pub title: String,
    /// What is wrong, where, and what to do.
    pub detail: String,
    /// The name of the request in the server's log.
    pub id: String,
    /// Where to sign in, where that is what is missing.
    pub sign_in: Option<String>,
}

impl ErrorPage {
    /// Whether somebody has to look into the server's log.
    fn is_our_fault(&self) -> bool {
        self.status == 500 && !self.id.is_empty()
    }

    /// Whether trying again may help.
    fn may_pass(&self) -> bool {
        matches!(self.status, 408 | 429 | 500..)
    }
}
