//! Whether a client is the one that the stand-in knows.

use base64::{Engine, engine::general_purpose::STANDARD};

use super::TokenError;
use crate::{fields::Fields, options::Options};

/// A client shows its id and its secret in the form or by Basic authentication, not both.
pub(crate) fn authenticate(
    options: &Options,
    form: &Fields,
    authorization: Option<&str>,
) -> Result<(), TokenError> {
    let shown = match (authorization, form.get("client_secret")) {
        (Some(_), Some(_)) => {
            let description = "The client authenticates twice: in the form and in the header.";
            return Err(TokenError::new("invalid_request", description));
        }
        (Some(authorization), None) => basic(authorization),
        (None, secret) => {
            let id = form.get("client_id");
            id.zip(secret).map(|(id, secret)| (id.to_owned(), secret.to_owned()))
        }
    };
    let known = (options.client_id.clone(), options.client_secret.clone());
    if shown == Some(known) {
        return Ok(());
    }
    Err(TokenError::client("The client is unknown, or its secret is wrong."))
}

/// Id and secret of a header. Both are encoded as in a form before they are joined.
fn basic(authorization: &str) -> Option<(String, String)> {
    let encoded = authorization.strip_prefix("Basic ")?;
    let joined = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (id, secret) = joined.split_once(':')?;
    Some((decode(id)?, decode(secret)?))
}

fn decode(encoded: &str) -> Option<String> {
    let fields: Vec<(String, String)> =
        serde_urlencoded::from_str(&format!("it={encoded}")).ok()?;
    fields.into_iter().next().map(|(_, it)| it)
}
