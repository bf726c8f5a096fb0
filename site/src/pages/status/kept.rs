use apis::rest::{Api, KeptGeneration};

use super::time;
use crate::{
    pages::{changed::changed, visit::day},
    view::status::{Kept, Room},
};

/// The generations that are kept, with what each has brought.
pub(super) fn kept(api: &Api, generations: &[KeptGeneration]) -> Vec<Kept> {
    let most = generations.iter().filter_map(|generation| generation.bytes).max();
    let kept = |generation: &KeptGeneration| {
        let changes = api.store.changes(generation.name);
        let changes = changes.unwrap_or_else(|error| {
            tracing::warn!(%error, "what a generation has brought cannot be read");
            None
        });
        let (all, index) = (generation.bytes, generation.index_bytes);
        Kept {
            name: generation.name.to_string(),
            day: day(&generation.name.to_string()),
            is_current: generation.current,
            created: time(generation.created),
            entries: generation.entries,
            rejected: generation.rejected,
            room: Room { all, index, most: most.unwrap_or_default() },
            changed: changes.as_ref().map(changed),
        }
    };
    generations.iter().map(kept).collect()
}
