//! Who does the jobs: one step after the other, each written down before it is done.

mod steps;
mod trouble;
mod user;

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    time::Instant,
};

use jiff::{SignedDuration, Timestamp};
use storage::{queue::Taken, state::State};

use super::{Job, JobError, JobId, JobState, Jobs, Pace, Stop, step::Step};
use crate::{
    account::Accounts,
    catalogue::Live,
    clock::Clock,
    youtube::{Failure, YouTube},
};
use trouble::Trouble;

/// How soon a job is looked at again whose user has another one at work.
const AFTER_ANOTHER: SignedDuration = SignedDuration::from_secs(2);

/// How soon a job is looked at again that this program cannot read.
const UNREADABLE: SignedDuration = SignedDuration::from_mins(10);

/// Does playlist jobs. Several may run, in several processes: each job is done by one at a time,
/// and so are all jobs of one user.
#[derive(Clone)]
pub struct Worker {
    jobs: Jobs,
    accounts: Accounts,
    youtube: YouTube,
    state: State,
    live: Option<Arc<Live>>,
    clock: Clock,
    pace: Pace,
    name: String,
}

/// How a job was left.
#[derive(Debug)]
enum Left {
    /// It is at its end.
    Ended,
    /// It waits until then, or until its user signs in.
    Parked(Option<Timestamp>),
    /// It goes on at once, with whoever takes it.
    Stopped,
    /// Somebody else has it, or its owner has deleted it.
    Lost,
}

impl Worker {
    /// A worker that knows the catalogue where it is to find other videos of a work.
    #[must_use]
    pub fn new(
        jobs: Jobs,
        accounts: Accounts,
        youtube: YouTube,
        live: Option<Arc<Live>>,
        pace: Pace,
    ) -> Self {
        let name = format!("worker-{}-{}", std::process::id(), JobId::random());
        let (state, clock) = (jobs.state.clone(), jobs.clock.clone());
        Self { jobs, accounts, youtube, state, live, clock, pace, name }
    }

    /// Does jobs until it is stopped. Nothing that goes wrong with one keeps it from the next.
    pub fn run(&self, stop: &Stop) {
        while !stop.is_stopped() {
            let worked = catch_unwind(AssertUnwindSafe(|| self.work(stop)));
            let pause = match worked {
                Ok(Ok(true)) => continue,
                Ok(Ok(false)) => self.pace.idle,
                Ok(Err(error)) => {
                    tracing::warn!(reason = ?error, "the playlist jobs cannot be reached");
                    self.pace.idle * 4
                }
                Err(_) => {
                    tracing::error!("a playlist job has failed by a mistake of the program");
                    self.pace.idle * 4
                }
            };
            if stop.wait(pause) {
                return;
            }
        }
    }

    /// Takes a job that is due, and does as much of it as can be done now; where none is, adds to a
    /// playlist what a new generation has for it. `false` if there is nothing to do.
    ///
    /// # Errors
    /// When the state cannot be read or written. The job is taken up again when its lease has
    /// ended.
    pub fn work(&self, stop: &Stop) -> Result<bool, JobError> {
        let queue = &self.jobs.queue;
        let Some(taken) = queue.take(self.clock.now(), &self.name, self.pace.lease)? else {
            return match &self.live {
                Some(live) => self.jobs.follow_one(live),
                None => Ok(false),
            };
        };
        let id: Option<JobId> = taken.id.parse().ok();
        let found = id.as_ref().map(|id| self.jobs.find(id)).transpose()?;
        let Some(job) = found.flatten() else {
            match id.map(|id| self.jobs.is_kept(&id)).transpose()? {
                // A newer program has written it, and does it.
                Some(true) => queue.later(taken, self.clock.now() + UNREADABLE)?,
                // Its record was deleted.
                _ => queue.done(taken)?,
            };
            return Ok(true);
        };
        // Whoever has pushed it meanwhile does not make the day begin.
        if let Some(at) = job.waits_until(self.clock.now()) {
            queue.later(taken, at)?;
            return Ok(true);
        }
        if !self.begin_user(&job.user, &job.id)? {
            queue.later(taken, self.clock.now() + AFTER_ANOTHER)?;
            return Ok(true);
        }
        let Some(mut job) = self.jobs.take_up(&job.id)? else {
            queue.done(taken)?;
            return Ok(true);
        };
        let (user, id, turn) = (job.user.clone(), job.id.clone(), job.turn);
        tracing::info!(job = %id, turn = job.turn, "a playlist job is taken up");
        let mut hold = Hold { taken, renewed: Instant::now() };
        let worked = catch_unwind(AssertUnwindSafe(|| self.steps(&mut job, &mut hold, stop)));
        let left = match worked {
            Ok(left) => left?,
            Err(_) => self.after_panic(&id, turn)?,
        };
        tracing::info!(job = %id, ?left, spent = job.spent, "a playlist job is let go");
        match left {
            Left::Ended | Left::Parked(None) => queue.done(hold.taken)?,
            Left::Parked(Some(at)) => queue.later(hold.taken, at)?,
            Left::Stopped => queue.later(hold.taken, self.clock.now())?,
            // It may be ours still, and only its user somebody else's.
            Left::Lost => {
                queue.later(hold.taken, self.clock.now() + AFTER_ANOTHER)?;
                return Ok(true);
            }
        };
        self.end_user(&user, &id)?;
        Ok(true)
    }

    /// Goes from step to step.
    fn steps(&self, job: &mut Job, hold: &mut Hold, stop: &Stop) -> Result<Left, JobError> {
        let mut stale = None;
        loop {
            if job.cancelled && !job.state.is_final() {
                // What was begun is settled first: the report is to be right.
                if job.begun.is_none() {
                    return self.leave(job, JobState::Cancelled);
                }
            } else if job.state.is_final() {
                return Ok(Left::Ended);
            }
            let step = job.next();
            if step == Step::Finish {
                return self.leave(job, JobState::Done);
            }
            if let Some(left) = self.before(job, &step)? {
                return Ok(left);
            }
            job.begin(&step);
            if !self.hold(job, hold)? {
                return Ok(Left::Lost);
            }
            if stop.is_stopped() {
                // Nothing was sent.
                job.not_done(&step);
                job.state = JobState::Queued;
                return Ok(if self.jobs.save(job)? { Left::Stopped } else { Left::Lost });
            }
            let trouble = match self.accounts.token(&job.user, stale.as_ref()) {
                Err(error) => Trouble::from(error),
                Ok(token) => match self.step(job, &step, &token, hold, stop) {
                    Ok(()) => {
                        stale = None;
                        continue;
                    }
                    // A fresh token is tried, once.
                    Err(Trouble::YouTube(Failure::NotAllowed)) if stale.is_none() => {
                        job.not_done(&step);
                        stale = Some(token);
                        continue;
                    }
                    Err(trouble) => trouble,
                },
            };
            if let Some(left) = self.after(job, &step, trouble, stop)? {
                return Ok(left);
            }
        }
    }

    /// Writes down where the job is and holds on to it; `false` if somebody else has it.
    fn hold(&self, job: &mut Job, hold: &mut Hold) -> Result<bool, JobError> {
        Ok(self.renew(hold)? && self.begin_user(&job.user, &job.id)? && self.jobs.save(job)?)
    }

    fn renew(&self, hold: &mut Hold) -> Result<bool, JobError> {
        if hold.renewed.elapsed() < self.pace.lease / 6 {
            return Ok(true);
        }
        hold.renewed = Instant::now();
        Ok(self.jobs.queue.renew(&hold.taken, self.clock.now(), self.pace.lease)?)
    }
}

/// A job that is held.
struct Hold {
    taken: Taken,
    renewed: Instant,
}
