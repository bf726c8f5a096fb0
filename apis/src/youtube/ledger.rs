//! The books of what is asked of YouTube: every unit is written down before it is spent, for all
//! nodes together.

use std::{collections::BTreeMap, time::Duration};

use jiff::{SignedDuration, Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use storage::state::{self, Change, Key, State};

use super::day::{day_of, next_day};
use crate::clock::Clock;

/// How long a day's books are kept: until nobody asks about the day any more.
const KEEP: Duration = Duration::from_secs(3 * 24 * 3_600);

/// How long after midnight YouTube may still count the day before.
const AROUND_MIDNIGHT: SignedDuration = SignedDuration::from_mins(10);

/// Who may take at least so much, however small the day: a playlist of 48 videos.
const LEAST_SHARE: u64 = 2_500;

/// The day's units of the whole application. Clones share the books.
///
/// Nothing is given back: a call that failed may have been counted by YouTube all the same.
#[derive(Debug, Clone)]
pub struct Ledger {
    state: State,
    clock: Clock,
    daily: u64,
    share: u64,
}

/// What is written down of a day.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Day {
    spent: u64,
    /// By [`name`] of the user.
    users: BTreeMap<String, u64>,
}

/// Units that are left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Left {
    /// For all together.
    pub all: u64,
    /// For the user that was asked about: never more than `all`.
    pub user: u64,
    /// When there are all of them again.
    pub resets_at: Timestamp,
}

/// Why a call must not be made.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// The day's units, or the user's share of them, are used up.
    #[error("today's units are used up: there are more at {resets_at}")]
    UsedUp {
        /// When there are more.
        resets_at: Timestamp,
    },
    /// The books cannot be written, so nothing may be spent.
    #[error(transparent)]
    Away(#[from] state::Error),
}

impl Ledger {
    /// Books over `daily` units a day. One user may take `share` of them, where that is given;
    /// else a quarter, or 2,500 where that is more.
    #[must_use]
    pub fn new(state: State, clock: Clock, daily: u64, share: Option<u64>) -> Self {
        let share = share.unwrap_or((daily / 4).max(LEAST_SHARE)).min(daily);
        Self { state, clock, daily, share }
    }

    /// Units of a day.
    #[must_use]
    pub fn daily(&self) -> u64 {
        self.daily
    }

    /// What one user may take of a day.
    #[must_use]
    pub fn share(&self) -> u64 {
        self.share
    }

    /// Writes down that a call is about to be made, for a user where it is known who. Of calls at
    /// the same time, on however many nodes, none goes beyond the day's units.
    ///
    /// # Errors
    /// When too little is left, and when it cannot be written down. The call must not be made.
    /// Otherwise it gives the day that the call is counted in.
    pub fn spend(&self, user: Option<&str>, units: u64) -> Result<Date, Refused> {
        let now = self.clock.now();
        let is_written = self.state.update(&key(day_of(now)), KEEP, |kept| {
            let mut day = read(kept);
            // Those who are about to sign in have a share together, so that nobody takes the day by
            // signing in again and again.
            let (user, share) = match user {
                Some(user) => (name(day_of(now), user), self.share),
                None => (NOBODY.to_owned(), (self.daily / 10).max(50)),
            };
            let of_user = day.of(&user);
            if day.spent + units > self.daily || of_user + units > share {
                return (Change::Keep, false);
            }
            day.spent += units;
            day.users.insert(user, of_user + units);
            (Change::Put(write(&day)), true)
        })?;
        if is_written { Ok(day_of(now)) } else { Err(Refused::UsedUp { resets_at: next_day(now) }) }
    }

    /// YouTube has said to a call of this day that the day's units are used up, whatever the books
    /// say: others may have spent them. Gives when it is worth asking again. In a day's first
    /// minutes that is soon: YouTube's clock may be behind, and still count the day before.
    ///
    /// # Errors
    /// When it cannot be written down.
    pub fn exhaust(&self, day: Date) -> Result<Timestamp, Refused> {
        let now = self.clock.now();
        let soon = now + AROUND_MIDNIGHT;
        if day != day_of(now) || day != day_of(now - AROUND_MIDNIGHT) {
            return Ok(soon);
        }
        self.state.update(&key(day), KEEP, |kept| {
            let day = Day { spent: self.daily, ..read(kept) };
            (Change::Put(write(&day)), ())
        })?;
        Ok(next_day(now))
    }

    /// What is left today.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn left(&self, user: Option<&str>) -> state::Result<Left> {
        let now = self.clock.now();
        let day = read(self.state.get(&key(day_of(now)), KEEP)?.as_deref());
        let all = self.daily.saturating_sub(day.spent);
        let of_user = user.map_or(0, |user| day.of(&name(day_of(now), user)));
        let user = self.share.saturating_sub(of_user).min(all);
        Ok(Left { all, user, resets_at: next_day(now) })
    }
}

impl Day {
    fn of(&self, user: &str) -> u64 {
        self.users.get(user).copied().unwrap_or_default()
    }
}

/// What a user is called in the books of a day: who asks for his data to be erased still has
/// spent what he has spent, and the books do not tell who it was, nor who it was the day before.
fn name(day: Date, user: &str) -> String {
    let digest = Sha256::new().chain_update(format!("dataget ledger\0{day}\0")).chain_update(user);
    digest.finalize()[..8].iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Whose units those are of who is not known yet.
const NOBODY: &str = "";

fn key(day: Date) -> Key {
    Key::new("quota", &day.strftime("%Y%m%d").to_string()).expect("digits are a name")
}

/// Reads a day. What cannot be read counts as spent: the day must not be overshot.
fn read(kept: Option<&[u8]>) -> Day {
    let Some(kept) = kept else { return Day::default() };
    serde_json::from_slice(kept).unwrap_or_else(|error| {
        tracing::error!(%error, "the books of the day cannot be read: nothing more is spent today");
        Day { spent: u64::MAX / 2, users: BTreeMap::new() }
    })
}

fn write(day: &Day) -> Vec<u8> {
    serde_json::to_vec(day).expect("numbers and names have a form")
}

#[cfg(test)]
mod tests {
    use std::thread;

    use jiff::Timestamp;
    use storage::state::State;

    use super::{Ledger, Refused};
    use crate::clock::Clock;

    fn ledger(daily: u64, share: Option<u64>) -> (Ledger, tempfile::TempDir) {
        let folder = tempfile::tempdir().unwrap();
        let state = State::open(&folder.path().join("state.redb")).unwrap();
        let noon: Timestamp = "2026-11-21T20:00:00Z".parse().unwrap();
        (Ledger::new(state, Clock::new(move || noon), daily, share), folder)
    }

    #[test]
    fn a_day_is_never_overshot_however_many_spend_at_once() {
        let (ledger, _folder) = ledger(1_000, None);
        let spent: usize = thread::scope(|scope| {
            let spending = (0..16).map(|_| {
                scope.spawn(|| (0..5).filter(|_| ledger.spend(Some("ada"), 50).is_ok()).count())
            });
            spending.collect::<Vec<_>>().into_iter().map(|one| one.join().unwrap()).sum()
        });
        assert_eq!(spent, 20);
        assert_eq!(ledger.left(Some("ada")).unwrap().all, 0);
    }

    #[test]
    fn nobody_takes_more_than_the_share() {
        let (ledger, _folder) = ledger(10_000, None);
        assert_eq!(ledger.share(), 2_500);
        for _ in 0..50 {
            ledger.spend(Some("ada"), 50).unwrap();
        }
        let refused = ledger.spend(Some("ada"), 1).unwrap_err();
        let Refused::UsedUp { resets_at } = refused else { panic!("{refused}") };
        assert_eq!(resets_at.to_string(), "2026-11-22T08:00:00Z");
        ledger.spend(Some("ben"), 50).unwrap();
        ledger.spend(None, 1).unwrap();
        let left = ledger.left(Some("ada")).unwrap();
        assert_eq!((left.all, left.user), (7_449, 0));
        assert_eq!(ledger.left(Some("ben")).unwrap().user, 2_450);
        assert_eq!(self::ledger(200, None).0.share(), 200);
    }

    #[test]
    fn what_youtube_says_wins() {
        let (ledger, _folder) = ledger(10_000, None);
        ledger.exhaust(super::day_of(ledger.clock.now())).unwrap();
        assert_eq!(ledger.left(None).unwrap().all, 0);
        assert!(ledger.spend(Some("ada"), 1).is_err());
    }
}
