//! Links and credits, as any page shows them.

/// A text that leads somewhere.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Link {
    /// What is shown.
    pub text: String,
    /// Where it leads.
    pub url: String,
}

/// A name that leads to its page, where it has one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Credit {
    /// The name as printed, without the namesake number.
    pub name: String,
    /// Its page; some credits have no id and so none.
    pub url: Option<String>,
    /// What stands between this name and the next, with its blanks: ` & `. Empty after the last.
    pub join: String,
}

/// A label's name with the number that it gave a release.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CatalogueNumber {
    /// The label.
    pub label: Credit,
    /// The catalogue number, where there is one.
    pub number: Option<String>,
}
