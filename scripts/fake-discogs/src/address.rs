//! What an address asks for.

use crate::{layout::Layout, name};

/// What was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// A listing, whether the layout has one or not.
    Listing,
    /// A file of this name, whether it is there or not.
    File(String),
    /// Anything else.
    Other,
}

/// An address, taken apart.
#[derive(Debug, Clone)]
pub(crate) struct Address {
    pub(crate) layout: Layout,
    pub(crate) asked: Asked,
    /// The key of the file, or its name alone in a folder.
    pub(crate) key: String,
    /// The decoded fields of the query.
    pub(crate) query: Vec<(String, String)>,
}

impl Address {
    pub(crate) fn parse(path: &str, query: &str) -> Self {
        let (layout, rest) = Layout::of_path(path);
        let query: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap_or_default();
        let download = query.iter().find(|(name, _)| name == "download");
        let key = match (layout, download) {
            (Layout::Query, Some((_, key))) if rest.is_empty() => key.clone(),
            _ => rest.to_owned(),
        };
        let asked = match layout {
            // Only the query names files; another path is nothing.
            Layout::Query if !rest.is_empty() => Asked::Other,
            _ if key.is_empty() || key.ends_with('/') => Asked::Listing,
            _ => Asked::File(name::of_key(&key).to_owned()),
        };
        Self { layout, asked, key, query }
    }

    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(is, _)| is == name).map(|(_, value)| value.as_str())
    }
}
