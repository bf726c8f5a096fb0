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
}
