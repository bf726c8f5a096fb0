//! Signing in at Google and out again, and being forgotten.

use actix_web::{HttpMessage, HttpRequest, HttpResponse, Route, web};
use apis::{
    account::{AccountError, Answer, Returned},
    rest::{Api, Body, Forgotten, Parameters, Problem, Renewed, SameOrigin, Visitor},
    session::SessionId,
};
use serde::Deserialize;

use super::{
    SIGN_IN,
    form::{check_token, is_local},
    visit::{go, private},
};

/// Where Google leads a visitor back to.
pub(crate) const CALLBACK: &str = "/oauth2callback";

/// Where signing in leads to unless it was begun on a page.
const USUAL: &str = "/basket";

pub(super) fn configure(config: &mut web::ServiceConfig) {
    config
        .route(SIGN_IN, web::get().to(begin))
        .route(CALLBACK, web::get().to(complete))
        .route("/deauthorise", leaving(Api::forget, "/"))
        .route("/erase", leaving(erase_all, "/privacy?erased=1"))
        .route("/forget", leaving(Api::forget, "/"));
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Begin {
    back: Option<String>,
}

/// Leads to Google's consent page.
async fn begin(
    visitor: Visitor,
    begin: Parameters<Begin>,
    api: web::Data<Api>,
) -> Result<HttpResponse, Problem> {
    let Parameters(Begin { back }) = begin;
    let back = back.filter(|back| is_local(back) && !leads_in_circles(back));
    let back = back.unwrap_or_else(|| USUAL.to_owned());
    let shared = api.clone();
    let begin = move || Ok(shared.playlists()?.accounts.begin(&visitor.id, &back)?);
    Ok(private(go(&api.work(begin).await?)))
}

/// Whether signing in would lead to signing in.
fn leads_in_circles(path: &str) -> bool {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    [SIGN_IN, CALLBACK].contains(&path)
}

/// What Google sends back. There may be more.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Sent {
    code: Option<String>,
    state: Option<String>,
    iss: Option<String>,
    error: Option<String>,
}

/// Takes what Google says of a visitor, who goes on under another session.
async fn complete(
    visitor: Visitor,
    request: HttpRequest,
    api: web::Data<Api>,
) -> Result<HttpResponse, Problem> {
    // What cannot be read is no answer of Google's, and is not told back.
    let sent = web::Query::<Sent>::from_query(request.query_string());
    let Sent { code, state, iss, error } = sent.map(web::Query::into_inner).unwrap_or_default();
    if !visitor.is_known {
        return Err(AccountError::Foreign.into());
    }
    let shared = api.clone();
    let returned = api
        .work(move || {
            let playlists = shared.playlists()?;
            let answer = Answer { code, state, iss, error };
            let returned = playlists.accounts.complete(&visitor.id, &answer)?;
            if let Returned::In { user, .. } = &returned
                && let Err(error) = playlists.jobs.wake(user)
            {
                // The visitor is in all the same, and can retry each of them.
                tracing::warn!(%error, "jobs that wait for a sign-in could not be woken");
            }
            Ok(returned)
        })
        .await?;
    Ok(private(match returned {
        Returned::Again(url) => go(&url),
        Returned::In { session, back, .. } => {
            request.extensions_mut().insert(Renewed(session));
            go(&back)
        }
    }))
}

/// What ends a session.
type End = fn(&Api, &SessionId) -> Result<(), Problem>;

/// A form that ends a session, as `end` does it, and leads to a page.
fn leaving(end: End, to: &'static str) -> Route {
    web::post().to(move |visitor: SameOrigin, body: Body, request, api| async move {
        leave(visitor.0.id, body, request, api, (end, to)).await
    })
}

async fn leave(
    id: SessionId,
    body: Body,
    request: HttpRequest,
    api: web::Data<Api>,
    (end, to): (End, &'static str),
) -> Result<HttpResponse, Problem> {
    check_token(&body.form()?, &id)?;
    let shared = api.clone();
    api.work(move || end(&shared, &id)).await?;
    request.extensions_mut().insert(Forgotten);
    Ok(private(go(to)))
}

/// Forgets the session and all that is kept of who is signed in.
fn erase_all(api: &Api, session: &SessionId) -> Result<(), Problem> {
    match api.playlists() {
        Ok(playlists) => Ok(playlists.erase(session)?),
        Err(_) => api.forget(session),
    }
}

#[cfg(test)]
mod tests {
    use super::leads_in_circles;

    #[test]
    fn signing_in_does_not_lead_to_signing_in() {
        assert!(leads_in_circles("/authorise?back=/") && leads_in_circles("/oauth2callback"));
        assert!(!leads_in_circles("/?q=/authorise") && !leads_in_circles("/playlists"));
    }
}
