//! A request is done: who asked, what came of it, what it cost.

use actix_web::web::Bytes;
use serde_json::{Value, json};

use crate::{
    accounts::Account,
    answer::Answer,
    call::Call,
    fields::Fields,
    signin,
    state::State,
    youtube::{self, ApiError, Asked},
};

/// What a refused call of the Data API costs.
const REFUSED_UNITS: u64 = 1;

/// A request that has been read.
pub(crate) struct Request {
    pub(crate) call: Call,
    pub(crate) path: String,
    pub(crate) query: Fields,
    pub(crate) body: Bytes,
    pub(crate) authorization: Option<String>,
}

/// What came of a request.
pub(crate) struct Done {
    pub(crate) answer: Answer,
    pub(crate) account: Option<&'static Account>,
    pub(crate) units: u64,
    /// Whether it changed anything.
    pub(crate) is_applied: bool,
    /// The playlist that it made.
    pub(crate) made: Option<String>,
}

impl Done {
    /// A step of a sign-in: it changes something where it is known whose it is.
    fn free(answer: Answer, account: Option<&'static Account>) -> Self {
        Self { answer, account, units: 0, is_applied: account.is_some(), made: None }
    }
}

impl Request {
    /// The account whose token it brings, dead or alive.
    pub(crate) fn owner(&self, state: &State) -> Option<&'static Account> {
        state.grants.owner(youtube::bearer(self.authorization.as_deref()?)?)
    }

    /// The playlist and the video that it is about.
    pub(crate) fn subject(&self) -> (Option<String>, Option<String>) {
        if self.call != Call::PlaylistItemsInsert {
            return (self.query.get("playlistId").map(str::to_owned), None);
        }
        let body: Value = serde_json::from_slice(&self.body).unwrap_or_default();
        let snippet = &body["snippet"];
        let text = |value: &Value| value.as_str().map(str::to_owned);
        (text(&snippet["playlistId"]), text(&snippet["resourceId"]["videoId"]))
    }

    /// Does it. Lists do not show what is newest for so many times.
    pub(crate) fn perform(&self, state: &mut State, hide: u32) -> Done {
        let form = || Fields::parse(&self.body);
        match self.call {
            Call::Authorize => Done::free(signin::authorize(state, &self.query), None),
            Call::Consent => {
                let (answer, account) = signin::consent(state, &form());
                Done::free(answer, account)
            }
            Call::Exchange | Call::Refresh => {
                match signin::token(state, &form(), self.authorization.as_deref()) {
                    Ok((tokens, account)) => Done::free(Answer::json(200, &tokens), Some(account)),
                    Err(error) => Done::free(error.answer(), None),
                }
            }
            Call::Revoke => match signin::revoke(state, &form()) {
                Ok(account) => Done::free(Answer::json(200, &json!({})), Some(account)),
                Err(error) => Done::free(error.answer(), None),
            },
            Call::Other => {
                let message = format!("Nothing is at {} with this method.", self.path);
                Done::free(ApiError::new(404, "notFound", message).answer(), None)
            }
            _ => self.perform_api(state, hide),
        }
    }

    fn perform_api(&self, state: &mut State, hide: u32) -> Done {
        let account = self.owner(state);
        let (answer, made, units) = match self.admit(state, hide) {
            Ok(resource) => {
                let made = (self.call == Call::PlaylistsInsert).then(|| resource["id"].as_str());
                let made = made.flatten().map(str::to_owned);
                (Answer::json(200, &resource), made, self.call.units())
            }
            Err(error) => (error.answer(), None, refused_units(state, self.call)),
        };
        state.ledger.charge(state.clock.day(), units);
        let is_applied = answer.is_success() && self.call.is_insert();
        Done { answer, account, units, is_applied, made }
    }

    fn admit(&self, state: &mut State, hide: u32) -> Result<Value, ApiError> {
        let account = youtube::authenticate(state, self.authorization.as_deref())?;
        if state.units_left() < self.call.units() {
            let message = "The request cannot be completed because the quota has been exceeded.";
            return Err(ApiError::new(403, "quotaExceeded", message));
        }
        let Self { call, query, body, .. } = self;
        let now = state.clock.now();
        youtube::perform(state, &Asked { call: *call, account, query, body, now, hide })
    }
}

/// What a refusal costs: the day does not go below nothing.
pub(crate) fn refused_units(state: &State, call: Call) -> u64 {
    if call.is_api() { REFUSED_UNITS.min(state.units_left()) } else { 0 }
}
