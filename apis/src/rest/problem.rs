//! What goes wrong, as `application/problem+json` (RFC 9457).

use std::{fmt, time::Duration};

use actix_web::{
    HttpResponse, ResponseError,
    http::{StatusCode, header},
};
use serde::Serialize;
use storage::generations;
use utoipa::ToSchema;

use crate::{
    account::AccountError,
    catalogue::{CatalogueError, Unavailable},
    jobs::JobError,
    playlist::InvalidOptions,
    query::QueryError,
    session::SessionError,
    youtube::Failure,
};

/// An error as a client of the API sees it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(transparent)]
pub struct Problem(Box<Details>);

/// What is told of a problem.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct Details {
    /// The HTTP status.
    #[schema(example = 400)]
    status: u16,
    /// What kind of problem it is, for programs; it does not change.
    #[schema(value_type = String, example = "unknown-field")]
    code: &'static str,
    /// The same for people.
    #[schema(value_type = String, example = "The query is not understood")]
    title: &'static str,
    /// What happened, where, and what to do about it.
    detail: String,
    /// The parameter that is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    parameter: Option<&'static str>,
    /// Where in the query it is: the first character is 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
    /// How many characters of the query are wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    length: Option<usize>,
    /// What should stand there.
    #[serde(skip_serializing_if = "Option::is_none")]
    expected: Option<String>,
    /// What was perhaps meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    suggestion: Option<String>,
    /// Seconds after which to try again.
    #[serde(skip)]
    retry_after: Option<u64>,
}

impl Problem {
    /// A problem of a kind.
    #[must_use]
    pub fn new(
        status: StatusCode,
        code: &'static str,
        title: &'static str,
        detail: impl Into<String>,
    ) -> Self {
        Self(Box::new(Details {
            status: status.as_u16(),
            code,
            title,
            detail: detail.into(),
            parameter: None,
            column: None,
            length: None,
            expected: None,
            suggestion: None,
            retry_after: None,
        }))
    }

    /// A parameter has a value that it cannot have.
    #[must_use]
    pub fn parameter(name: &'static str, detail: impl Into<String>) -> Self {
        let title = "A parameter has a value that it cannot have";
        let mut problem = Self::new(StatusCode::BAD_REQUEST, "invalid-parameter", title, detail);
        problem.0.parameter = Some(name);
        problem
    }

    /// What was asked for is not there.
    #[must_use]
    pub fn not_found(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not-found", "There is no such thing", detail)
    }

    /// Nothing is at an address.
    #[must_use]
    pub fn no_route(path: &str) -> Self {
        let detail = format!("nothing is at {path}; /docs lists what there is");
        Self::new(StatusCode::NOT_FOUND, "no-such-route", "There is no such address", detail)
    }

    pub(super) fn wrong_method() -> Self {
        Self::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "method-not-allowed",
            "This address does not take this method",
            "/docs lists what it takes",
        )
    }

    /// The server has too much to do, or what it needs is away.
    #[must_use]
    pub fn unavailable(code: &'static str, detail: impl Into<String>, again: Duration) -> Self {
        let title = "The answer cannot be given now";
        let problem = Self::new(StatusCode::SERVICE_UNAVAILABLE, code, title, detail);
        problem.again_in(again)
    }

    /// The same, to be tried again after a while.
    #[must_use]
    pub fn again_in(mut self, wait: Duration) -> Self {
        self.0.retry_after = Some(wait.as_secs_f64().ceil().max(1.0) as u64);
        self
    }

    /// What no client can help: told in the log.
    pub fn internal(error: &dyn fmt::Display) -> Self {
        // What it says of paths and servers is for the log, not for everybody.
        tracing::error!(%error, "an answer has failed");
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "internal",
            "The server has made a mistake",
            "it is in the server's log, under the request's id (header x-request-id)",
        )
    }

    fn documents_away(error: &dyn fmt::Display) -> Self {
        tracing::error!(%error, "the documents cannot be read");
        let detail = "the documents cannot be read at the moment: try again in a minute";
        Self::unavailable("documents-away", detail, BACK_SOON)
    }

    fn index_away(error: &dyn fmt::Display) -> Self {
        tracing::error!(%error, "the index cannot be read");
        let detail = "the index cannot be read at the moment: try again in a minute";
        Self::unavailable("index-away", detail, BACK_SOON)
    }

    /// What kind of problem it is.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.0.code
    }

    /// What kind of problem it is, for people.
    #[must_use]
    pub fn title(&self) -> &'static str {
        self.0.title
    }

    /// What happened, where, and what to do about it.
    #[must_use]
    pub fn detail(&self) -> &str {
        &self.0.detail
    }

    /// The parameter that is wrong; `None` where it is something else.
    #[must_use]
    pub fn of_parameter(&self) -> Option<&'static str> {
        self.0.parameter
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.0.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// The problem as an answer, which has the problem itself among its extensions.
    #[must_use]
    pub fn response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status());
        if let Some(seconds) = self.0.retry_after {
            response.insert_header((header::RETRY_AFTER, seconds.to_string()));
        }
        let mut response = response
            .content_type("application/problem+json")
            .insert_header((header::CACHE_CONTROL, "no-store"))
            .json(self);
        // For whoever makes a page of it.
        response.extensions_mut().insert(self.clone());
        response
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.0.title, self.0.detail)
    }
}

impl std::error::Error for Problem {}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.status()
    }

    fn error_response(&self) -> HttpResponse {
        self.response()
    }
}

impl From<QueryError> for Problem {
    fn from(error: QueryError) -> Self {
        let title = "The query is not understood";
        let mut problem =
            Self::new(StatusCode::BAD_REQUEST, error.code.as_str(), title, error.to_string());
        let details = &mut *problem.0;
        details.parameter = Some("q");
        details.column = Some(error.column);
        details.length = Some(error.length);
        details.expected = Some(error.expected);
        details.suggestion = error.suggestion;
        problem
    }
}

impl From<InvalidOptions> for Problem {
    fn from(error: InvalidOptions) -> Self {
        let name = match error {
            InvalidOptions::LimitTooHigh { .. } => "limit",
            InvalidOptions::Zero { option } => option,
            InvalidOptions::LengthsCross { .. } => "min_length",
        };
        Self::parameter(name, error.to_string())
    }
}

/// How long a server that is away may take to come back, as told to clients.
const BACK_SOON: Duration = Duration::from_secs(5);

impl From<Unavailable> for Problem {
    fn from(error: Unavailable) -> Self {
        // What it says of paths and servers is in the log already, and not for everybody.
        let detail = match error {
            Unavailable::NothingLoaded => error.to_string(),
            Unavailable::Trouble(_) => {
                "the catalogue cannot be read at the moment: try again in a minute".to_owned()
            }
        };
        Self::unavailable("not-ready", detail, BACK_SOON)
    }
}

impl From<CatalogueError> for Problem {
    fn from(error: CatalogueError) -> Self {
        match error {
            CatalogueError::Query(error) => error.into(),
            CatalogueError::Cursor(error) => {
                let mut problem = Self::parameter("cursor", error.to_string());
                problem.0.code = "invalid-cursor";
                problem
            }
            CatalogueError::Limit(error) => Self::parameter("limit", error.to_string()),
            CatalogueError::Unavailable(error) => error.into(),
            CatalogueError::Gone(error) => {
                let title = "The list has gone with its generation";
                Self::new(StatusCode::GONE, "generation-gone", title, error.to_string())
            }
            CatalogueError::Generations(generations::Error::NothingLoaded) => {
                Self::unavailable("not-ready", "no dump is loaded yet", BACK_SOON)
            }
            CatalogueError::Documents(error) => Self::documents_away(&error),
            CatalogueError::Redis(error) => Self::index_away(&error),
            CatalogueError::Generations(error) => match error {
                generations::Error::Redis(_) | generations::Error::NoIndex { .. } => {
                    Self::index_away(&error)
                }
                error => Self::documents_away(&error),
            },
            error => Self::internal(&error),
        }
    }
}

impl From<SessionError> for Problem {
    fn from(error: SessionError) -> Self {
        match error {
            SessionError::Basket(error) => {
                let title = "The basket cannot be changed so";
                Self::new(StatusCode::BAD_REQUEST, "invalid-basket", title, error.to_string())
            }
            SessionError::Away(ref reason) => {
                tracing::warn!(%reason, "the sessions cannot be reached");
                Self::unavailable("sessions-away", error.to_string(), BACK_SOON)
            }
        }
    }
}

impl From<AccountError> for Problem {
    fn from(error: AccountError) -> Self {
        let told = error.to_string();
        let bad = |code| Self::new(StatusCode::BAD_REQUEST, code, "The sign-in has failed", &*told);
        match error {
            AccountError::Foreign => bad("foreign-answer"),
            AccountError::Denied => bad("access-denied"),
            AccountError::NoScope => bad("permission-missing"),
            AccountError::NoChannel => bad("no-channel"),
            AccountError::SignInAgain => {
                let title = "The sign-in has ended";
                Self::new(StatusCode::UNAUTHORIZED, "sign-in-again", title, told)
            }
            AccountError::Away(error) => SessionError::Away(error).into(),
            AccountError::Google(error) => {
                tracing::warn!(%error, "Google's sign-in does not work");
                Self::unavailable("google-away", told, BACK_SOON)
            }
            AccountError::YouTube(Failure::UsedUp { resets_at }) => {
                let detail = format!("{told}: there are more after midnight in California");
                let wait = resets_at.duration_since(jiff::Timestamp::now());
                let wait = Duration::try_from(wait).unwrap_or(BACK_SOON);
                Self::unavailable("units-used-up", detail, wait)
            }
            AccountError::YouTube(error) => {
                tracing::warn!(%error, "YouTube does not answer as it should");
                Self::unavailable("youtube-away", told, BACK_SOON)
            }
        }
    }
}

impl From<JobError> for Problem {
    fn from(error: JobError) -> Self {
        let told = error.to_string();
        match error {
            JobError::Unknown => Self::not_found(told),
            JobError::Empty => {
                let title = "There is nothing to make a playlist of";
                Self::new(StatusCode::BAD_REQUEST, "no-videos", title, told)
            }
            JobError::Title => Self::parameter("title", told),
            JobError::Description => Self::parameter("description", told),
            JobError::Playlist => Self::parameter("playlist", told),
            JobError::TooMany { .. } => {
                let title = "Too many playlists are being made";
                Self::new(StatusCode::CONFLICT, "too-many-playlists", title, told)
            }
            JobError::OtherRequest => {
                let title = "The key is another request's";
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "idempotency-key-reused", title, told)
            }
            JobError::Account(error) => error.into(),
            JobError::Catalogue(error) => error.into(),
            JobError::Away(error) => {
                tracing::warn!(%error, "the playlist jobs cannot be reached");
                Self::unavailable("sessions-away", told, BACK_SOON)
            }
        }
    }
}
