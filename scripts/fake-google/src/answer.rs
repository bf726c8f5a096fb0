//! An answer before it is sent, so that it can be cut, delayed or replaced by another.

use actix_web::{
    HttpResponse,
    http::{StatusCode, header},
};
use serde_json::Value;

/// A status, its headers and the whole body.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(header::HeaderName, String)>,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn json(status: u16, body: &Value) -> Self {
        let body = format!("{body:#}\n");
        let headers = vec![
            (header::CONTENT_TYPE, "application/json; charset=UTF-8".to_owned()),
            (header::CACHE_CONTROL, "no-cache, no-store, max-age=0, must-revalidate".to_owned()),
        ];
        Self { status, headers, body }
    }

    pub(crate) fn page(status: u16, body: String) -> Self {
        let headers = vec![
            (header::CONTENT_TYPE, "text/html; charset=utf-8".to_owned()),
            (header::CACHE_CONTROL, "no-store".to_owned()),
            // Nobody is to click on "Continue" without seeing it.
            (header::X_FRAME_OPTIONS, "DENY".to_owned()),
        ];
        Self { status, headers, body }
    }

    /// Leads the browser elsewhere.
    pub(crate) fn redirect(location: String) -> Self {
        let headers =
            vec![(header::LOCATION, location), (header::CACHE_CONTROL, "no-store".to_owned())];
        Self { status: 302, headers, body: String::new() }
    }

    pub(crate) fn with(mut self, name: header::HeaderName, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    pub(crate) fn is_success(&self) -> bool {
        self.status < 400
    }

    pub(crate) fn into_response(self) -> HttpResponse {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::IM_A_TEAPOT);
        let mut response = HttpResponse::build(status);
        for header in self.headers {
            response.append_header(header);
        }
        response.body(self.body)
    }
}
