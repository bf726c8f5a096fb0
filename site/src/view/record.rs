//! What the pages of several kinds of record have in common.

use super::{
    chart::Chart,
    link::{CatalogueNumber, Credit, Link},
    listen::Listen,
};

/// A record in a list of many: a line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    /// The title.
    pub title: String,
    /// Its page.
    pub url: String,
    /// The artists; empty where the page says it of all.
    pub artists: Vec<Credit>,
    /// The year.
    pub year: Option<u16>,
    /// The country.
    pub country: Option<String>,
    /// The labels with the catalogue numbers.
    pub labels: Vec<CatalogueNumber>,
    /// What it consists of.
    pub formats: Vec<String>,
    /// How many videos it has.
    pub videos: u64,
    /// A remark: `main release`, `14 pressings`.
    pub remark: Option<String>,
}

/// The records of a year.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Year {
    /// The year; `None` for those of which it is not known.
    pub year: Option<u16>,
    /// The records.
    pub entries: Vec<Entry>,
}

/// What an artist or a label has published.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Discography {
    /// How many releases.
    pub releases: u64,
    /// How many works.
    pub works: u64,
    /// How many videos.
    pub videos: u64,
    /// The search that gives the same.
    pub search: String,
    /// Releases a year.
    pub chart: Option<Chart>,
    /// How to hear all of it; `None` where there is no video.
    pub listen: Option<Listen>,
    /// The records of this page, year after year.
    pub years: Vec<Year>,
    /// The first page, where this is another.
    pub first_page: Option<String>,
    /// The next page, where there is one.
    pub next: Option<String>,
}

/// The addresses of the same record elsewhere.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Elsewhere {
    /// On discogs.com.
    pub discogs: String,
    /// The document, in the API.
    pub document: String,
}

/// A heading with the names below it: aliases, members.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    /// `Aliases`, `Members`, `Of the same name`.
    pub title: String,
    /// The names. Who has no page has an empty address.
    pub names: Vec<Link>,
}

/// Whether an address that somebody has entered is one of the web. Others are shown and not
/// linked: `javascript:` could be among them.
pub(super) fn is_web_page(url: &str) -> bool {
    let starts = |scheme: &str| {
        url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    };
    starts("https://") || starts("http://")
}

#[cfg(test)]
mod tests {
    use super::is_web_page;

    #[test]
    fn only_web_pages_are_linked() {
        assert!(is_web_page("https://example.org/") && is_web_page("HTTP://example.org"));
        for other in ["", "javascript:alert(1)", "data:text/html,x", "www.example.org", "httpß://x"]
        {
            assert!(!is_web_page(other), "{other}");
        }
    }
}
