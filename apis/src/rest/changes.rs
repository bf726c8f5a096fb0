//! How a generation differs from the one before it.

use std::collections::BTreeMap;

use serde::Serialize;
use storage::{
    generations::{self, GenerationName, KindChanges},
    model::Kind,
};
use utoipa::ToSchema;

/// Styles that are told of.
const STYLES: usize = 20;

/// What became of the records since the generation that was current before.
#[derive(Serialize, ToSchema)]
pub(super) struct Changes {
    /// The generation that was current before.
    #[schema(value_type = String, example = "20261001")]
    since: GenerationName,
    /// What became of the records of each kind that both have.
    #[schema(value_type = BTreeMap<String, KindChanged>)]
    kinds: BTreeMap<Kind, KindChanged>,
    /// Videos that the one before did not have.
    new_videos: u64,
    /// The same by the style of what brings them, the most first, at most 20; a video counts with
    /// each style of its entry.
    new_videos_by_style: Vec<StyleVideos>,
}

/// What became of the records of a kind.
#[derive(Serialize, ToSchema)]
struct KindChanged {
    /// Those that were not there before.
    new: u64,
    /// Those that read otherwise in the dump.
    changed: u64,
    /// Those that are not there any more.
    vanished: u64,
}

/// The new videos of a style.
#[derive(Serialize, ToSchema)]
struct StyleVideos {
    /// The style.
    #[schema(example = "House")]
    style: String,
    /// How many distinct videos.
    videos: u64,
}

impl From<generations::Changes> for Changes {
    fn from(changes: generations::Changes) -> Self {
        let kind = |(kind, of): (Kind, KindChanges)| {
            let KindChanges { new, changed, vanished } = of;
            (kind, KindChanged { new, changed, vanished })
        };
        let style = |generations::StyleVideos { style, videos }| StyleVideos { style, videos };
        let styles = changes.new_videos_by_style.into_iter().take(STYLES);
        Self {
            since: changes.since,
            kinds: changes.kinds.into_iter().map(kind).collect(),
            new_videos: changes.new_videos,
            new_videos_by_style: styles.map(style).collect(),
        }
    }
}
