//! What the token endpoint says when it refuses.

use actix_web::http::header;
use serde_json::json;

use crate::{answer::Answer, faults::What};

/// A refusal, as RFC 6749 has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TokenError {
    status: u16,
    error: String,
    description: String,
}

impl TokenError {
    pub(crate) fn new(error: &str, description: &str) -> Self {
        Self { status: 400, error: error.to_owned(), description: description.to_owned() }
    }

    /// The client has not shown who it is.
    pub(crate) fn client(description: &str) -> Self {
        Self { status: 401, ..Self::new("invalid_client", description) }
    }

    /// What a fault answers with, where it answers with an error.
    pub(crate) fn of_fault(what: &What) -> Option<Self> {
        let (status, error) = match what {
            What::Status(status, reason) | What::AppliedThen(status, reason) => {
                (*status, &**reason)
            }
            What::RateLimited => (429, "rate_limit_exceeded"),
            _ => return None,
        };
        Some(Self { status, ..Self::new(error, "An error on purpose.") })
    }

    pub(crate) fn answer(&self) -> Answer {
        let Self { status, error, description } = self;
        let body = json!({"error": error, "error_description": description});
        let answer = Answer::json(*status, &body);
        if *status == 401 { answer.with(header::WWW_AUTHENTICATE, "Basic") } else { answer }
    }
}
