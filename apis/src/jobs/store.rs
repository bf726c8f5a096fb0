//! Where the jobs are kept, and what their owners may do with them.

use std::{collections::HashSet, time::Duration};

use jiff::{SignedDuration, Timestamp};
use storage::{
    model::VideoId,
    queue::{Lengths, Queue},
    state::{Change, Key, State},
};

use super::{Job, JobError, JobId, JobState};
use crate::{account::Accounts, clock::Clock};

/// How long a job is kept that nobody looks at.
const KEEP: Duration = Duration::from_secs(90 * 24 * 3_600);

/// A job that waits for so long for a worker may have been lost on its way into the queue.
const FORGOTTEN: SignedDuration = SignedDuration::from_secs(10);

/// The most jobs of one user that are not at their end.
const MOST_OPEN: usize = 20;

/// The jobs of all users. Clones share everything.
#[derive(Debug, Clone)]
pub struct Jobs {
    pub(super) state: State,
    pub(super) queue: Queue,
    pub(super) accounts: Accounts,
    pub(super) clock: Clock,
}

impl Jobs {
    /// The jobs that are kept in this state.
    ///
    /// # Panics
    /// Never: the queue's name is one.
    #[must_use]
    pub fn new(state: State, accounts: Accounts, clock: Clock) -> Self {
        let queue = queue(&state);
        Self { state, queue, accounts, clock }
    }

    /// Writes a job down, and has it taken up by the next worker that is free. One that is there
    /// already stays as it is, and is given.
    ///
    /// # Errors
    /// When the wish is none, when the job that is there was asked for otherwise, when its user has
    /// too many jobs that are not at their end, and when it cannot be written.
    pub fn submit(&self, job: &Job) -> Result<Job, JobError> {
        job.check()?;
        if let Some(known) = self.find(&job.id)? {
            if known.request != job.request {
                return Err(JobError::OtherRequest);
            }
            self.queue.push(job.id.as_str(), self.clock.now())?;
            return Ok(known);
        }
        let open = self.of_user(&job.user)?;
        let open = open.iter().filter(|job| !job.state.is_final()).count();
        if open >= MOST_OPEN {
            return Err(JobError::TooMany { open });
        }
        // The user's list first: a job that is in no list could not be erased.
        self.accounts.add_job(&job.user, &job.id)?;
        if job.wish.follow {
            self.list_followed(&job.user, &job.id, true)?;
        }
        let kept = self.state.update(&key(&job.id), KEEP, |kept| match kept.and_then(read) {
            Some(known) => (Change::Keep, known),
            None => (Change::Put(write(job)), job.clone()),
        })?;
        self.queue.push(job.id.as_str(), self.clock.now())?;
        Ok(kept)
    }

    /// A job, whosever it is; `None` if there is none.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn find(&self, id: &JobId) -> Result<Option<Job>, JobError> {
        Ok(self.state.get(&key(id), KEEP)?.as_deref().and_then(read))
    }

    /// Whether there is a record of a job, be it readable or not.
    pub(super) fn is_kept(&self, id: &JobId) -> Result<bool, JobError> {
        Ok(self.state.get(&key(id), KEEP)?.is_some())
    }

    /// A job of a user. One that was not taken up for a while is put into the queue again.
    ///
    /// # Errors
    /// [`JobError::Unknown`] where the user has no such job, and when it cannot be read.
    pub fn get(&self, user: &str, id: &JobId) -> Result<Job, JobError> {
        let job = self.find(id)?.filter(|job| job.user == user).ok_or(JobError::Unknown)?;
        let now = self.clock.now();
        if job.state == JobState::Queued && job.created + FORGOTTEN < now {
            self.queue.push(id.as_str(), now)?;
        }
        Ok(job)
    }

    /// All jobs of a user, the newest first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn of_user(&self, user: &str) -> Result<Vec<Job>, JobError> {
        let ids = self.accounts.jobs(user)?;
        let found = ids.iter().rev().map(|id| self.find(id));
        let found: Vec<Option<Job>> = found.collect::<Result<_, _>>()?;
        Ok(found.into_iter().flatten().filter(|job| job.user == user).collect())
    }

    /// Ends a job: what is added already stays.
    ///
    /// # Errors
    /// [`JobError::Unknown`] where the user has no such job, and when it cannot be written.
    pub fn cancel(&self, user: &str, id: &JobId) -> Result<Job, JobError> {
        let job = self.change(user, id, |job| {
            job.wish.follow = false;
            if !job.state.is_final() {
                job.cancelled = true;
                // A worker that is at it sees it before its next step.
                if job.state != JobState::Running {
                    job.end(JobState::Cancelled);
                    job.error = None;
                }
            }
        })?;
        self.list_followed(user, id, false)?;
        Ok(job)
    }

    /// Tries once more what was left out, and what a failed or cancelled job has not done.
    ///
    /// # Errors
    /// As of [`Self::cancel`].
    pub fn retry(&self, user: &str, id: &JobId) -> Result<Job, JobError> {
        let mut left_out = Vec::new();
        let job = self.change(user, id, |job| {
            if job.state.is_final() {
                left_out = job.again();
            }
        })?;
        // What is remembered of them is what is to be found out anew.
        for video in left_out {
            self.state.delete(&gone(video))?;
        }
        self.queue.push(id.as_str(), self.clock.now())?;
        Ok(job)
    }

    /// Adds videos that the job has not had yet, and goes on with it where there are any; gives how
    /// many there are.
    ///
    /// # Errors
    /// As of [`Self::cancel`].
    pub fn extend(
        &self,
        user: &str,
        id: &JobId,
        videos: &[VideoId],
    ) -> Result<(Job, usize), JobError> {
        let mut added = 0;
        let job = self.change(user, id, |job| {
            added = job.add(videos);
            if added > 0 && job.state.is_final() {
                job.go_on();
            }
        })?;
        // Also where it was added before, and whoever did so was killed before this.
        if job.state == JobState::Queued {
            self.queue.push(id.as_str(), self.clock.now())?;
        }
        Ok((job, added))
    }

    /// Whether new videos are added to a job's playlist after each month's load.
    ///
    /// # Errors
    /// As of [`Self::cancel`].
    pub fn follow(&self, user: &str, id: &JobId, follow: bool) -> Result<Job, JobError> {
        let job =
            self.change(user, id, |job| job.wish.follow = follow && job.wish.query.is_some())?;
        self.list_followed(user, id, job.wish.follow)?;
        Ok(job)
    }

    /// Removes the record of a job; the playlist stays. A worker that is at it stops.
    ///
    /// # Errors
    /// As of [`Self::cancel`].
    pub fn delete(&self, user: &str, id: &JobId) -> Result<(), JobError> {
        self.find(id)?.filter(|job| job.user == user).ok_or(JobError::Unknown)?;
        self.erase(id)?;
        Ok(self.accounts.remove_job(user, id)?)
    }

    /// Removes the record of a job, whosever it is.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn erase(&self, id: &JobId) -> Result<(), JobError> {
        self.queue.remove(id.as_str())?;
        self.list_followed("", id, false)?;
        Ok(self.state.delete(&key(id))?)
    }

    /// Takes what was erased off the disk as well.
    pub(super) fn scrub(&self) -> Result<(), JobError> {
        Ok(self.state.scrub()?)
    }

    /// A user has signed in: the jobs that have waited for it go on.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn wake(&self, user: &str) -> Result<(), JobError> {
        // One that is being done may be about to wait.
        let is_concerned = |job: &&Job| job.needs_consent || job.state == JobState::Running;
        for job in self.of_user(user)?.iter().filter(is_concerned) {
            self.change(user, &job.id, |job| {
                if job.needs_consent {
                    job.go_on();
                }
            })?;
            self.queue.push(job.id.as_str(), self.clock.now())?;
        }
        Ok(())
    }

    /// How many jobs wait and are worked on.
    ///
    /// # Errors
    /// When they cannot be counted.
    pub fn lengths(&self) -> Result<Lengths, JobError> {
        Ok(self.queue.lengths(self.clock.now())?)
    }

    /// The same for who has nothing but the state.
    ///
    /// # Errors
    /// When they cannot be counted.
    pub fn lengths_in(state: &State, now: Timestamp) -> Result<Lengths, JobError> {
        Ok(queue(state).lengths(now)?)
    }

    fn change(
        &self,
        user: &str,
        id: &JobId,
        mut change: impl FnMut(&mut Job),
    ) -> Result<Job, JobError> {
        self.state
            .update(&key(id), KEEP, |kept| {
                let Some(mut job) = kept.and_then(read).filter(|job| job.user == user) else {
                    return (Change::Keep, None);
                };
                let before = job.clone();
                change(&mut job);
                let wanted = if job == before { Change::Keep } else { Change::Put(write(&job)) };
                (wanted, Some(job))
            })?
            .ok_or(JobError::Unknown)
    }

    /// A worker takes a job up: from now on, whoever has taken it up before writes no more.
    pub(super) fn take_up(&self, id: &JobId) -> Result<Option<Job>, JobError> {
        Ok(self.state.update(&key(id), KEEP, |kept| {
            let Some(mut job) = kept.and_then(read) else { return (Change::Keep, None) };
            job.turn += 1;
            if !job.state.is_final() {
                job.state = JobState::Running;
                (job.resume_at, job.error, job.needs_consent) = (None, None, false);
                // Its owner may have added something by hand since.
                job.is_compared = job.lists.is_empty();
            }
            (Change::Put(write(&job)), Some(job))
        })?)
    }

    /// Writes what a worker has come to, unless somebody else has taken the job up or removed it:
    /// then it gives `false`. What the owner has said meanwhile stays.
    pub(super) fn save(&self, job: &mut Job) -> Result<bool, JobError> {
        let (cancelled, follow, items) = self
            .state
            .update(&key(&job.id), KEEP, |kept| {
                let Some(kept) = kept.and_then(read).filter(|kept| kept.turn == job.turn) else {
                    return (Change::Keep, None);
                };
                // Videos that were added since come after all others.
                let known: HashSet<VideoId> = job.items.iter().map(|item| item.video).collect();
                let new = kept.items.into_iter().filter(|item| !known.contains(&item.video));
                let mut merged = job.clone();
                merged.items.extend(new);
                merged.cancelled = kept.cancelled && !merged.state.is_final();
                merged.wish.follow = kept.wish.follow;
                (
                    Change::Put(write(&merged)),
                    Some((merged.cancelled, merged.wish.follow, merged.items)),
                )
            })?
            .map_or((None, false, Vec::new()), |(cancelled, follow, items)| {
                (Some(cancelled), follow, items)
            });
        let Some(cancelled) = cancelled else { return Ok(false) };
        (job.cancelled, job.wish.follow, job.items) = (cancelled, follow, items);
        Ok(true)
    }
}

fn queue(state: &State) -> Queue {
    state.queue("playlists").expect("letters are a name")
}

fn key(id: &JobId) -> Key {
    Key::new("job", id.as_str()).expect("hexadecimal digits are a name")
}

/// Where it is remembered that a video is not available.
pub(super) fn gone(video: VideoId) -> Key {
    Key::new("gone", video.as_str()).expect("an id of a video is a name")
}

fn write(job: &Job) -> Vec<u8> {
    serde_json::to_vec(job).expect("texts, numbers and times have a form")
}

/// Reads a job. One that this program cannot read, as another version has written it, is left
/// alone.
fn read(kept: &[u8]) -> Option<Job> {
    let read = serde_json::from_slice(kept);
    read.inspect_err(|error| tracing::error!(%error, "a playlist job cannot be read")).ok()
}
