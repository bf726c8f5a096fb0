use storage::{
    queue::Lengths,
    runs::{Outcome, Run},
};

use crate::rest::{Api, Status};

/// What is known at the time of asking.
pub(super) struct Known {
    pub(super) status: Status,
    /// All runs that are written down, the newest first.
    pub(super) runs: Vec<Run>,
    /// Units that are left today and those of a day; `None` when the books cannot be read.
    pub(super) units: Option<(u64, u64)>,
    /// The playlist jobs; `None` where there are none or they cannot be counted.
    pub(super) jobs: Option<Lengths>,
}

impl Known {
    /// Asks the servers that are in use.
    pub(super) fn of(api: &Api) -> Self {
        let left = api.ledger.left(None);
        let left =
            left.inspect_err(|error| tracing::warn!(%error, "the books cannot be read")).ok();
        let jobs = api.playlists().ok().and_then(|playlists| {
            let lengths = playlists.jobs.lengths();
            lengths.inspect_err(|error| tracing::warn!(%error, "the jobs cannot be counted")).ok()
        });
        Self {
            status: api.status(),
            runs: api.runs.list(),
            units: left.map(|left| (left.all, api.ledger.daily())),
            jobs,
        }
    }
}

/// Whether a run that is over has done what it was to do; `None` where it was only put off.
pub(super) fn has_succeeded(run: &Run) -> Option<bool> {
    match run.outcome {
        Some(Outcome::Published(_) | Outcome::Nothing | Outcome::Done) => Some(true),
        Some(Outcome::Wait(_) | Outcome::Stopped) => None,
        // Who says nothing was killed.
        Some(Outcome::Failed) | None => Some(false),
    }
}
