//! Everything that the stand-in knows, behind one lock.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::{dumps::Dumps, faults::Faults, ledger::Ledger, options::Options};

pub(crate) struct State {
    pub(crate) options: Options,
    pub(crate) dumps: Dumps,
    pub(crate) faults: Faults,
    pub(crate) ledger: Ledger,
}

/// The state, shared between the server and the tests.
pub(crate) struct World(Mutex<State>);

impl World {
    pub(crate) fn new(options: Options) -> Self {
        Self(Mutex::new(State {
            options,
            dumps: Dumps::default(),
            faults: Faults::default(),
            ledger: Ledger::default(),
        }))
    }

    /// Held for the time of one step only.
    pub(crate) fn lock(&self) -> MutexGuard<'_, State> {
        // A test that panics with it has failed already; the others may go on.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
