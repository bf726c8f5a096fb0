//! What is shown where a page cannot be.

use actix_web::{HttpRequest, HttpResponse};
use apis::rest::Problem;

use super::{
    account::CALLBACK,
    visit::{page, private, rendered},
};
use crate::view::{
    error::ErrorPage,
    layout::{Layout, SIGN_IN},
};

/// There is nothing at an address.
pub(crate) async fn nothing_here(request: HttpRequest) -> HttpResponse {
    let path = request.path();
    // Programs are told where the calls are.
    if path.starts_with("/api/") {
        return Problem::no_route(path).response();
    }
    Problem::not_found(format!("there is no page at {path}")).response()
}

/// A problem as a page with a way out, which may be to try `here` again; `id` is the request's.
pub(crate) fn problem(problem: &Problem, here: String, id: String) -> HttpResponse {
    // What Google sends back counts once: trying again is signing in again.
    let is_callback = here.split('?').next() == Some(CALLBACK);
    let here = if is_callback { SIGN_IN.to_owned() } else { here };
    let layout = Layout { title: problem.title().to_owned(), here, ..Layout::default() };
    let sign_in = match problem.code() {
        "not-signed-in" | "sign-in-again" => Some(layout.sign_in_url()),
        "foreign-answer" | "access-denied" | "permission-missing" => Some(SIGN_IN.to_owned()),
        _ => None,
    };
    let detail = match problem.code() {
        // A program is told an address; here there is a button.
        "not-signed-in" => "Your playlists are shown to nobody but you.",
        _ => problem.detail(),
    };
    let shown = ErrorPage {
        layout,
        status: problem.status().as_u16(),
        title: problem.title().to_owned(),
        detail: detail.to_owned(),
        id,
        sign_in,
    };
    match rendered(&shown) {
        Ok(html) => private(page(problem.status(), html)),
        Err(error) => error.response(),
    }
}
