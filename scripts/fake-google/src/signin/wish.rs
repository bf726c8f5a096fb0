//! What a client wishes of the consent page.

use actix_web::http::Uri;

use super::YOUTUBE;
use crate::{accounts::Account, fields::Fields, options::Options};

/// What the last part of an address to lead back to is called.
const CALLBACK: &str = "/oauth2callback";
/// The letters of a challenge: SHA-256 in base64url.
const CHALLENGE: usize = 43;
/// What the form of the page sends back of the request.
pub(crate) const FIELDS: [&str; 10] = [
    "response_type",
    "client_id",
    "redirect_uri",
    "scope",
    "state",
    "code_challenge",
    "code_challenge_method",
    "access_type",
    "prompt",
    "login_hint",
];

/// A request for consent that is in order.
#[derive(Debug)]
pub(crate) struct Wish {
    pub(crate) redirect_uri: String,
    pub(crate) scope: String,
    pub(crate) state: String,
    pub(crate) challenge: String,
    pub(crate) is_offline: bool,
    pub(crate) is_asked_again: bool,
    /// The account that the page proposes.
    pub(crate) account: Option<&'static Account>,
}

impl Wish {
    /// Reads a request. The error is for people, on a page of the stand-in: nobody is led anywhere
    /// by a request that is not in order.
    pub(crate) fn of(fields: &Fields, options: &Options) -> Result<Self, String> {
        if let Some(name) = fields.repeated() {
            return Err(format!("{name} is there more than once"));
        }
        let required = |name: &str| {
            let value = fields.get(name).map(str::to_owned);
            value.ok_or_else(|| format!("{name} is missing"))
        };
        let must_be = |name: &str, wanted: &str| match required(name)? {
            is if is == wanted => Ok(()),
            is => Err(format!("{name} must be {wanted}, not {is}")),
        };
        must_be("response_type", "code")?;
        if required("client_id")? != options.client_id {
            return Err("client_id is not known".to_owned());
        }
        let redirect_uri = required("redirect_uri")?;
        if !leads_back(&redirect_uri, options) {
            return Err(format!("redirect_uri_mismatch: {redirect_uri} is not allowed"));
        }
        let scope = required("scope")?;
        if !scope.split(' ').any(|scope| scope == YOUTUBE) {
            return Err(format!("scope must contain {YOUTUBE}"));
        }
        let state = required("state")?;
        must_be("code_challenge_method", "S256")?;
        let challenge = required("code_challenge")?;
        if challenge.len() != CHALLENGE {
            return Err("code_challenge is not the SHA-256 of anything, in base64url".to_owned());
        }
        let prompt = fields.get("prompt").unwrap_or_default();
        Ok(Self {
            redirect_uri,
            scope,
            state,
            challenge,
            is_offline: fields.get("access_type") == Some("offline"),
            is_asked_again: prompt.split(' ').any(|prompt| prompt == "consent"),
            account: fields.get("login_hint").and_then(Account::of),
        })
    }
}

fn leads_back(address: &str, options: &Options) -> bool {
    if !options.redirect_uris.is_empty() {
        return options.redirect_uris.iter().any(|allowed| allowed == address);
    }
    let Ok(uri) = address.parse::<Uri>() else { return false };
    let is_web = uri.scheme_str().is_some_and(|scheme| ["http", "https"].contains(&scheme));
    let is_plain = !address.contains(['#', '@', '\\']);
    is_web && is_plain && uri.path().ends_with(CALLBACK)
}
