use apis::jobs::Jobs;
use jiff::Timestamp;
use serde::Serialize;
use storage::state;

use crate::config::Units;

/// What is asked of YouTube.
#[derive(Serialize)]
pub(super) struct Asked {
    /// Units that are left today, of all visitors together.
    pub(super) units_left: u64,
    /// Units of a day.
    pub(super) units_daily: u64,
    /// When there are all of them again: midnight in California.
    pub(super) resets_at: Timestamp,
    /// Playlist jobs that a worker is at, that one could take up, and that wait.
    pub(super) jobs: Jobbed,
}

#[derive(Serialize)]
pub(super) struct Jobbed {
    pub(super) running: u64,
    pub(super) due: u64,
    pub(super) waiting: u64,
}

impl Asked {
    pub(super) fn of(kept: &state::State, units: &Units) -> anyhow::Result<Self> {
        let ledger = units.ledger(kept);
        let left = ledger.left(None)?;
        let jobs = Jobs::lengths_in(kept, Timestamp::now())?;
        Ok(Self {
            units_left: left.all,
            units_daily: ledger.daily(),
            resets_at: left.resets_at,
            jobs: Jobbed { running: jobs.held, due: jobs.due, waiting: jobs.waiting },
        })
    }
}
