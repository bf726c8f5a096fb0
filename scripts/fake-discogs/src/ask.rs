//! A request, as far as it is looked at.

use actix_web::{
    HttpRequest,
    http::{Method, header},
};

use crate::{address::Address, layout::Layout};

#[derive(Debug, Clone)]
pub(crate) struct Ask {
    pub(crate) method: Method,
    /// Path and query, as they came.
    pub(crate) target: String,
    pub(crate) address: Address,
    pub(crate) range: Option<String>,
    pub(crate) if_range: Option<String>,
    pub(crate) if_none_match: Option<String>,
    pub(crate) user_agent: Option<String>,
}

impl Ask {
    pub(crate) fn of(request: &HttpRequest) -> Self {
        let header = |name: header::HeaderName| {
            let value = request.headers().get(name)?;
            Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
        };
        Self {
            method: request.method().clone(),
            target: request.uri().to_string(),
            address: Address::parse(request.path(), request.query_string()),
            range: header(header::RANGE),
            if_range: header(header::IF_RANGE),
            if_none_match: header(header::IF_NONE_MATCH),
            user_agent: header(header::USER_AGENT),
        }
    }

    pub(crate) fn is_get(&self) -> bool {
        self.method == Method::GET
    }

    /// Whether it is asked for a head in a layout that does not tell lengths there.
    pub(crate) fn hides_length(&self) -> bool {
        self.method == Method::HEAD && self.address.layout == Layout::Query
    }

    /// Whether the client has what is there already.
    pub(crate) fn has(&self, etag: &str) -> bool {
        let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
        self.if_none_match.as_deref().is_some_and(|tags| {
            tags.trim() == "*" || tags.split(',').any(|tag| opaque(tag) == opaque(etag))
        })
    }
}
