//! What keeps a step from being done, and what follows from it.

use jiff::Timestamp;

use super::{Left, Worker};
use crate::{
    account::{AccountError, GoogleError},
    jobs::{ItemState, Job, JobError, JobId, JobState, Stop, step::Step},
    youtube::{Failure, next_day},
};

/// So many mistakes of the program end a job.
const MOST_PANICS: u32 = 5;

/// What is told where YouTube has refused to make one more.
const NO_MORE_PLAYLISTS: &str = "YouTube makes no more playlists for this account today";

/// What keeps a step from being done.
#[derive(Debug)]
pub(super) enum Trouble {
    YouTube(Failure),
    Account(AccountError),
    Jobs(JobError),
    Stopped,
}

impl From<Failure> for Trouble {
    fn from(failure: Failure) -> Self {
        Self::YouTube(failure)
    }
}

impl From<AccountError> for Trouble {
    fn from(error: AccountError) -> Self {
        Self::Account(error)
    }
}

impl From<JobError> for Trouble {
    fn from(error: JobError) -> Self {
        Self::Jobs(error)
    }
}

impl Worker {
    /// Parks a job that would ask for what YouTube has just refused its user.
    pub(super) fn before(&self, job: &mut Job, step: &Step) -> Result<Option<Left>, JobError> {
        let Step::Create(_) = step else { return Ok(None) };
        let Some(until) = self.creates_after(&job.user)? else { return Ok(None) };
        self.park(job, until, NO_MORE_PLAYLISTS).map(Some)
    }

    /// A mistake of this program has ended the work on a job: it is tried again later, not at once.
    pub(super) fn after_panic(&self, job: &JobId, turn: u64) -> Result<Left, JobError> {
        let Some(mut job) = self.jobs.find(job)?.filter(|job| job.turn == turn) else {
            return Ok(Left::Lost);
        };
        job.panics += 1;
        if job.panics >= MOST_PANICS {
            let told =
                "a mistake of this program keeps it from going on: tell whoever runs the site";
            return self.fail(&mut job, told);
        }
        let told = "a mistake of this program has kept it from going on; it is tried again";
        self.park(&mut job, self.clock.now() + self.pace.parked, told)
    }

    /// What follows from what kept a step from being done; `None`: it goes on.
    pub(super) fn after(
        &self,
        job: &mut Job,
        step: &Step,
        trouble: Trouble,
        stop: &Stop,
    ) -> Result<Option<Left>, JobError> {
        tracing::debug!(job = %job.id, ?step, ?trouble, "a step was not done");
        let is_open = matches!(
            trouble,
            Trouble::YouTube(Failure::Unknown(_) | Failure::NoVideo | Failure::AlreadyThere)
        );
        if !is_open {
            job.not_done(step);
        }
        job.failures += 1;
        let is_over = job.failures >= self.pace.patience;
        let failure = match trouble {
            Trouble::Stopped => {
                job.state = JobState::Queued;
                return Ok(Some(if self.jobs.save(job)? { Left::Stopped } else { Left::Lost }));
            }
            Trouble::Jobs(error) => return Err(error),
            Trouble::Account(AccountError::Away(error)) => return Err(error.into()),
            Trouble::Account(AccountError::SignInAgain) => {
                return self.needs_consent(job).map(Some);
            }
            Trouble::Account(error) => {
                // Without credentials that are right, it is for who runs the site.
                let is_refused = matches!(error, AccountError::Google(GoogleError::Refused(_)));
                return if is_refused || is_over {
                    self.park(job, self.clock.now() + self.pace.parked, &error.to_string())
                        .map(Some)
                } else {
                    self.pause(job, stop)
                };
            }
            Trouble::YouTube(failure) => failure,
        };
        match (failure, step) {
            (Failure::Away(error), _) => Err(error.into()),
            (Failure::UsedUp { resets_at }, _) => {
                let told = "today's units for YouTube are used up";
                self.park(job, resets_at, told).map(Some)
            }
            (Failure::TooFast, Step::Create(_)) => {
                let until = next_day(self.clock.now());
                self.stop_creating(&job.user, until)?;
                self.park(job, until, NO_MORE_PLAYLISTS).map(Some)
            }
            // The sign-in is good, as it was just renewed.
            (Failure::NotAllowed, Step::Compare | Step::Insert(_))
                if job.wish.playlist.is_some() =>
            {
                let told = "YouTube does not let you change this playlist: choose one of your own";
                self.fail(job, told).map(Some)
            }
            (Failure::NotAllowed, _) => self.needs_consent(job).map(Some),
            (Failure::PlaylistFull, Step::Insert(_)) => {
                job.full();
                job.failures = 0;
                Ok(None)
            }
            (Failure::AlreadyThere, Step::Insert(place)) => {
                job.settled(*place, ItemState::Present);
                Ok(None)
            }
            (Failure::NoVideo, Step::Insert(_)) => {
                job.doubted(ItemState::Unavailable);
                Ok(None)
            }
            // The list has to tell.
            (Failure::Unknown(_), Step::Create(_) | Step::Insert(_)) if !is_over => Ok(None),
            // One that was just made may not be there for everybody yet.
            (Failure::NoPlaylist, _)
                if !is_over && (job.wish.playlist.is_none() || job.lists.len() > 1) =>
            {
                self.pause(job, stop)
            }
            (Failure::NoPlaylist, _) => {
                let told = "the playlist is not there any more: it was deleted at YouTube, or \
                            belongs to another account";
                self.fail(job, told).map(Some)
            }
            (Failure::Refused(_), Step::Insert(place)) => {
                self.leave_out(job, *place, ItemState::Refused)?;
                Ok(None)
            }
            (Failure::Refused(told), _) => {
                self.fail(job, &format!("YouTube refuses it: {told}")).map(Some)
            }
            (failure, _) if is_over => {
                let told = format!("{failure}; it is tried again");
                self.park(job, self.clock.now() + self.pace.parked, &told).map(Some)
            }
            _ => self.pause(job, stop),
        }
    }

    /// Waits after a failure: longer each time.
    fn pause(&self, job: &mut Job, stop: &Stop) -> Result<Option<Left>, JobError> {
        let failures = job.failures.saturating_sub(1).min(8);
        if stop.wait(self.pace.again * (1 << failures)) {
            job.state = JobState::Queued;
            return Ok(Some(if self.jobs.save(job)? { Left::Stopped } else { Left::Lost }));
        }
        Ok(None)
    }

    pub(super) fn leave(&self, job: &mut Job, state: JobState) -> Result<Left, JobError> {
        job.end(state);
        if state != JobState::Failed {
            job.error = None;
        }
        if !self.jobs.save(job)? {
            return Ok(Left::Lost);
        }
        // Videos that were added at the last moment.
        if state == JobState::Done && job.next() != Step::Finish {
            job.state = JobState::Queued;
            return Ok(if self.jobs.save(job)? { Left::Stopped } else { Left::Lost });
        }
        Ok(Left::Ended)
    }

    fn fail(&self, job: &mut Job, told: &str) -> Result<Left, JobError> {
        job.error = Some(told.to_owned());
        self.leave(job, JobState::Failed)
    }

    fn park(&self, job: &mut Job, at: Timestamp, told: &str) -> Result<Left, JobError> {
        job.state = JobState::Parked;
        (job.resume_at, job.error, job.failures) = (Some(at), Some(told.to_owned()), 0);
        self.parked(job, Some(at))
    }

    fn needs_consent(&self, job: &mut Job) -> Result<Left, JobError> {
        job.state = JobState::Parked;
        (job.resume_at, job.needs_consent, job.failures) = (None, true, 0);
        job.error = Some(AccountError::SignInAgain.to_string());
        self.parked(job, None)
    }

    fn parked(&self, job: &mut Job, at: Option<Timestamp>) -> Result<Left, JobError> {
        if !self.jobs.save(job)? {
            return Ok(Left::Lost);
        }
        // Its owner has ended it meanwhile, and nothing is in doubt.
        if job.cancelled && job.begun.is_none() {
            return self.leave(job, JobState::Cancelled);
        }
        Ok(Left::Parked(at))
    }
}
