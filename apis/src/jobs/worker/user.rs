//! One job of a user at a time, so that no two fill one playlist.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use storage::state::{Change, Key};

use super::Worker;
use crate::jobs::{JobError, JobId};

/// What is left of a lease when it is renewed may be shorter by so much.
const LITTLE: SignedDuration = SignedDuration::from_secs(10);

impl Worker {
    /// Takes a user: one job of a user is done at a time, so that no two fill one playlist.
    pub(super) fn begin_user(&self, user: &str, job: &JobId) -> Result<bool, JobError> {
        let now = self.clock.now();
        let until = now + SignedDuration::try_from(self.pace.lease).unwrap_or_default();
        Ok(self.state.update(&busy(user), self.pace.lease, |kept| {
            let held: Option<(JobId, Timestamp)> =
                kept.and_then(|kept| serde_json::from_slice(kept).ok());
            match held {
                Some((other, until)) if other != *job && until > now => (Change::Keep, false),
                // Not every step has to say so.
                Some((own, kept_until))
                    if own == *job && until.duration_since(kept_until) < LITTLE =>
                {
                    (Change::Keep, true)
                }
                _ => {
                    let held = serde_json::to_vec(&(job, until)).expect("a time has a form");
                    (Change::Put(held), true)
                }
            }
        })?)
    }

    /// Lets the user go, if it is held for this job.
    pub(super) fn end_user(&self, user: &str, job: &JobId) -> Result<(), JobError> {
        Ok(self.state.update(&busy(user), self.pace.lease, |kept| {
            let held: Option<(JobId, Timestamp)> =
                kept.and_then(|kept| serde_json::from_slice(kept).ok());
            let is_own = held.is_some_and(|(held, _)| held == *job);
            (if is_own { Change::Delete } else { Change::Keep }, ())
        })?)
    }
}

impl Worker {
    /// YouTube makes no more playlists for a user until then, whichever job wants one.
    pub(super) fn stop_creating(&self, user: &str, until: Timestamp) -> Result<(), JobError> {
        let written = serde_json::to_vec(&until).expect("a time has a form");
        Ok(self.state.update(&refused(user), DAY, |_| (Change::Put(written.clone()), ()))?)
    }

    /// Until when YouTube makes no playlist for a user; `None` where it may.
    pub(super) fn creates_after(&self, user: &str) -> Result<Option<Timestamp>, JobError> {
        let kept = self.state.get(&refused(user), DAY)?;
        let until = kept.and_then(|kept| serde_json::from_slice(&kept).ok());
        let now = self.clock.now();
        Ok(until.filter(|until| *until > now))
    }
}

/// As long as the longest day.
const DAY: Duration = Duration::from_secs(25 * 3_600);

fn refused(user: &str) -> Key {
    let digest = JobId::of_request(user, "refused");
    Key::new("refused", digest.as_str()).expect("hexadecimal digits are a name")
}

/// It does not tell who it is: it may outlive the user's data by the length of a lease.
fn busy(user: &str) -> Key {
    let digest = JobId::of_request(user, "busy");
    Key::new("busy", digest.as_str()).expect("hexadecimal digits are a name")
}
