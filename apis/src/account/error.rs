use storage::state;

use super::GoogleError;
use crate::{session::SessionError, youtube::Failure};

/// Why somebody is not signed in, or could not be, as the visitor is told.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// Google's answer does not belong to a sign-in of this session, or came too late, or twice.
    #[error(
        "this answer does not belong to a sign-in that you have begun here, or it has been used \
         already: begin again"
    )]
    Foreign,
    /// The visitor said no.
    #[error("you did not allow it, so nothing was changed. Everything but playlists goes without")]
    Denied,
    /// The visitor unticked what playlists need.
    #[error(
        "playlists need the permission to manage your YouTube account, which was not given: sign \
         in again and leave it ticked"
    )]
    NoScope,
    /// The account has no channel, and so cannot have a playlist.
    #[error(
        "this Google account has no YouTube channel: make one at YouTube, or sign in with another \
         account"
    )]
    NoChannel,
    /// There are no tokens, or they are no longer good.
    #[error("your sign-in at Google has ended: sign in again, and it goes on where it was")]
    SignInAgain,
    /// Google gave no tokens.
    #[error(transparent)]
    Google(#[from] GoogleError),
    /// YouTube did not say who it is.
    #[error(transparent)]
    YouTube(#[from] Failure),
    /// It cannot be read or written. The source says why, for who runs the server.
    #[error("your sign-in cannot be looked up at the moment: try again in a minute")]
    Away(#[from] state::Error),
}

impl From<SessionError> for AccountError {
    fn from(error: SessionError) -> Self {
        match error {
            SessionError::Away(error) => Self::Away(error),
            // No basket is changed by signing in or out.
            SessionError::Basket(error) => Self::Google(GoogleError::Refused(error.to_string())),
        }
    }
}
