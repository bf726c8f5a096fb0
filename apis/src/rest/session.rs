//! A visitor's session: who it is, and that it comes from the site's own pages.

use actix_web::{
    FromRequest, HttpMessage, HttpRequest, HttpResponse,
    dev::Payload,
    http::{StatusCode, header},
    web,
};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Api, Problem, at};
use crate::session::{SessionError, SessionId};

/// The session that a request belongs to. Whoever keeps the cookie puts it into the request.
#[derive(Debug, Clone)]
pub struct Visitor {
    /// The session.
    pub id: SessionId,
    /// Whether the request brought it along; else it begins with the answer.
    pub is_known: bool,
}

impl FromRequest for Visitor {
    type Error = Problem;
    type Future = std::future::Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let visitor = request.extensions().get::<Self>().cloned();
        std::future::ready(visitor.ok_or_else(no_session))
    }
}

/// A visitor who asks for a change, from a page of the site.
#[derive(Debug, Clone)]
pub struct SameOrigin(pub Visitor);

impl FromRequest for SameOrigin {
    type Error = Problem;
    type Future = std::future::Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let api = request.app_data::<web::Data<Api>>();
        let origin = request.headers().get(header::ORIGIN).and_then(|origin| origin.to_str().ok());
        let is_own =
            api.is_some_and(|api| origin.is_some_and(|origin| api.public_url.is_origin(origin)));
        if !is_own {
            let at = api.map(|api| api.public_url.to_string()).unwrap_or_default();
            let detail =
                format!("a change needs the header `Origin: {at}`, as the site's pages send it");
            let title = "The call does not come from the site";
            let problem = Problem::new(StatusCode::FORBIDDEN, "cross-origin", title, detail);
            return std::future::ready(Err(problem));
        }
        let visitor = Visitor::from_request(request, payload).into_inner();
        std::future::ready(match visitor {
            Ok(visitor) if visitor.is_known => Ok(Self(visitor)),
            _ => Err(no_session()),
        })
    }
}

fn no_session() -> Problem {
    let detail = "your session has ended: load the page again and try once more (a program gets \
                  the session's cookie by GET /api/v1/session)";
    Problem::new(StatusCode::FORBIDDEN, "no-session", "There is no session", detail)
}

/// A visitor's session.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"signed_in": false, "channel": null,
    "units": {"left": 10000, "resets_at": "2026-11-02T08:00:00Z"}}))]
struct Session {
    /// Whether a YouTube account is connected.
    signed_in: bool,
    /// The account's channel.
    channel: Option<String>,
    units: Units,
}

/// What may be asked of YouTube today: by this user, else by all visitors together.
#[derive(Debug, Serialize, ToSchema)]
struct Units {
    /// Units that are left.
    left: u64,
    /// When there are all of them again: midnight in California.
    #[schema(value_type = String, format = DateTime)]
    resets_at: Timestamp,
}

pub(super) fn configure(config: &mut web::ServiceConfig) {
    let session = at("/session").route(web::get().to(show)).route(web::delete().to(forget));
    config.service(session);
}

/// Who is asked as, and what may still be asked of YouTube today.
#[utoipa::path(get, path = "/api/v1/session", tag = "session", responses(
    (status = 200, description = "The session, which begins with this call if there is none", body = Session),
    (status = 503, description = "The sessions cannot be read", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn show(visitor: Visitor, api: web::Data<Api>) -> Result<HttpResponse, Problem> {
    let shared = api.clone();
    let session = api.work(move || read(&shared, &visitor.id)).await?;
    Ok(HttpResponse::Ok().insert_header(PRIVATE).json(session))
}

fn read(api: &Api, session: &SessionId) -> Result<Session, Problem> {
    let account = match &api.playlists {
        Some(playlists) => playlists.account(session)?,
        None => None,
    };
    let left = api.ledger.left(account.as_ref().map(|account| &*account.user));
    let left = left.map_err(SessionError::from)?;
    let units = if account.is_some() { left.user } else { left.all };
    Ok(Session {
        signed_in: account.is_some(),
        channel: account.map(|account| account.channel),
        units: Units { left: units, resets_at: left.resets_at },
    })
}

/// Ends the session: its basket is forgotten, and a sign-in is given back to Google.
#[utoipa::path(delete, path = "/api/v1/session", tag = "session", responses(
    (status = 204, description = "Forgotten"),
    (status = 403, description = "Not from the site's own pages, or without its cookie", body = Problem, content_type = "application/problem+json"),
    (status = 503, description = "The sessions cannot be changed", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn forget(
    visitor: SameOrigin,
    api: web::Data<Api>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let SameOrigin(Visitor { id, .. }) = visitor;
    let shared = api.clone();
    api.work(move || shared.forget(&id)).await?;
    request.extensions_mut().insert(Forgotten);
    Ok(HttpResponse::NoContent().insert_header(PRIVATE).finish())
}

/// Put into a request whose session has ended: its cookie is to go.
#[derive(Debug, Clone, Copy)]
pub struct Forgotten;

/// Put into a request whose session goes on under another id: its cookie is to have that one.
#[derive(Debug, Clone)]
pub struct Renewed(pub SessionId);

/// What belongs to a visitor is kept by nobody else.
pub(super) const PRIVATE: (header::HeaderName, &str) = (header::CACHE_CONTROL, "private, no-store");

impl Api {
    /// Ends a session: its basket is forgotten, and a sign-in is given back to Google.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn forget(&self, session: &SessionId) -> Result<(), Problem> {
        match &self.playlists {
            Some(playlists) => Ok(playlists.accounts.sign_out(session)?),
            None => Ok(self.sessions.forget(session)?),
        }
    }
}
