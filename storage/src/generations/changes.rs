use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::GenerationName;
use crate::model::Kind;

/// How a generation differs from the one that was current before it: `changes.json` in its folder,
/// or a note in MongoDB.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changes {
    /// The generation that it differs from.
    pub since: GenerationName,
    /// What became of the records, of the kinds that both have.
    pub kinds: BTreeMap<Kind, KindChanges>,
    /// Videos that the one before did not have.
    pub new_videos: u64,
    /// The same by the style of the entry that brings them, the most first; one video counts with
    /// each style of its entry.
    pub new_videos_by_style: Vec<StyleVideos>,
}

/// What became of the records of one kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KindChanges {
    /// Those that were not there before.
    pub new: u64,
    /// Those whose text in the dump is another.
    pub changed: u64,
    /// Those that are not there any more.
    pub vanished: u64,
}

/// The new videos of a style.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StyleVideos {
    /// The style.
    pub style: String,
    /// How many distinct videos.
    pub videos: u64,
}
