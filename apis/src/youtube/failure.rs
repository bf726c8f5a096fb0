//! What YouTube's refusals mean, and so what is to be done.

use jiff::Timestamp;
use serde::Deserialize;
use storage::state;

use super::ledger::Refused;

/// Why a call gave no answer. The table of statuses and reasons is in `docs/YOUTUBE.md`.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// There are no units left, by our books or by YouTube's. Nothing was done.
    #[error("today's units for YouTube are used up")]
    UsedUp {
        /// When there are more.
        resets_at: Timestamp,
    },
    /// Too many calls in a short time. Nothing was done.
    #[error("YouTube asks to go slower")]
    TooFast,
    /// The token is no longer good, or does not allow it. Nothing was done.
    #[error("YouTube does not take the sign-in any more")]
    NotAllowed,
    /// The playlist holds as much as it can. Nothing was done.
    #[error("the playlist is full")]
    PlaylistFull,
    /// The playlist is not there, or not the user's.
    #[error("the playlist is not there any more")]
    NoPlaylist,
    /// The video is private, removed, or never was. It may have been added all the same.
    #[error("the video is not available")]
    NoVideo,
    /// The video is in the playlist already.
    #[error("the video is in the playlist already")]
    AlreadyThere,
    /// Nobody knows whether it was done: the answer was lost, or says so.
    #[error("YouTube's answer was lost")]
    Unknown(String),
    /// It was never sent. Nothing was done.
    #[error("YouTube cannot be reached")]
    NotSent(String),
    /// What was asked for is wrong. Nothing was done.
    #[error("YouTube refuses it: {0}")]
    Refused(String),
    /// Refused for a reason that has nothing to do with what was asked for. Nothing was done.
    #[error("YouTube takes nothing at the moment: {0}")]
    Closed(String),
    /// The books cannot be written. Nothing was done.
    #[error(transparent)]
    Away(state::Error),
}

impl From<Refused> for Failure {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::UsedUp { resets_at } => Self::UsedUp { resets_at },
            Refused::Away(error) => Self::Away(error),
        }
    }
}

/// The body of an error.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Body {
    error: Details,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Details {
    status: String,
    errors: Vec<Reason>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Reason {
    reason: String,
}

/// What an answer that is no success means. `None`: the day's units are used up.
pub(super) fn meaning(status: u16, body: &[u8]) -> Option<Failure> {
    let Body { error } = serde_json::from_slice(body).unwrap_or_default();
    let reason = error.errors.first().map_or("", |first| first.reason.as_str());
    let told = || format!("{status} {}", if reason.is_empty() { &error.status } else { reason });
    Some(match (status, reason, error.status.as_str()) {
        (403 | 429, "quotaExceeded" | "dailyLimitExceeded", _) => return None,
        (429, ..)
        | (403, "rateLimitExceeded" | "userRateLimitExceeded" | "RATE_LIMIT_EXCEEDED", _) => {
            Failure::TooFast
        }
        (403, "playlistContainsMaximumNumberOfVideos", _) => Failure::PlaylistFull,
        (401, ..)
        | (403, "playlistItemsNotAccessible" | "forbidden" | "insufficientPermissions", _) => {
            Failure::NotAllowed
        }
        (404, "playlistNotFound", _) => Failure::NoPlaylist,
        (404, "videoNotFound", _) | (400, "failedPrecondition", _) => Failure::NoVideo,
        (409, "videoAlreadyInPlaylist", _) => Failure::AlreadyThere,
        (409 | 408 | 500.., ..) => Failure::Unknown(told()),
        (400, ..) => Failure::Refused(told()),
        _ => Failure::Closed(told()),
    })
}

#[cfg(test)]
mod tests {
    use super::{Failure, meaning};

    fn of(status: u16, reason: &str) -> String {
        let body = format!(
            r#"{{"error":{{"code":{status},"message":"m","errors":[{{"reason":"{reason}"}}],"status":"S"}}}}"#
        );
        match meaning(status, body.as_bytes()) {
            None => "park until the next day".to_owned(),
            Some(failure) => format!("{failure:?}"),
        }
    }

    #[test]
    fn every_status_has_its_meaning() {
        let table = [
            (403, "quotaExceeded"),
            (403, "dailyLimitExceeded"),
            (429, "RATE_LIMIT_EXCEEDED"),
            (429, "RESOURCE_EXHAUSTED"),
            (403, "rateLimitExceeded"),
            (403, "playlistContainsMaximumNumberOfVideos"),
            (403, "playlistItemsNotAccessible"),
            (403, "forbidden"),
            (401, "authError"),
            (404, "playlistNotFound"),
            (404, "videoNotFound"),
            (400, "failedPrecondition"),
            (409, "videoAlreadyInPlaylist"),
            (409, "SERVICE_UNAVAILABLE"),
            (500, "internalError"),
            (503, "backendError"),
            (400, "invalidValue"),
            (403, "somethingNew"),
        ]
        .map(|(status, reason)| format!("{status} {reason}: {}", of(status, reason)));
        insta::assert_snapshot!(table.join("\n"));
    }

    #[test]
    fn what_is_no_error_of_youtube_leaves_it_open_whether_it_was_done() {
        for body in ["", "<html>", "[]", "{\"error\":1}"] {
            let found = meaning(502, body.as_bytes());
            assert!(matches!(found, Some(Failure::Unknown(_))), "{body}: {found:?}");
        }
    }
}
