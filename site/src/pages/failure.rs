//! What is shown where a page cannot be.

use actix_web::{HttpRequest, HttpResponse};
use apis::rest::Problem;

use super::visit::{page, rendered};
use crate::view::{error::ErrorPage, layout::Layout};

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
    let layout = Layout { title: problem.title().to_owned(), here, ..Layout::default() };
    let shown = ErrorPage {
        layout,
        status: problem.status().as_u16(),
        title: problem.title().to_owned(),
        detail: problem.detail().to_owned(),
        id,
    };
    match rendered(&shown) {
        Ok(html) => page(problem.status(), html),
        Err(error) => error.response(),
    }
}
