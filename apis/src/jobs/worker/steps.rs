//! The steps, done.

use std::{collections::HashSet, ops::Range, time::Duration};

use jiff::{SignedDuration, Timestamp};
use storage::{model::VideoId, state::Change};

use super::{Hold, Trouble, Worker};
use crate::{
    account::Secret,
    jobs::{Item, ItemState, Job, JobError, OwnList, Stop, gone, step::Step},
    youtube::{Access, Availability, Call, Failure, OwnPlaylist},
};

/// How long what YouTube said of a video is remembered: its terms allow no longer.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(30 * 24);

impl Worker {
    /// Does a step.
    pub(super) fn step(
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
                let (title, description) = (job.title_of(*part), job.description(*part));
                let made =
                    self.youtube.create_playlist(access, &title, &description, job.wish.privacy);
                let list = spend(job, Call::CreatePlaylist, made)?;
                job.made(list);
            }
            Step::Compare => {
                self.look_up_own(job, access)?;
                let mut videos = HashSet::new();
                for list in job.lists.clone() {
                    videos.extend(self.items(job, access, &list)?);
                    self.renew(hold)?;
                }
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
        self.begin_user(&user, &job.id)?;
        Ok(())
    }

    /// Learns once what the user's own playlist is called. One that is not on his list may be his
    /// all the same: filling it tells.
    fn look_up_own(&self, job: &mut Job, access: Access<'_>) -> Result<(), Trouble> {
        let Some(list) = job.wish.playlist.clone().filter(|_| job.own.is_none()) else {
            return Ok(());
        };
        let (found, pages) = spend(job, Call::List, self.youtube.playlists(access))?;
        job.spent += (pages - 1) * Call::List.units();
        let found = found.into_iter().find(|own| own.id == list);
        job.own = found.map(|OwnPlaylist { title, privacy, .. }| OwnList { title, privacy });
        Ok(())
    }

    /// Asks which videos are there, and leaves out those that are not.
    fn check(&self, job: &mut Job, access: Access<'_>, range: Range<usize>) -> Result<(), Trouble> {
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
    pub(super) fn leave_out(
        &self,
        job: &mut Job,
        place: usize,
        state: ItemState,
    ) -> Result<(), JobError> {
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
