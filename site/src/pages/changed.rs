//! What a generation has brought, as pages and the feed show it.

use apis::query::ValueField;
use storage::{generations::Changes, model::Kind};

use super::{visit::day, works::value};
use crate::view::changed::{Changed, KindChanged, StyleVideos};

/// Styles that are shown.
const STYLES: usize = 10;

/// The changes as they are shown, the kinds with the most to hear first.
pub(super) fn changed(changes: &Changes) -> Changed {
    let kind = |kind: &Kind| {
        let of = changes.kinds.get(kind)?;
        let name = format!("{}{}", kind.name()[..1].to_uppercase(), &kind.name()[1..]);
        Some(KindChanged { name, new: of.new, changed: of.changed, vanished: of.vanished })
    };
    let styles = changes.new_videos_by_style.iter().take(STYLES);
    let style = |of: &storage::generations::StyleVideos| StyleVideos {
        style: value(ValueField::Style, &of.style),
        videos: of.videos,
    };
    Changed {
        since: day(&changes.since.to_string()),
        kinds: KINDS.iter().filter_map(kind).collect(),
        videos: changes.new_videos,
        styles: styles.map(style).collect(),
    }
}

/// The kinds in the order of what people look for.
pub(super) const KINDS: [Kind; 4] = [Kind::Releases, Kind::Masters, Kind::Artists, Kind::Labels];
