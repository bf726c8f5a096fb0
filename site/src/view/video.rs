//! A video that can be played, or put into the basket.

/// A YouTube video of a release or a master.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Video {
    /// The YouTube id.
    pub id: String,
    /// The video's title; the id where it has none.
    pub title: String,
    /// The artists of the record, as one text.
    pub artist: String,
    /// The length in seconds.
    pub duration: Option<u32>,
    /// The path of the record's page.
    pub page: String,
    /// Whether the visitor has it in the basket.
    pub in_basket: bool,
}
