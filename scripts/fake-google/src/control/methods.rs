//! The controls as methods, for tests in the same process.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp, civil::Date};

use super::Command;
use crate::{
    accounts::Account,
    books::Books,
    call::Call,
    faults::{Fault, What},
    options::Issuer,
    playlists::Playlist,
    server::FakeGoogle,
    signin::{self, Tokens},
    videos::VideoState,
};

/// Time and units.
impl FakeGoogle {
    /// What its clock shows.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.world.lock().clock.now()
    }

    /// Sets its clock, which then goes on.
    pub fn set_now(&self, now: Timestamp) {
        self.run(Command::SetNow { now });
    }

    /// Moves its clock on: tokens and codes grow old, and the day may end.
    pub fn advance(&self, by: Duration) {
        let by = SignedDuration::try_from(by).unwrap_or(SignedDuration::MAX);
        self.world.lock().clock.advance(by);
    }

    /// The day in California, which units are counted by.
    #[must_use]
    pub fn day(&self) -> Date {
        self.world.lock().clock.day()
    }

    /// When the next day begins, with all its units.
    #[must_use]
    pub fn next_day(&self) -> Timestamp {
        self.world.lock().clock.next_day()
    }

    /// Units that are left of the day.
    #[must_use]
    pub fn units_left(&self) -> u64 {
        self.world.lock().units_left()
    }

    /// Gives every day so many units, this one too.
    pub fn set_daily_units(&self, units: u64) {
        self.run(Command::SetDailyUnits { units });
    }

    /// Takes units of the day, as if somebody else had used them.
    pub fn spend(&self, units: u64) {
        self.run(Command::Spend { units });
    }
}

/// Sign-in. An account is named as in [`ACCOUNTS`](crate::ACCOUNTS); an unknown one panics.
impl FakeGoogle {
    /// Tokens of a user, as after a first consent.
    #[must_use]
    pub fn mint(&self, user: &str) -> Tokens {
        let account = Account::of(user).unwrap_or_else(|| panic!("there is no account {user}"));
        signin::mint(&mut self.world.lock(), account)
    }

    /// Ends all access tokens.
    pub fn expire_access_tokens(&self) {
        self.run(Command::ExpireAccessTokens {});
    }

    /// Lets access tokens that are given from now on live so long.
    pub fn set_access_lifetime(&self, lifetime: Duration) {
        self.world.lock().options.access_lifetime = lifetime;
    }

    /// Ends a user's refresh tokens. Google still remembers the consent: the next one brings no
    /// refresh token unless it is asked for with `prompt=consent`.
    pub fn kill_refresh_token(&self, user: &str) {
        self.run(Command::KillRefreshToken { user: user.to_owned() });
    }

    /// Whether every refresh brings another refresh token and ends the one before.
    pub fn rotate_refresh_tokens(&self, rotate: bool) {
        self.run(Command::RotateRefreshTokens { rotate });
    }

    /// What the way back from the consent page tells of its issuer.
    pub fn set_issuer(&self, issuer: Issuer) {
        self.run(Command::SetIssuer { issuer });
    }
}

/// Videos and playlists.
impl FakeGoogle {
    /// A video has been removed.
    pub fn unavailable(&self, video: &str) {
        self.mark(video, VideoState::Unavailable);
    }

    /// A video is its owner's alone.
    pub fn private(&self, video: &str) {
        self.mark(video, VideoState::Private);
    }

    /// A video does not play on other sites.
    pub fn not_embeddable(&self, video: &str) {
        self.mark(video, VideoState::NotEmbeddable);
    }

    /// Says what is the matter with a video.
    pub fn mark(&self, video: &str, state: VideoState) {
        self.run(Command::MarkVideo { id: video.to_owned(), state });
    }

    /// Lets a playlist hold so many videos.
    pub fn set_max_items(&self, items: usize) {
        self.run(Command::SetMaxItems { items });
    }

    /// All playlists as they really are, in the order of their making.
    #[must_use]
    pub fn playlists(&self) -> Vec<Playlist> {
        self.world.lock().playlists.0.clone()
    }
}

/// Faults and books.
impl FakeGoogle {
    /// Lets something go wrong.
    pub fn fault(&self, fault: Fault) {
        self.run(Command::AddFault { fault });
    }

    /// Lets the next call of a kind go wrong.
    pub fn fail_next(&self, on: Call, what: What) {
        self.fault(Fault::next(on, what));
    }

    /// Lets so many of a thousand calls of the Data API go wrong, which ones and how by a seed:
    /// again the same for the same calls. None of them ends it.
    pub fn storm(&self, seed: u64, per_mille: u32) {
        self.run(Command::Storm { seed, per_mille });
    }

    /// Lets every call of the Data API take so long before it is done.
    pub fn set_latency(&self, latency: Duration) {
        self.world.lock().options.latency = latency;
    }

    /// Lets everything go well again.
    pub fn clear_faults(&self) {
        self.run(Command::ClearFaults {});
    }

    /// How many faults of [`FakeGoogle::fault`] have not happened yet.
    #[must_use]
    pub fn faults_left(&self) -> u32 {
        self.world.lock().faults.left()
    }

    /// Everything that was asked so far.
    #[must_use]
    pub fn books(&self) -> Books {
        self.world.lock().ledger.books.clone()
    }

    /// Begins anew, with the options that it was started with: no tokens, no playlists, no books.
    pub fn reset(&self) {
        self.run(Command::Reset {});
    }

    fn run(&self, command: Command) {
        if let Err(what) = command.run(&mut self.world.lock()) {
            panic!("{what}");
        }
    }
}
