//! Who does the jobs: one step after the other, each written down before it is done.

use std::{
    collections::HashSet,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    time::{Duration, Instant},
};

use jiff::{SignedDuration, Timestamp};
use storage::{
    model::VideoId,
    queue::Taken,
    state::{Change, Key, State},
};

use super::{Item, ItemState, Job, JobError, JobId, JobState, Jobs, Pace, Stop, step::Step};
use crate::{
    account::{AccountError, Accounts, GoogleError, Secret},
    catalogue::Live,
    clock::Clock,
    youtube::{Access, Availability, Call, Failure, YouTube, next_day},
};

/// How long what YouTube said of a video is remembered: its terms allow no longer.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(30 * 24);

/// How soon a job is looked at again whose user has another one at work.
const AFTER_ANOTHER: SignedDuration = SignedDuration::from_secs(2);

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

/// What keeps a step from being done.
#[derive(Debug)]
enum Trouble {
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

    /// Takes a job that is due, and does as much of it as can be done now; `false` if none is.
    ///
    /// # Errors
    /// When the state cannot be read or written. The job is taken up again when its lease has
    /// ended.
    pub fn work(&self, stop: &Stop) -> Result<bool, JobError> {
        let queue = &self.jobs.queue;
        let Some(taken) = queue.take(self.clock.now(), &self.name, self.pace.lease)? else {
            return Ok(false);
        };
        let id: Option<JobId> = taken.id.parse().ok();
        let Some(job) = id.map(|id| self.jobs.find(&id)).transpose()?.flatten() else {
            // Its record was deleted.
            queue.done(taken)?;
            return Ok(true);
        };
        if !self.begin_user(&job.user, &job.id)? {
            queue.later(taken, self.clock.now() + AFTER_ANOTHER)?;
            return Ok(true);
        }
        let Some(mut job) = self.jobs.take_up(&job.id)? else {
            queue.done(taken)?;
            return Ok(true);
        };
        let (user, id) = (job.user.clone(), job.id.clone());
        tracing::info!(job = %id, turn = job.turn, "a playlist job is taken up");
        let mut hold = Hold { taken, renewed: Instant::now() };
        let left = self.steps(&mut job, &mut hold, stop)?;
        tracing::info!(job = %id, ?left, spent = job.spent, "a playlist job is let go");
        match left {
            Left::Ended | Left::Parked(None) => queue.done(hold.taken)?,
            Left::Parked(Some(at)) => queue.later(hold.taken, at)?,
            Left::Stopped => queue.later(hold.taken, self.clock.now())?,
            Left::Lost => queue.done(hold.taken)?,
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
                return Ok(if self.jobs.save(job)? { Left::Ended } else { Left::Lost });
            }
            let step = job.next();
            if step == Step::Finish {
                return self.leave(job, JobState::Done);
            }
            job.begin(&step);
            if !self.hold(job, hold)? {
                return Ok(Left::Lost);
            }
            if stop.is_stopped() {
                // Nothing was sent.
                if matches!(step, Step::Create(_) | Step::Insert(_)) {
                    job.not_done();
                }
                job.state = JobState::Queued;
                return Ok(if self.jobs.save(job)? { Left::Stopped } else { Left::Lost });
            }
            let done =
                self.accounts.token(&job.user, stale.as_ref()).map_err(Trouble::from).and_then(
                    |token| {
                        self.step(job, &step, &token, hold, stop).map_err(|trouble| {
                            if matches!(trouble, Trouble::YouTube(Failure::NotAllowed)) {
                                stale = stale.take().or(Some(token));
                            }
                            trouble
                        })
                    },
                );
            match done {
                Ok(()) => stale = None,
                Err(trouble) => {
                    if let Some(left) = self.after(job, &step, trouble, stale.as_ref(), stop)? {
                        return Ok(left);
                    }
                }
            }
        }
    }

    /// Does a step.
    fn step(
        &self,
        job: &mut Job,
        step: &Step,
        token: &Secret,
        hold: &mut Hold,
        stop: &Stop,
    ) -> Result<(), Trouble> {
        let user = job.user.clone();
        let access = Access { user: Some(&user), token };
        let list = || job.lists.last().cloned().unwrap_or_default();
        match step {
            Step::Create(part) => {
                let (title, description) = (job.title(*part), job.description(*part));
                let made =
                    self.youtube.create_playlist(access, &title, &description, job.wish.privacy);
                let list = spend(job, Call::CreatePlaylist, made)?;
                job.made(list);
            }
            Step::Compare => {
                let videos = self.items(job, access, &list())?;
                job.compared(&videos);
            }
            Step::Check(range) => self.check(job, access, range.clone())?,
            Step::Insert(place) => {
                let added = self.youtube.insert(access, &list(), job.items[*place].video);
                spend(job, Call::Insert, added)?;
                job.settled(*place, ItemState::Added);
            }
            Step::FindList(part) => {
                self.wait_to_look(job, stop)?;
                let found = self.youtube.playlists(access);
                let (found, pages) = spend(job, Call::List, found)?;
                job.spent += (pages - 1) * Call::List.units();
                let marker = job.marker(*part);
                match found.into_iter().find(|list| list.description.contains(&marker)) {
                    Some(list) => job.made(list.id),
                    None => _ = job.not_found(),
                }
            }
            Step::FindVideo(place) => {
                self.wait_to_look(job, stop)?;
                let videos = self.items(job, access, &list())?;
                if videos.contains(job.items[*place].video.as_str()) {
                    job.settled(*place, ItemState::Added);
                } else if let Some((place, state)) = job.not_found() {
                    self.leave_out(job, place, state)?;
                }
            }
            Step::Finish => {}
        }
        // A long list may have taken its time.
        self.renew(hold)?;
        Ok(())
    }

    /// What follows from what kept a step from being done; `None`: it goes on.
    fn after(
        &self,
        job: &mut Job,
        step: &Step,
        trouble: Trouble,
        stale: Option<&Secret>,
        stop: &Stop,
    ) -> Result<Option<Left>, JobError> {
        tracing::debug!(job = %job.id, ?step, ?trouble, "a step was not done");
        let is_change = matches!(step, Step::Create(_) | Step::Insert(_));
        let is_open = matches!(
            trouble,
            Trouble::YouTube(Failure::Unknown(_) | Failure::NoVideo | Failure::AlreadyThere)
        );
        if is_change && !is_open {
            job.not_done();
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
                let told = "YouTube makes no more playlists for this account today";
                self.park(job, next_day(self.clock.now()), told).map(Some)
            }
            // One fresh token is tried.
            (Failure::NotAllowed, _) if stale.is_some() && job.failures < 2 => Ok(None),
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
            (Failure::NoPlaylist, _) if !is_over && job.count(ItemState::Added) == 0 => {
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

    /// Asks which videos are there, and leaves out those that are not.
    fn check(
        &self,
        job: &mut Job,
        access: Access<'_>,
        range: std::ops::Range<usize>,
    ) -> Result<(), Trouble> {
        let mut gone = Vec::new();
        let mut asked = Vec::new();
        for place in range.clone() {
            let Item { video, state, .. } = job.items[place];
            if state != ItemState::Waiting {
                continue;
            }
            match self.remembered(video)? {
                Some(state) => gone.push((place, state)),
                None => asked.push(place),
            }
        }
        if !asked.is_empty() {
            let videos: Vec<VideoId> = asked.iter().map(|&place| job.items[place].video).collect();
            let found = spend(job, Call::List, self.youtube.available(access, &videos))?;
            for (&place, available) in asked.iter().zip(found) {
                match available {
                    Availability::There => {}
                    Availability::Gone => gone.push((place, ItemState::Unavailable)),
                    Availability::Private => gone.push((place, ItemState::Private)),
                }
            }
        }
        (job.checked, job.failures) = (range.end, 0);
        // From the last on: what takes the place of one moves those behind it.
        gone.sort_unstable_by_key(|&(place, _)| std::cmp::Reverse(place));
        for (place, state) in gone {
            self.leave_out(job, place, state)?;
        }
        Ok(())
    }

    /// Leaves a video out, remembers why, and looks for another of the same work if that is wanted.
    fn leave_out(&self, job: &mut Job, place: usize, state: ItemState) -> Result<(), JobError> {
        let video = job.items[place].video;
        // What is only remembered is not known anew: its 30 days go on.
        if state != ItemState::Refused && self.remembered(video)?.is_none() {
            let now = self.clock.now();
            self.state.update(&gone(video), keep(), |_| {
                let kept = (state, now);
                (Change::Put(serde_json::to_vec(&kept).expect("a time has a form")), ())
            })?;
        }
        let others = if job.wish.replace { self.others(video) } else { Vec::new() };
        job.leave_out(place, state, &others);
        Ok(())
    }

    /// What YouTube has said of a video in the last 30 days.
    fn remembered(&self, video: VideoId) -> Result<Option<ItemState>, JobError> {
        let kept = self.state.get(&gone(video), keep())?;
        let kept: Option<(ItemState, Timestamp)> =
            kept.and_then(|kept| serde_json::from_slice(&kept).ok());
        let now = self.clock.now();
        Ok(kept.filter(|(_, since)| *since + REMEMBERED > now).map(|(state, _)| state))
    }

    /// Other videos of the work of a video, that are not known to be gone.
    fn others(&self, video: VideoId) -> Vec<VideoId> {
        let Some(live) = &self.live else { return Vec::new() };
        let others = live.answer(|catalogue| catalogue.others_of_work(video));
        let others = others.unwrap_or_else(|error| {
            tracing::warn!(%error, "no other video of a work can be looked for");
            Vec::new()
        });
        let is_there = |video: &VideoId| matches!(self.remembered(*video), Ok(None));
        others.into_iter().filter(is_there).collect()
    }

    /// The videos of a playlist.
    fn items(
        &self,
        job: &mut Job,
        access: Access<'_>,
        list: &str,
    ) -> Result<HashSet<String>, Trouble> {
        let (videos, pages) = spend(job, Call::List, self.youtube.items(access, list))?;
        job.spent += (pages - 1) * Call::List.units();
        Ok(videos.into_iter().collect())
    }

    /// Waits before it is looked whether something was done: longer each time.
    fn wait_to_look(&self, job: &Job, stop: &Stop) -> Result<(), Trouble> {
        let looked = job.begun.as_ref().map_or(0, |begun| begun.looked);
        if stop.wait(self.pace.look * (1 << looked.min(8))) {
            Err(Trouble::Stopped)
        } else {
            Ok(())
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

    fn leave(&self, job: &mut Job, state: JobState) -> Result<Left, JobError> {
        job.end(state);
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
        Ok(if self.jobs.save(job)? { Left::Parked(Some(at)) } else { Left::Lost })
    }

    fn needs_consent(&self, job: &mut Job) -> Result<Left, JobError> {
        job.state = JobState::Parked;
        (job.resume_at, job.needs_consent, job.failures) = (None, true, 0);
        job.error = Some(AccountError::SignInAgain.to_string());
        Ok(if self.jobs.save(job)? { Left::Parked(None) } else { Left::Lost })
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

    /// Takes a user: one job of a user is done at a time, so that no two fill one playlist.
    fn begin_user(&self, user: &str, job: &JobId) -> Result<bool, JobError> {
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

    fn end_user(&self, user: &str, job: &JobId) -> Result<(), JobError> {
        Ok(self.state.update(&busy(user), self.pace.lease, |kept| {
            let held: Option<(JobId, Timestamp)> =
                kept.and_then(|kept| serde_json::from_slice(kept).ok());
            let is_own = held.is_some_and(|(held, _)| held == *job);
            (if is_own { Change::Delete } else { Change::Keep }, ())
        })?)
    }
}

/// What is left of a lease when it is renewed may be shorter by so much.
const LITTLE: SignedDuration = SignedDuration::from_secs(10);

/// A job that is held.
struct Hold {
    taken: Taken,
    renewed: Instant,
}

/// Counts what a call has cost, unless it was not made.
fn spend<T>(job: &mut Job, call: Call, outcome: Result<T, Failure>) -> Result<T, Failure> {
    let is_made = !matches!(outcome, Err(Failure::UsedUp { .. } | Failure::Away(_)));
    if is_made {
        job.spent += call.units();
    }
    outcome
}

fn keep() -> Duration {
    Duration::try_from(REMEMBERED).unwrap_or_default()
}

/// Where it is remembered that a video is gone.
pub(super) fn gone(video: VideoId) -> Key {
    Key::new("gone", video.as_str()).expect("an id of a video is a name")
}

fn busy(user: &str) -> Key {
    Key::new("busy", user).unwrap_or_else(|_| Key::new("busy", "nobody").expect("a name"))
}
