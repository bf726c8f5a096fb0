//! Tokens that are good when they are used.

use jiff::SignedDuration;

use super::{
    AccountError, Accounts, GoogleError, Secret,
    stored::{Tokens, User},
};

/// A token that ends so soon is renewed before it is used: a call takes its time.
const ENDING: SignedDuration = SignedDuration::from_mins(2);

impl Accounts {
    /// An access token of a user. It is renewed where it is about to end, or where it is `stale`:
    /// one that YouTube has just refused.
    ///
    /// # Errors
    /// [`AccountError::SignInAgain`] when there is none any more, and when Google or the state
    /// cannot be reached.
    pub fn token(&self, user: &str, stale: Option<&Secret>) -> Result<Secret, AccountError> {
        let known = self.user(user)?.ok_or(AccountError::SignInAgain)?;
        let tokens = self.open(user, &known).ok_or(AccountError::SignInAgain)?;
        let is_refused = stale == Some(&tokens.access);
        if !is_refused && tokens.expires_at > self.clock.now() + ENDING {
            return Ok(tokens.access);
        }
        match self.google.refresh(&tokens.refresh) {
            Ok(granted) => {
                let access = granted.access.clone();
                let refresh = granted.refresh.unwrap_or(tokens.refresh);
                let expires_at = granted.expires_at;
                let new = Tokens { access: granted.access, expires_at, refresh };
                let sealed = self.vault.seal(user, &super::encode(&new));
                self.replace(user, &known, Some(sealed))?;
                Ok(access)
            }
            Err(GoogleError::NotGood) => {
                self.replace(user, &known, None)?;
                Err(AccountError::SignInAgain)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Gives the user's tokens back to Google, and forgets them.
    pub(super) fn revoke(&self, user: &str) -> Result<(), AccountError> {
        let Some(known) = self.user(user)? else { return Ok(()) };
        if let Some(tokens) = self.open(user, &known)
            && let Err(error) = self.google.revoke(&tokens.refresh)
        {
            tracing::warn!(%error, "a token is forgotten that Google could not be given back");
        }
        self.change_user(user, |kept| kept.tokens = None)
    }

    pub(super) fn open(&self, user: &str, known: &User) -> Option<Tokens> {
        let opened = self.vault.open(user, known.tokens.as_ref()?);
        let opened = opened.inspect_err(|error| tracing::warn!(%error, "a user signs in again"));
        serde_json::from_slice(&opened.ok()?).ok()
    }

    /// Puts tokens in the place of those that were read, unless somebody else has done so: his
    /// are newer.
    fn replace(
        &self,
        user: &str,
        read: &User,
        tokens: Option<Vec<u8>>,
    ) -> Result<(), AccountError> {
        self.change_user(user, |kept| {
            if kept.tokens == read.tokens {
                kept.tokens.clone_from(&tokens);
            }
        })
    }
}
