//! Inserts that run: the books count those of one playlist.

use std::sync::Arc;

use crate::{call::Call, perform::Request, state::World};

/// An insert that runs for as long as this is kept.
pub(crate) struct Insert {
    world: Arc<World>,
    playlist: String,
}

impl Insert {
    /// Counts a request that adds a video to a playlist.
    pub(crate) fn begin(world: &Arc<World>, asked: &Request) -> Option<Self> {
        let playlist = asked.subject().0.filter(|_| asked.call == Call::PlaylistItemsInsert)?;
        world.lock().ledger.begin_insert(&playlist);
        Some(Self { world: world.clone(), playlist })
    }
}

impl Drop for Insert {
    fn drop(&mut self) {
        self.world.lock().ledger.end_insert(&self.playlist);
    }
}
