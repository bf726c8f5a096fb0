//! What browsers are told to refuse.

use actix_web::{
    Error,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::header::{self, HeaderMap, HeaderName, HeaderValue},
    middleware::Next,
    web,
};
use apis::rest::Api;

/// Scripts and styles come from here; from elsewhere come the player and its pictures only.
const PAGES: &str = "default-src 'none'; script-src 'self' https://www.youtube.com/iframe_api \
                     https://www.youtube.com/s/player/; \
                     style-src 'self'; img-src 'self' data: https://i.ytimg.com; \
                     font-src 'self'; connect-src 'self'; manifest-src 'self'; \
                     frame-src https://www.youtube-nocookie.com https://www.youtube.com; \
                     form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The page of the API's description brings styles along in its markup.
const DOCS: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
                    img-src 'self' data:; connect-src 'self'; form-action 'none'; base-uri 'none'; \
                    frame-ancestors 'none'";

const PERMISSIONS: &str = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";

/// Over TLS, a browser comes by TLS only for half a year.
const TLS_ONLY: &str = "max-age=15768000";

/// Adds the headers that keep a page what it is.
///
/// # Errors
/// Those of the answer.
pub(crate) async fn protect(
    api: web::Data<Api>,
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let policy = if request.path().starts_with("/docs/") { DOCS } else { PAGES };
    let mut answer = next.call(request).await?;
    let headers = answer.headers_mut();
    set(headers, header::CONTENT_SECURITY_POLICY, policy);
    if api.public_url.is_secure() {
        set(headers, header::STRICT_TRANSPORT_SECURITY, TLS_ONLY);
    }
    set(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(headers, header::X_FRAME_OPTIONS, "DENY");
    // The player refuses to play where it is not told who asks.
    set(headers, header::REFERRER_POLICY, "strict-origin-when-cross-origin");
    set(headers, HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    // Whoever reads the API from a page of his own asks by CORS, which this leaves alone.
    set(headers, HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    set(headers, HeaderName::from_static("permissions-policy"), PERMISSIONS);
    Ok(answer)
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers.insert(name, HeaderValue::from_static(value));
}
