//! What stands around every page.

/// Where in the site a page is, for the marks in the navigation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Section {
    /// The search page.
    Search,
    /// The charts.
    Charts,
    /// The basket.
    Basket,
    /// What this is.
    About,
    /// The visitor's playlists.
    Playlists,
    /// None of those that the navigation names.
    #[default]
    Elsewhere,
}

/// What stands around every page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Layout {
    /// The page's title, without the site's name.
    pub title: String,
    /// A sentence about the page, for search engines.
    pub description: String,
    /// The one address of the page, with scheme and host.
    pub canonical: String,
    /// The path and query of the page: where a form comes back to.
    pub here: String,
    /// Where in the site it is.
    pub section: Section,
    /// How many videos are in the basket; `None` when it cannot be known now.
    pub basket: Option<u64>,
    /// The token that every form which changes something sends along.
    pub csrf: String,
    /// The day of the dump that the catalogue was made from, as people write it: `6 August 2020`.
    /// `None` while nothing is published.
    pub generation: Option<String>,
    /// Who is signed in.
    pub sign_in: SignIn,
    /// Whether Google is stood in for: nothing reaches the real one.
    pub is_stand_in: bool,
}

/// Whether somebody is signed in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum SignIn {
    /// There is no sign-in on this site, or it cannot be told now.
    #[default]
    Absent,
    /// Nobody is.
    Out,
    /// Somebody with this channel is.
    In(String),
}

/// Where signing in begins.
pub const SIGN_IN: &str = "/authorise";

impl Layout {
    /// Where signing in begins that comes back to the page.
    #[must_use]
    pub fn sign_in_url(&self) -> String {
        match serde_urlencoded::to_string([("back", &self.here)]) {
            Ok(back) if !self.here.is_empty() => format!("{SIGN_IN}?{back}"),
            _ => SIGN_IN.to_owned(),
        }
    }
}
