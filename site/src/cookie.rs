//! The session's cookie.
//!
//! It holds a name by chance and nothing else; what belongs to the session is on the server. It is
//! given with pages and with the calls about the session, so that public answers can be kept by
//! caches.

use actix_web::{
    Error, HttpMessage,
    body::MessageBody,
    cookie::{Cookie, SameSite, time::Duration},
    dev::{ServiceRequest, ServiceResponse},
    http::header::{self, HeaderValue},
    middleware::Next,
    web,
};
use apis::{
    rest::{Api, Forgotten, PublicUrl, Renewed, Visitor},
    session::{IDLE_LIFE, SessionId},
};

/// Whether an address has to do with the session.
fn has_session(path: &str) -> bool {
    match path.strip_prefix("/api/v1/") {
        Some(rest) => matches!(rest.split('/').next(), Some("session" | "basket" | "playlists")),
        None => {
            !path.starts_with("/assets/")
                && !path.starts_with("/docs")
                && !matches!(
                    path,
                    "/healthz"
                        | "/readyz"
                        | "/metrics"
                        | "/openapi.json"
                        | "/robots.txt"
                        | "/favicon.ico"
                )
        }
    }
}

/// Tells the handlers whose session it is and gives the cookie, anew with each page so that it
/// lives as long as the session.
///
/// # Errors
/// Those of the answer.
pub(crate) async fn keep_session(
    api: web::Data<Api>,
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    if !has_session(request.path()) {
        return next.call(request).await;
    }
    let name = name(&api.public_url);
    let known = request.cookie(name).and_then(|cookie| cookie.value().parse::<SessionId>().ok());
    let visitor = match known {
        Some(id) => Visitor { id, is_known: true },
        None => Visitor { id: SessionId::random(), is_known: false },
    };
    let id = visitor.id.clone();
    request.extensions_mut().insert(visitor);
    let mut answer = next.call(request).await?;
    // What anybody may keep is nobody's.
    let caching = answer.headers().get(header::CACHE_CONTROL);
    if caching.is_some_and(|caching| caching.as_bytes().starts_with(b"public")) {
        return Ok(answer);
    }
    let is_over = answer.request().extensions().get::<Forgotten>().is_some();
    let renewed = answer.request().extensions().get::<Renewed>().cloned();
    let id = renewed.map_or(id, |Renewed(id)| id);
    let cookie = cookie(name, &id, is_over, &api.public_url);
    if let Ok(value) = HeaderValue::from_str(&cookie.to_string()) {
        answer.headers_mut().append(header::SET_COOKIE, value);
    }
    // A cookie is for one visitor, whatever it comes with.
    if !answer.headers().contains_key(header::CACHE_CONTROL) {
        let nobody = HeaderValue::from_static("private, no-store");
        answer.headers_mut().insert(header::CACHE_CONTROL, nobody);
    }
    Ok(answer)
}

/// Over TLS browsers keep a name with this prefix from other hosts and other paths.
fn name(site: &PublicUrl) -> &'static str {
    if site.is_secure() { "__Host-dataget" } else { "dataget" }
}

fn cookie<'a>(name: &'a str, id: &SessionId, is_over: bool, site: &PublicUrl) -> Cookie<'a> {
    let value = if is_over { String::new() } else { id.to_string() };
    let life = if is_over { 0 } else { i64::try_from(IDLE_LIFE.as_secs()).unwrap_or(i64::MAX) };
    Cookie::build(name, value)
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(site.is_secure())
        .max_age(Duration::seconds(life))
        .finish()
}
