//! Everything that the stand-in knows, behind one lock.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::{
    books::Ledger, clock::Clock, faults::Faults, grants::Grants, options::Options,
    playlists::Playlists, videos::Videos,
};

pub(crate) struct State {
    /// What it began with.
    initial: Options,
    pub(crate) options: Options,
    pub(crate) clock: Clock,
    pub(crate) grants: Grants,
    pub(crate) playlists: Playlists,
    pub(crate) videos: Videos,
    pub(crate) faults: Faults,
    pub(crate) ledger: Ledger,
}

impl State {
    pub(crate) fn new(options: Options) -> Self {
        Self {
            initial: options.clone(),
            options,
            clock: Clock::default(),
            grants: Grants::default(),
            playlists: Playlists::default(),
            videos: Videos::default(),
            faults: Faults::default(),
            ledger: Ledger::default(),
        }
    }

    /// Begins anew.
    pub(crate) fn reset(&mut self) {
        *self = Self::new(self.initial.clone());
    }

    /// Units that are left of the day.
    pub(crate) fn units_left(&self) -> u64 {
        self.options.daily_units.saturating_sub(self.ledger.spent(self.clock.day()))
    }
}

/// The state, shared between the server and the tests.
pub(crate) struct World(Mutex<State>);

impl World {
    pub(crate) fn new(options: Options) -> Self {
        Self(Mutex::new(State::new(options)))
    }

    /// Held for the time of one step only.
    pub(crate) fn lock(&self) -> MutexGuard<'_, State> {
        // A test that panics with it has failed already; the others may go on.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
