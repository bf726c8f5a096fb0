//! What a playlist will cost, and when it will be done.

/// What is known of a playlist before it is made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cost {
    /// The units that it takes in all.
    pub units: u64,
    /// The units that are left today for the visitor.
    pub left: u64,
    /// What is added when; the first part is today's, even if that is nothing.
    pub parts: Vec<Part>,
    /// How many further days are not shown between the last two parts.
    pub days_between: u64,
    /// Whether a day's share is too small for it ever to be done.
    pub is_endless: bool,
}

/// What is added on a day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Part {
    /// How many videos.
    pub videos: u64,
    /// From when on; `None`: at once.
    pub from: Option<Moment>,
}

/// A time, for people and for scripts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Moment {
    /// As scripts read it: `2026-11-22T08:00:00Z`.
    pub datetime: String,
    /// As people do: `midnight Pacific on Sunday 22 November (08:00 UTC)`.
    pub text: String,
}
