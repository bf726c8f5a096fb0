//! Problems as pages, with a way out.

use actix_web::{
    Error, HttpMessage,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::header,
    middleware::Next,
};
use apis::rest::{Problem, RequestId};

use crate::pages;

/// Makes a page of a problem where somebody looks at it.
///
/// # Errors
/// Those of the answer.
pub(crate) async fn as_pages(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody + 'static>, Error> {
    let is_page = is_page(&request);
    // Only what has changed nothing is tried again by a link.
    let here = request.uri().path_and_query().filter(|_| request.method().is_safe());
    let here = here.map(ToString::to_string).unwrap_or_default();
    // What Google has sent along is used up, and nobody else's business.
    let is_return = request.path() == pages::CALLBACK;
    let here = if is_return { pages::SIGN_IN.to_owned() } else { here };
    let id = request.extensions().get::<RequestId>().map(ToString::to_string).unwrap_or_default();
    let answer = next.call(request).await?;
    let problem = answer.response().extensions().get::<Problem>().cloned();
    let Some(problem) = problem.filter(|_| is_page) else {
        return Ok(answer.map_into_left_body());
    };
    let mut page = pages::problem(&problem, here, id);
    let again = answer.headers().get(header::RETRY_AFTER).cloned();
    if let Some(again) = again {
        page.headers_mut().insert(header::RETRY_AFTER, again);
    }
    for cookie in answer.headers().get_all(header::SET_COOKIE) {
        page.headers_mut().append(header::SET_COOKIE, cookie.clone());
    }
    let (request, _) = answer.into_parts();
    Ok(ServiceResponse::new(request, page).map_into_right_body())
}

/// Scripts ask for JSON by name, browsers for HTML; programs ask the API.
fn is_page(request: &ServiceRequest) -> bool {
    let path = request.path();
    let is_for_programs = path.starts_with("/api/")
        || matches!(path, "/healthz" | "/readyz" | "/metrics" | "/openapi.json");
    let accept = request.headers().get(header::ACCEPT).and_then(|accept| accept.to_str().ok());
    !is_for_programs && !accept.is_some_and(|accept| accept.starts_with("application/json"))
}
