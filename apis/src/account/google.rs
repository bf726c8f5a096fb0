//! Google's sign-in: OAuth 2.0's authorization code with PKCE (RFC 6749, 7636, 9700).

use std::{error::Error as StdError, time::Duration};

use jiff::{SignedDuration, Timestamp};
use oauth2::{
    AuthUrl, AuthorizationCode, ClientId, ClientSecret, CsrfToken, EndpointNotSet, EndpointSet,
    HttpRequest, HttpResponse, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, RefreshToken,
    RequestTokenError, Scope, TokenResponse, TokenUrl,
    basic::{BasicClient, BasicErrorResponseType, BasicRequestTokenError, BasicTokenResponse},
};
use reqwest::blocking::Client;

use super::Secret;
use crate::clock::Clock;

/// What playlists need, and no more.
const SCOPE: &str = "https://www.googleapis.com/auth/youtube";

/// Who gives the codes. Where an answer names its issuer (RFC 9207), it must be this one.
pub(super) const ISSUER: &str = "https://accounts.google.com";

/// How long an answer may take.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);

/// How long Google may take when a token is given back: somebody waits for the page.
const PARTING: Duration = Duration::from_secs(5);

/// How this application is known to Google.
#[derive(Debug, Clone)]
pub struct Credentials {
    /// The client's id.
    pub client_id: String,
    /// The client's secret.
    pub client_secret: Secret,
    /// Where visitors are asked for their consent.
    pub auth_url: String,
    /// Where codes become tokens.
    pub token_url: String,
    /// Where tokens are given back.
    pub revoke_url: String,
    /// Where visitors come back to: exactly as it is known to Google.
    pub redirect_url: String,
}

/// An address of the credentials that is none.
#[derive(Debug, thiserror::Error)]
#[error("`{url}` is no address for Google's {what}: {source}")]
pub struct InvalidAddress {
    /// What it is for.
    what: &'static str,
    /// The address.
    url: String,
    /// What is wrong.
    source: oauth2::url::ParseError,
}

/// Why Google gave no tokens.
#[derive(Debug, thiserror::Error)]
pub enum GoogleError {
    /// The code or the refresh token is no longer good.
    #[error("Google does not take the sign-in any more")]
    NotGood,
    /// It cannot be reached, or its answer is not understood.
    #[error("Google's sign-in cannot be reached: {0}")]
    Away(String),
    /// It refuses for a reason that concerns who runs the site: wrong credentials.
    #[error("Google refuses the site's credentials: {0}")]
    Refused(String),
}

/// What Google gives.
#[derive(Debug, Clone)]
pub(super) struct Granted {
    pub(super) access: Secret,
    pub(super) expires_at: Timestamp,
    /// Not with every answer.
    pub(super) refresh: Option<Secret>,
    /// Whether playlists are among what was granted.
    pub(super) has_scope: bool,
}

type Configured =
    BasicClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointSet>;

/// Google's sign-in for this application.
#[derive(Debug, Clone)]
pub(super) struct Google {
    client: Configured,
    revoke_url: String,
    http: Client,
    clock: Clock,
}

impl Google {
    pub(super) fn new(
        http: Client,
        credentials: Credentials,
        clock: Clock,
    ) -> Result<Self, InvalidAddress> {
        let Credentials { client_id, client_secret, auth_url, token_url, revoke_url, redirect_url } =
            credentials;
        let invalid = |what, url: &str| {
            let url = url.to_owned();
            move |source| InvalidAddress { what, url, source }
        };
        let auth = AuthUrl::new(auth_url.clone()).map_err(invalid("consent page", &auth_url))?;
        let token = TokenUrl::new(token_url.clone()).map_err(invalid("tokens", &token_url))?;
        let back = RedirectUrl::new(redirect_url.clone());
        let back = back.map_err(invalid("way back", &redirect_url))?;
        let client = BasicClient::new(ClientId::new(client_id))
            .set_client_secret(ClientSecret::new(client_secret.reveal().to_owned()))
            .set_auth_uri(auth)
            .set_token_uri(token)
            .set_redirect_uri(back)
            .set_auth_type(oauth2::AuthType::RequestBody);
        Ok(Self { client, revoke_url, http, clock })
    }

    /// The address of the consent page, the state that comes back with the answer, and the
    /// verifier that turns the code into tokens. With `consent`, Google asks even who has agreed
    /// before: only then is a refresh token given again.
    pub(super) fn begin(&self, consent: bool) -> (String, String, String) {
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let mut request = self
            .client
            .authorize_url(CsrfToken::new_random)
            .add_scope(Scope::new(SCOPE.to_owned()))
            .add_extra_param("access_type", "offline")
            .set_pkce_challenge(challenge);
        if consent {
            request = request.add_extra_param("prompt", "consent");
        }
        let (url, state) = request.url();
        (url.into(), state.into_secret(), verifier.into_secret())
    }

    pub(super) fn exchange(&self, code: &str, verifier: &str) -> Result<Granted, GoogleError> {
        let request = self.client.exchange_code(AuthorizationCode::new(code.to_owned()));
        let request = request.set_pkce_verifier(PkceCodeVerifier::new(verifier.to_owned()));
        self.granted(request.request(&|request| self.send(request)))
    }

    pub(super) fn refresh(&self, refresh: &Secret) -> Result<Granted, GoogleError> {
        let refresh = RefreshToken::new(refresh.reveal().to_owned());
        let request = self.client.exchange_refresh_token(&refresh);
        self.granted(request.request(&|request| self.send(request)))
    }

    /// Gives a token back, and all that were given with it.
    pub(super) fn revoke(&self, token: &Secret) -> Result<(), GoogleError> {
        let request = self.http.post(&self.revoke_url).form(&[("token", token.reveal())]);
        let answer = request.timeout(PARTING).send();
        let answer = answer.map_err(|error| GoogleError::Away(told(&error)))?;
        match answer.status().as_u16() {
            200..300 => Ok(()),
            // It was not good any more.
            400 => Ok(()),
            status => Err(GoogleError::Away(format!("it answered {status}"))),
        }
    }

    fn granted(
        &self,
        answer: Result<BasicTokenResponse, BasicRequestTokenError<reqwest::Error>>,
    ) -> Result<Granted, GoogleError> {
        let answer = answer.map_err(|error| match error {
            RequestTokenError::ServerResponse(refusal) => match refusal.error() {
                BasicErrorResponseType::InvalidGrant => GoogleError::NotGood,
                other => GoogleError::Refused(other.as_ref().to_owned()),
            },
            RequestTokenError::Request(error) => GoogleError::Away(told(&error)),
            // Its text has the answer in it, and with it perhaps a token.
            RequestTokenError::Parse(..) => {
                GoogleError::Away("its answer is not understood".to_owned())
            }
            RequestTokenError::Other(error) => GoogleError::Away(error),
        })?;
        let life = answer.expires_in().unwrap_or(Duration::from_secs(3_600));
        let life = SignedDuration::try_from(life).unwrap_or(SignedDuration::from_hours(1));
        let scopes = answer.scopes();
        Ok(Granted {
            access: Secret::new(answer.access_token().secret()),
            expires_at: self.clock.now() + life.min(SignedDuration::from_hours(24)),
            refresh: answer.refresh_token().map(|token| Secret::new(token.secret())),
            // Without a list it is what was asked for.
            has_scope: scopes.is_none_or(|given| given.iter().any(|scope| scope.as_str() == SCOPE)),
        })
    }

    fn send(&self, request: HttpRequest) -> Result<HttpResponse, reqwest::Error> {
        let mut request: reqwest::blocking::Request = request.try_into()?;
        *request.timeout_mut() = Some(PATIENCE);
        let answer = self.http.execute(request)?;
        let mut response = HttpResponse::new(Vec::new());
        *response.status_mut() = answer.status();
        *response.headers_mut() = answer.headers().clone();
        *response.body_mut() = answer.bytes()?.to_vec();
        Ok(response)
    }
}

/// What went wrong on the way, without the address.
fn told(error: &reqwest::Error) -> String {
    match error.source() {
        Some(source) => source.to_string(),
        None if error.is_timeout() => "no answer in time".to_owned(),
        None => "the connection failed".to_owned(),
    }
}
