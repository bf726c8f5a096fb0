//! Playlists that get what is new after each month's load.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use storage::state::{Change, Key};

use super::{JobError, JobId, Jobs};
use crate::{catalogue::Live, query};

/// How long the list is kept: as long as anybody looks.
const KEEP: Duration = Duration::from_secs(366 * 24 * 3_600);

/// How often a user is looked after who does not come himself: what is kept of him is kept no longer
/// than 30 days without it.
const LOOK_AFTER: SignedDuration = SignedDuration::from_hours(10 * 24);

/// A job whose playlist gets what is new.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Followed {
    user: String,
    job: JobId,
    /// The generation that was looked at last, by its name.
    seen: Option<String>,
    /// When its user was looked after last.
    #[serde(default)]
    looked_after: Timestamp,
}

impl Jobs {
    /// Puts a job on the list of those that get what is new, or takes it off.
    pub(super) fn list_followed(
        &self,
        user: &str,
        job: &JobId,
        follow: bool,
    ) -> Result<(), JobError> {
        let looked_after = self.clock.now();
        self.change_followed(|list| {
            let is_listed = list.iter().any(|one| one.job == *job);
            if follow && !is_listed {
                let (user, job) = (user.to_owned(), job.clone());
                list.push(Followed { user, job, seen: None, looked_after });
            } else if !follow {
                list.retain(|one| one.job != *job);
            }
        })
    }

    /// Adds to one of the playlists that get what is new what the current generation has for it;
    /// `false` if all of them have it. Doing it twice adds nothing twice.
    ///
    /// # Errors
    /// When the catalogue or the state cannot be read, or the state not be written.
    pub(super) fn follow_one(&self, live: &Live) -> Result<bool, JobError> {
        let Ok(catalogue) = live.catalogue() else { return Ok(false) };
        let current = catalogue.generation().to_string();
        let listed = self.followed()?;
        if self.look_after_one(&listed)? {
            return Ok(true);
        }
        let behind = listed.into_iter().find(|one| one.seen.as_ref() != Some(&current));
        let Some(Followed { user, job: id, .. }) = behind else { return Ok(false) };
        let is_listed = self.accounts.jobs(&user)?.contains(&id);
        let job = self.find(&id)?.filter(|job| is_listed && job.wish.follow);
        let Some(saved) = job.and_then(|job| job.wish.query) else {
            self.list_followed(&user, &id, false)?;
            return Ok(true);
        };
        match query::parse(&saved.query) {
            Ok(query) => {
                let videos = catalogue.video_ids(&query, &saved.options)?;
                let (_, added) = self.extend(&user, &id, &videos)?;
                tracing::info!(job = %id, added, "a playlist gets what is new");
            }
            Err(error) => tracing::warn!(job = %id, %error, "a playlist gets nothing new"),
        }
        self.change_followed(|list| {
            for one in list.iter_mut().filter(|one| one.job == id) {
                one.seen = Some(current.clone());
            }
        })?;
        Ok(true)
    }

    /// Looks after one of those who were not for a while; `false` where all were.
    fn look_after_one(&self, listed: &[Followed]) -> Result<bool, JobError> {
        let now = self.clock.now();
        let is_due = |one: &&Followed| one.looked_after + LOOK_AFTER < now;
        let Some(Followed { user, job, .. }) = listed.iter().find(is_due) else {
            return Ok(false);
        };
        // Noted first: what fails is tried again next time, not at once.
        self.change_followed(|list| {
            for one in list.iter_mut().filter(|one| one.job == *job) {
                one.looked_after = now;
            }
        })?;
        // Reading the record keeps it.
        self.find(job)?;
        if let Err(error) = self.accounts.refresh(user) {
            tracing::warn!(%job, %error, "the owner of a playlist could not be looked after");
        }
        Ok(true)
    }

    fn followed(&self) -> Result<Vec<Followed>, JobError> {
        Ok(self.state.get(&key(), KEEP)?.map(|kept| read(&kept)).unwrap_or_default())
    }

    fn change_followed(&self, change: impl Fn(&mut Vec<Followed>)) -> Result<(), JobError> {
        Ok(self.state.update(&key(), KEEP, |kept| {
            let before = kept.map(read).unwrap_or_default();
            let mut list = before.clone();
            change(&mut list);
            let wanted = if list == before {
                Change::Keep
            } else {
                Change::Put(serde_json::to_vec(&list).expect("names have a form"))
            };
            (wanted, ())
        })?)
    }
}

fn read(kept: &[u8]) -> Vec<Followed> {
    serde_json::from_slice(kept).unwrap_or_else(|error| {
        tracing::error!(%error, "the list of playlists that get what is new cannot be read");
        Vec::new()
    })
}

fn key() -> Key {
    Key::new("followed", "playlists").expect("letters are a name")
}
