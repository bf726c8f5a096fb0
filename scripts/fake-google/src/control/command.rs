//! What can be changed while the stand-in runs.

use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::{Value, json};
use std::time::Duration;

use crate::{
    accounts::Account, faults::Fault, options::Issuer, signin, state::State, videos::VideoState,
};

/// A change. Over HTTP its name is the end of the path, and its fields are the body.
#[derive(Debug, Deserialize)]
#[serde(tag = "control", rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) enum Command {
    Advance { seconds: i64 },
    SetNow { now: Timestamp },
    SetDailyUnits { units: u64 },
    Spend { units: u64 },
    SetMaxItems { items: usize },
    SetAccessLifetime { seconds: u64 },
    SetLatency { millis: u64 },
    SetIssuer { issuer: Issuer },
    RotateRefreshTokens { rotate: bool },
    ExpireAccessTokens {},
    KillRefreshToken { user: String },
    Mint { user: String },
    MarkVideo { id: String, state: VideoState },
    AddFault { fault: Fault },
    Storm { seed: u64, per_mille: u32 },
    ClearFaults {},
    Reset {},
}

impl Command {
    /// Makes the change, and tells what there is to tell of it.
    ///
    /// # Errors
    /// With a text for people, where there is no such account.
    pub(crate) fn run(self, state: &mut State) -> Result<Value, String> {
        let now = state.clock.now();
        match self {
            Self::Advance { seconds } => state.clock.advance(SignedDuration::from_secs(seconds)),
            Self::SetNow { now } => state.clock.set(now),
            Self::SetDailyUnits { units } => state.options.daily_units = units,
            Self::Spend { units } => state.ledger.charge(state.clock.day(), units),
            Self::SetMaxItems { items } => state.options.max_items = items,
            Self::SetAccessLifetime { seconds } => {
                state.options.access_lifetime = Duration::from_secs(seconds);
            }
            Self::SetLatency { millis } => state.options.latency = Duration::from_millis(millis),
            Self::SetIssuer { issuer } => state.options.issuer = issuer,
            Self::RotateRefreshTokens { rotate } => state.options.rotates_refresh_tokens = rotate,
            Self::ExpireAccessTokens {} => state.grants.expire_access(now),
            Self::KillRefreshToken { user } => state.grants.end_refresh_of(account(&user)?),
            Self::Mint { user } => {
                let tokens = signin::mint(state, account(&user)?);
                return Ok(serde_json::to_value(tokens).expect("it is plain"));
            }
            Self::MarkVideo { id, state: is } => state.videos.mark(&id, is),
            Self::AddFault { fault } => state.faults.add(fault),
            Self::Storm { seed, per_mille } => state.faults.storm(seed, per_mille),
            Self::ClearFaults {} => state.faults.clear(),
            Self::Reset {} => state.reset(),
        }
        Ok(json!({}))
    }
}

fn account(user: &str) -> Result<&'static Account, String> {
    Account::of(user).ok_or_else(|| format!("there is no account {user}"))
}
