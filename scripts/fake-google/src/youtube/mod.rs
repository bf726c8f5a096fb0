//! The Data API: who asks, what it costs, and what is done.

mod channels;
mod error;
mod items;
mod pages;
mod parts;
mod playlists;
mod resources;
mod videos;

use actix_web::web::Bytes;
use jiff::Timestamp;
use serde_json::Value;

pub(crate) use self::error::ApiError;
use crate::{
    accounts::{Account, Channel},
    call::Call,
    fields::Fields,
    state::State,
};

/// What a grant must have among its scopes.
pub(crate) const SCOPE: &str = "https://www.googleapis.com/auth/youtube";

/// A request of somebody who is signed in.
pub(crate) struct Asked<'request> {
    pub(crate) call: Call,
    pub(crate) account: &'static Account,
    pub(crate) query: &'request Fields,
    pub(crate) body: &'request Bytes,
    pub(crate) now: Timestamp,
    /// How many lists do not show what is newest.
    pub(crate) hide: u32,
}

impl Asked<'_> {
    fn error(&self, status: u16, reason: &str, message: impl Into<String>) -> ApiError {
        ApiError::of(self.call, status, reason, message)
    }

    fn required(&self, name: &str) -> Result<&str, ApiError> {
        let missing = || {
            let message = format!("The request must specify the parameter {name}.");
            ApiError::parameter("missingRequiredParameter", name, message)
        };
        self.query.get(name).ok_or_else(missing)
    }

    /// The user's channel: without one there is nothing to put a playlist into.
    fn channel(&self) -> Result<&'static Channel, ApiError> {
        let none = || {
            let message = "The account has no YouTube channel.";
            ApiError::new(401, "youtubeSignupRequired", message)
        };
        self.account.channel.as_ref().ok_or_else(none)
    }

    /// The body as JSON.
    fn resource(&self) -> Result<Value, ApiError> {
        let resource: Option<Value> = serde_json::from_slice(self.body).ok();
        let resource = resource.filter(Value::is_object);
        resource.ok_or_else(|| ApiError::new(400, "parseError", "The body is not a JSON object."))
    }
}

/// Who asks, if the token allows it.
pub(crate) fn authenticate(
    state: &State,
    authorization: Option<&str>,
) -> Result<&'static Account, ApiError> {
    let token = authorization.and_then(bearer);
    let grant = token.and_then(|token| state.grants.access(token, state.clock.now()));
    let grant = grant.ok_or_else(|| ApiError::unauthenticated(token.is_some()))?;
    if !grant.scope.split(' ').any(|scope| scope == SCOPE) {
        let message = "The access token's scopes do not include this call.";
        return Err(ApiError::new(403, "insufficientPermissions", message));
    }
    Ok(grant.account)
}

/// The token of an `Authorization` header.
pub(crate) fn bearer(authorization: &str) -> Option<&str> {
    let (scheme, token) = authorization.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}

/// Does what was asked.
pub(crate) fn perform(state: &mut State, asked: &Asked<'_>) -> Result<Value, ApiError> {
    match asked.call {
        Call::PlaylistsInsert => playlists::insert(state, asked),
        Call::PlaylistsList => playlists::list(state, asked),
        Call::PlaylistItemsInsert => items::insert(state, asked),
        Call::PlaylistItemsList => items::list(state, asked),
        Call::VideosList => videos::list(state, asked),
        _ => channels::list(asked),
    }
}
