//! What the Data API says when it refuses.

use serde_json::{Value, json};

use crate::{answer::Answer, call::Call, faults::What};
use actix_web::http::header;

/// A refusal, with the body that Google gives it.
#[derive(Debug, Clone)]
pub(crate) struct ApiError {
    status: u16,
    reason: String,
    message: String,
    domain: &'static str,
    /// The type and the name of what is wrong in the request.
    location: Option<(&'static str, String)>,
}

impl ApiError {
    pub(crate) fn new(status: u16, reason: &str, message: impl Into<String>) -> Self {
        let (reason, message) = (reason.to_owned(), message.into());
        let domain = domain(&reason);
        Self { status, reason, message, domain, location: None }
    }

    /// With the domain of what was asked.
    pub(crate) fn of(call: Call, status: u16, reason: &str, message: impl Into<String>) -> Self {
        let domain = match call {
            Call::PlaylistsInsert | Call::PlaylistsList => "youtube.playlist",
            Call::PlaylistItemsInsert | Call::PlaylistItemsList => "youtube.playlistItem",
            Call::VideosList => "youtube.video",
            _ => "youtube.channel",
        };
        Self { domain, ..Self::new(status, reason, message) }
    }

    /// A parameter is missing or wrong.
    pub(crate) fn parameter(reason: &str, name: &str, message: impl Into<String>) -> Self {
        let domain = "youtube.parameter";
        let location = Some(("parameter", name.to_owned()));
        Self { domain, location, ..Self::new(400, reason, message) }
    }

    /// Nobody is signed in, or the token is dead.
    pub(crate) fn unauthenticated(has_token: bool) -> Self {
        let (reason, message) = if has_token {
            ("authError", "The access token is not valid, or no longer.")
        } else {
            ("required", "The request has no access token in its Authorization header.")
        };
        let location = Some(("header", "Authorization".to_owned()));
        Self { location, ..Self::new(401, reason, message) }
    }

    /// What a fault answers with, where it answers with an error.
    pub(crate) fn of_fault(call: Call, what: &What) -> Option<Self> {
        match what {
            What::Status(status, reason) | What::AppliedThen(status, reason) => {
                let error =
                    Self::of(call, *status, reason, format!("An error on purpose: {reason}."));
                let domain = match domain(reason) {
                    "global" if *status < 500 && *status != 429 => error.domain,
                    domain => domain,
                };
                Some(Self { domain, ..error })
            }
            What::RateLimited => {
                let message = "Resource has been exhausted (e.g. check quota).";
                Some(Self::new(429, "RATE_LIMIT_EXCEEDED", message))
            }
            _ => None,
        }
    }

    /// The status in words, as Google's newer programs have it.
    fn status_name(&self) -> &'static str {
        match (self.status, self.reason.as_str()) {
            (400, "failedPrecondition") => "FAILED_PRECONDITION",
            (400, _) => "INVALID_ARGUMENT",
            (401, _) => "UNAUTHENTICATED",
            (403, _) => "PERMISSION_DENIED",
            (404, _) => "NOT_FOUND",
            (409, "videoAlreadyInPlaylist") => "ALREADY_EXISTS",
            (409, _) => "ABORTED",
            (429, _) => "RESOURCE_EXHAUSTED",
            (503, _) => "UNAVAILABLE",
            (500.., _) => "INTERNAL",
            _ => "UNKNOWN",
        }
    }

    fn body(&self) -> Value {
        let Self { status, reason, message, domain, location } = self;
        let mut error = json!({"message": message, "domain": domain, "reason": reason});
        if let Some((kind, name)) = location {
            error["locationType"] = (*kind).into();
            error["location"] = name.as_str().into();
        }
        json!({"error": {
            "code": status,
            "message": message,
            "errors": [error],
            "status": self.status_name(),
        }})
    }

    pub(crate) fn answer(&self) -> Answer {
        let answer = Answer::json(self.status, &self.body());
        if self.status != 401 {
            return answer;
        }
        let realm = r#"Bearer realm="https://accounts.google.com/", error="invalid_token""#;
        answer.with(header::WWW_AUTHENTICATE, realm)
    }
}

/// Where a reason belongs whatever was asked.
fn domain(reason: &str) -> &'static str {
    match reason {
        "quotaExceeded" | "dailyLimitExceeded" => "youtube.quota",
        "youtubeSignupRequired" => "youtube.header",
        _ => "global",
    }
}
