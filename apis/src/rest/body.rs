//! What a request brings along, read within the limits of size and time.

use actix_web::{
    FromRequest, HttpRequest,
    dev::Payload,
    http::StatusCode,
    rt::time::timeout,
    web::{Bytes, Data},
};
use futures_util::future::LocalBoxFuture;
use serde::de::DeserializeOwned;

use super::{Api, Limits, Problem};

/// The body of a request, all of it.
///
/// One that is too long is refused with 413, one that does not come within the time of a request
/// with 408, and one that is cut with 400.
#[derive(Debug, Clone)]
pub struct Body(Bytes);

impl FromRequest for Body {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let limits = request.app_data::<Data<Api>>().map_or_else(Limits::default, |api| api.limits);
        let read = Bytes::from_request(request, payload);
        Box::pin(async move {
            match timeout(limits.time, read).await {
                Ok(Ok(body)) => Ok(Self(body)),
                Ok(Err(error)) => Err(unread(&error, limits.body)),
                Err(_) => Err(late(limits)),
            }
        })
    }
}

impl Body {
    /// Reads it as JSON.
    ///
    /// # Errors
    /// 400, with what is wrong with it and an `example` of what is right.
    pub fn json<T: DeserializeOwned>(&self, example: &str) -> Result<T, Problem> {
        serde_json::from_slice(&self.0).map_err(|error| {
            Problem::new(
                StatusCode::BAD_REQUEST,
                "invalid-body",
                "The body is not understood",
                format!("{error}: write {example}"),
            )
        })
    }

    /// Reads it as the fields of a form, in their order.
    ///
    /// # Errors
    /// 400, when it is none.
    pub fn form(&self) -> Result<Vec<(String, String)>, Problem> {
        serde_urlencoded::from_bytes(&self.0).map_err(|error| {
            let title = "The form cannot be read";
            Problem::new(StatusCode::BAD_REQUEST, "invalid-body", title, error.to_string())
        })
    }
}

fn unread(error: &actix_web::Error, most: usize) -> Problem {
    let title = "The body cannot be read";
    match error.as_response_error().status_code() {
        status @ StatusCode::PAYLOAD_TOO_LARGE => {
            let detail = format!("it is longer than {most} bytes");
            Problem::new(status, "body-too-large", title, detail)
        }
        _ => Problem::new(StatusCode::BAD_REQUEST, "invalid-body", title, error.to_string()),
    }
}

fn late(limits: Limits) -> Problem {
    let detail = format!("it did not come within {} s: send it again", limits.time.as_secs());
    let title = "The body comes too slowly";
    Problem::new(StatusCode::REQUEST_TIMEOUT, "too-slow", title, detail)
}
