//! What a month has brought.

use super::link::Link;

/// How a generation differs from the one before it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changed {
    /// The day of the dump that it differs from, as people write it.
    pub since: String,
    /// What became of the records, a kind each.
    pub kinds: Vec<KindChanged>,
    /// Videos that were not there before.
    pub videos: u64,
    /// The styles with the most of them.
    pub styles: Vec<StyleVideos>,
}

/// What became of the records of a kind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KindChanged {
    /// The kind, of many: `Releases`.
    pub name: String,
    /// Those that were not there before.
    pub new: u64,
    /// Those that read otherwise.
    pub changed: u64,
    /// Those that are not there any more.
    pub vanished: u64,
}

/// The new videos of a style.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StyleVideos {
    /// The style, which leads to a search for it.
    pub style: Link,
    /// How many.
    pub videos: u64,
}

impl Changed {
    /// The most new videos that a style has, at least 1.
    pub(super) fn most(&self) -> u64 {
        self.styles.iter().map(|style| style.videos).max().unwrap_or_default().max(1)
    }
}
