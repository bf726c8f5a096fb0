//! Tokens that are good when they are used.

use std::{
    thread,
    time::{Duration, Instant},
};

use jiff::SignedDuration;

use super::{
    AccountError, Accounts, GoogleError, Secret,
    google::PATIENCE,
    stored::{Tokens, User},
};
use crate::youtube::Access;

/// A token that ends so soon is renewed before it is used: a call takes its time.
const ENDING: SignedDuration = SignedDuration::from_mins(2);

/// Who has begun to renew tokens and is not done by then will not be: longer than Google may take.
const RENEWING: SignedDuration = SignedDuration::from_secs(30);

/// How often it is looked whether somebody else is done with renewing.
const LOOK: Duration = Duration::from_millis(20);

impl Accounts {
    /// An access token of a user. It is renewed where it is about to end, or where it is `stale`:
    /// one that YouTube has just refused. Of all nodes one renews it, and the others wait: Google
    /// may end a refresh token that was used, and who came second with it would take the user for
    /// signed out.
    ///
    /// # Errors
    /// [`AccountError::SignInAgain`] when there is none any more, and when Google or the state
    /// cannot be reached.
    pub fn token(&self, user: &str, stale: Option<&Secret>) -> Result<Secret, AccountError> {
        let started = Instant::now();
        loop {
            let known = self.user(user)?.ok_or(AccountError::SignInAgain)?;
            let tokens = self.open(user, &known).ok_or(AccountError::SignInAgain)?;
            let is_refused = stale == Some(&tokens.access);
            if !is_refused && tokens.expires_at > self.clock.now() + ENDING {
                return Ok(tokens.access);
            }
            if self.begin_renewing(user, &known)? {
                return self.renew(user, &known, tokens);
            }
            if started.elapsed() > PATIENCE {
                let reason = "the tokens are being renewed elsewhere".to_owned();
                return Err(GoogleError::Away(reason).into());
            }
            thread::sleep(LOOK);
        }
    }

    /// Renews what is kept of a user who does not come himself: the sign-in, and the channel's title
    /// as YouTube has it now.
    ///
    /// # Errors
    /// As of [`Self::token`].
    pub fn refresh(&self, user: &str) -> Result<(), AccountError> {
        let token = self.token(user, None)?;
        let found = self.youtube.channel(Access { user: Some(user), token: &token })?;
        if let Some((_, title)) = found.filter(|(id, _)| id == user) {
            self.change_user(user, |kept| kept.title.clone_from(&title))?;
        }
        Ok(())
    }

    fn renew(&self, user: &str, known: &User, tokens: Tokens) -> Result<Secret, AccountError> {
        match self.google.refresh(&tokens.refresh) {
            Ok(granted) => {
                let access = granted.access.clone();
                let refresh = granted.refresh.unwrap_or(tokens.refresh);
                let expires_at = granted.expires_at;
                let new = Tokens { access: granted.access, expires_at, refresh };
                let sealed = self.vault.seal(user, &super::encode(&new));
                self.end_renewing(user, known, Some(sealed))?;
                Ok(access)
            }
            Err(GoogleError::NotGood) => {
                self.end_renewing(user, known, None)?;
                Err(AccountError::SignInAgain)
            }
            Err(error) => {
                self.end_renewing(user, known, known.tokens.clone())?;
                Err(error.into())
            }
        }
    }

    /// Says that the tokens that were read are about to be renewed; `false` where somebody else is
    /// at it, or where they are others by now.
    fn begin_renewing(&self, user: &str, read: &User) -> Result<bool, AccountError> {
        let now = self.clock.now();
        let begun = self.change_user(user, |kept| {
            let is_free = kept.renewing.is_none_or(|since| since + RENEWING < now);
            let is_mine = is_free && kept.tokens == read.tokens;
            if is_mine {
                kept.renewing = Some(now);
            }
            is_mine
        })?;
        Ok(begun.unwrap_or(false))
    }

    /// Puts tokens in the place of those that were read, unless the user has signed in or out
    /// since.
    fn end_renewing(
        &self,
        user: &str,
        read: &User,
        tokens: Option<Vec<u8>>,
    ) -> Result<(), AccountError> {
        self.change_user(user, |kept| {
            if kept.tokens == read.tokens {
                kept.tokens.clone_from(&tokens);
                kept.renewing = None;
            }
        })?;
        Ok(())
    }

    /// Forgets the user's tokens and one of his sessions; gives the tokens.
    pub(super) fn forget_tokens(
        &self,
        user: &str,
        session: &str,
    ) -> Result<Option<Tokens>, AccountError> {
        let before = self.change_user(user, |kept| {
            let before = kept.clone();
            kept.sessions.retain(|other| other != session);
            (kept.tokens, kept.renewing) = (None, None);
            before
        })?;
        Ok(before.and_then(|before| self.open(user, &before)))
    }

    /// Gives a token back to Google, with all that was given with it.
    pub(super) fn give_back(&self, token: &Secret) {
        if let Err(error) = self.google.revoke(token) {
            tracing::warn!(%error, "a token is forgotten that Google could not be given back");
        }
    }

    pub(super) fn open(&self, user: &str, known: &User) -> Option<Tokens> {
        let opened = self.vault.open(user, known.tokens.as_ref()?);
        let opened = opened.inspect_err(|error| tracing::warn!(%error, "a user signs in again"));
        serde_json::from_slice(&opened.ok()?).ok()
    }
}
