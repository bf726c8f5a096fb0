//! A user's grant ends.

use super::TokenError;
use crate::{accounts::Account, fields::Fields, state::State};

/// Ends the whole grant that a living token of either kind belongs to.
pub(crate) fn revoke(state: &mut State, form: &Fields) -> Result<&'static Account, TokenError> {
    let Some(token) = form.get("token") else {
        return Err(TokenError::new("invalid_request", "token is missing."));
    };
    let grants = &mut state.grants;
    let grant = grants.access(token, state.clock.now()).or_else(|| grants.refresh(token));
    let Some(grant) = grant else {
        return Err(TokenError::new("invalid_token", "Token expired or revoked"));
    };
    let account = grant.account;
    grants.revoke(account);
    Ok(account)
}
