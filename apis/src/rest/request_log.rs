//! A line a request, and the name by which it is found again.

use std::{fmt, time::Instant};

use actix_web::{
    Error, HttpMessage,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::{
        Method,
        header::{HeaderName, HeaderValue},
    },
    middleware::Next,
    web,
};
use tracing::Instrument;

use super::Api;

const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// The name of a request, in the log and in the answer's `x-request-id`; among the request's
/// extensions.
#[derive(Debug, Clone)]
pub struct RequestId(String);

impl RequestId {
    /// The one that the request brought, where it is a harmless name, else one by chance.
    fn of(request: &ServiceRequest) -> Self {
        let given = request.headers().get(HEADER).and_then(|given| given.to_str().ok());
        let is_name = |name: &&str| {
            let harmless = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
            (8..=64).contains(&name.len()) && name.bytes().all(harmless)
        };
        match given.filter(is_name) {
            Some(given) => Self(given.to_owned()),
            // Without chance the name is a poor one; the request is served all the same.
            None => Self(format!("{:016x}", getrandom::u64().unwrap_or_default())),
        }
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A method by its name; those that nobody has heard of are one, so that they cannot fill the log
/// and the counters.
fn known(method: &Method) -> &'static str {
    let methods = [
        (Method::GET, "GET"),
        (Method::HEAD, "HEAD"),
        (Method::POST, "POST"),
        (Method::PUT, "PUT"),
        (Method::DELETE, "DELETE"),
        (Method::OPTIONS, "OPTIONS"),
    ];
    methods.into_iter().find(|(known, _)| known == method).map_or("other", |(_, name)| name)
}

/// Logs each request when it is answered, counts it, and gives it a name. Of the address only the
/// path is logged: a query is nobody's business.
///
/// # Errors
/// Those of the answer.
pub async fn log_requests(
    api: web::Data<Api>,
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let begun = Instant::now();
    let id = RequestId::of(&request);
    let (method, path) = (known(request.method()), request.path().to_owned());
    let span = tracing::info_span!("request", %id);
    request.extensions_mut().insert(id.clone());
    let answered = next.call(request).instrument(span.clone()).await;
    let took = begun.elapsed();
    let (status, route) = match &answered {
        Ok(answer) => (answer.status(), answer.request().match_pattern()),
        Err(error) => (error.as_response_error().status_code(), None),
    };
    let route = route.unwrap_or_else(|| "unmatched".to_owned());
    api.metrics.answered(method, &route, status.as_u16(), took);
    let milliseconds = took.as_micros() as f64 / 1000.0;
    let status = status.as_u16();
    span.in_scope(|| tracing::info!(method, path, status, milliseconds, "answered"));
    let mut answer = answered?;
    if let Ok(value) = HeaderValue::from_str(&id.0) {
        answer.headers_mut().insert(HEADER, value);
    }
    Ok(answer)
}
