//! How long a worker waits, and how it is stopped.

use std::{
    sync::{Arc, Condvar, Mutex, PoisonError},
    time::Duration,
};

use jiff::SignedDuration;

/// The waits of a worker.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// Before the first look whether something was done; the next ones wait longer.
    pub look: Duration,
    /// After the first failure; after each further one twice as long.
    pub again: Duration,
    /// Failures in a row after which a job is parked.
    pub patience: u32,
    /// How long it is then parked.
    pub parked: SignedDuration,
    /// How long a job is held by a worker that does not speak of itself.
    pub lease: Duration,
    /// How long an idle worker sleeps at the most.
    pub idle: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            // YouTube's lists are some seconds behind.
            look: Duration::from_secs(2),
            again: Duration::from_secs(1),
            patience: 6,
            parked: SignedDuration::from_mins(10),
            // Longer than any one call may take.
            lease: Duration::from_secs(90),
            idle: Duration::from_millis(500),
        }
    }
}

/// Stops workers. Clones are the same.
#[derive(Debug, Clone, Default)]
pub struct Stop(Arc<(Mutex<bool>, Condvar)>);

impl Stop {
    /// From now on no step is begun.
    pub fn stop(&self) {
        *self.0.0.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.0.1.notify_all();
    }

    /// Whether it was stopped.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        *self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for so long, or until it is stopped; then it gives `true`.
    #[must_use]
    pub fn wait(&self, time: Duration) -> bool {
        let (stopped, told) = &*self.0;
        let guard = stopped.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = told.wait_timeout_while(guard, time, |stopped| !*stopped);
        *waited.unwrap_or_else(PoisonError::into_inner).0
    }
}
