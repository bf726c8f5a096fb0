//! Codes and refresh tokens become access tokens.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{TokenError, YOUTUBE, client};
use crate::{accounts::Account, fields::Fields, grants::Grant, state::State};

/// What the token endpoint gives.
#[derive(Debug, Clone, Serialize)]
pub struct Tokens {
    /// For the Data API, as `Authorization: Bearer …`.
    pub access_token: String,
    /// Seconds that it lives.
    pub expires_in: u64,
    /// For the token endpoint, where there is a new one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<String>,
    /// What was granted, separated by spaces.
    pub scope: String,
    /// Always `Bearer`.
    pub token_type: &'static str,
}

type Given = (Value, &'static Account);

/// Answers at the token endpoint, and tells who is meant.
pub(crate) fn token(
    state: &mut State,
    form: &Fields,
    authorization: Option<&str>,
) -> Result<Given, TokenError> {
    if let Some(name) = form.repeated() {
        let description = format!("{name} is there more than once.");
        return Err(TokenError::new("invalid_request", &description));
    }
    client::authenticate(&state.options, form, authorization)?;
    let (tokens, account) = match form.get("grant_type") {
        Some("authorization_code") => exchange(state, form)?,
        Some("refresh_token") => refresh(state, form)?,
        Some(_) => {
            let description = "grant_type is neither authorization_code nor refresh_token.";
            return Err(TokenError::new("unsupported_grant_type", description));
        }
        None => return Err(TokenError::new("invalid_request", "grant_type is missing.")),
    };
    Ok((serde_json::to_value(tokens).expect("it is plain"), account))
}

/// Tokens for a user who has not been asked, as after a first consent.
pub(crate) fn mint(state: &mut State, account: &'static Account) -> Tokens {
    let grant = state.grants.consent(account, YOUTUBE.to_owned());
    let refresh = state.grants.add_refresh(&grant);
    give(state, &grant, Some(refresh))
}

fn required<'form>(form: &'form Fields, name: &str) -> Result<&'form str, TokenError> {
    let missing = || TokenError::new("invalid_request", &format!("{name} is missing."));
    form.get(name).ok_or_else(missing)
}

fn exchange(state: &mut State, form: &Fields) -> Result<(Tokens, &'static Account), TokenError> {
    let name = required(form, "code")?;
    let redirect_uri = required(form, "redirect_uri")?;
    let verifier = required(form, "code_verifier")?;
    let now = state.clock.now();
    let invalid = |description: &str| TokenError::new("invalid_grant", description);
    let Some(code) = state.grants.code(name) else {
        return Err(invalid("The code is unknown."));
    };
    if code.is_used {
        let grant = code.grant.clone();
        state.grants.end_consent(&grant);
        return Err(invalid("The code was used before: what it brought is revoked."));
    }
    // Whoever tries with the wrong verifier has not got a second try.
    code.is_used = true;
    if now >= code.expires {
        return Err(invalid("The code is too old."));
    }
    if code.redirect_uri != redirect_uri {
        return Err(TokenError::new("redirect_uri_mismatch", "It is not the one of the consent."));
    }
    if URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)) != code.challenge {
        return Err(invalid("The code verifier does not belong to the challenge."));
    }
    let code = code.clone();
    let account = code.grant.account;
    let is_new = code.is_asked_again || !state.grants.is_known(account);
    let refresh = (code.is_offline && is_new).then(|| state.grants.add_refresh(&code.grant));
    Ok((give(state, &code.grant, refresh), account))
}

fn refresh(state: &mut State, form: &Fields) -> Result<(Tokens, &'static Account), TokenError> {
    let name = required(form, "refresh_token")?;
    let Some(grant) = state.grants.refresh(name).cloned() else {
        return Err(TokenError::new("invalid_grant", "Token has been expired or revoked."));
    };
    let rotated = state.options.rotates_refresh_tokens.then(|| {
        state.grants.end_refresh(name);
        state.grants.add_refresh(&grant)
    });
    Ok((give(state, &grant, rotated), grant.account))
}

fn give(state: &mut State, grant: &Grant, refresh_token: Option<String>) -> Tokens {
    let lifetime = state.options.access_lifetime;
    Tokens {
        access_token: state.grants.add_access(grant, state.clock.now(), lifetime),
        expires_in: lifetime.as_secs(),
        refresh_token,
        scope: grant.scope.clone(),
        token_type: "Bearer",
    }
}
