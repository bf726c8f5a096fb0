//! A body on its way, in the books.

use std::sync::Arc;

use crate::state::World;

/// The books hear of what is sent, and of its end, however it ends.
pub(crate) struct Transfer {
    world: Arc<World>,
    number: usize,
}

impl Transfer {
    pub(crate) fn new(world: Arc<World>, number: usize) -> Self {
        Self { world, number }
    }

    /// Notes bytes before they are sent: who has them may look into the books at once.
    pub(crate) fn send(&self, bytes: usize) {
        if let Some(entry) = self.world.lock().ledger.entry(self.number) {
            entry.sent += bytes as u64;
        }
    }

    /// It does not go on: the client's next request may follow at once.
    pub(crate) fn end(&self) {
        self.world.lock().ledger.end(self.number);
    }

    pub(crate) fn bytes_per_second(&self) -> Option<u64> {
        self.world.lock().options.bytes_per_second
    }
}

impl Drop for Transfer {
    fn drop(&mut self) {
        self.end();
    }
}
