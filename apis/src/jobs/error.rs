use storage::state;

use super::{MAX_DESCRIPTION, MAX_TITLE};
use crate::{account::AccountError, catalogue::CatalogueError};

/// Why there is no such job, as its owner is told.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    /// There is none of this id, or it is somebody else's.
    #[error("there is no such playlist job: it may have been deleted")]
    Unknown,
    /// There is nothing to add.
    #[error("there is no video to make a playlist of: choose some, or loosen the query")]
    Empty,
    /// The title is empty, too long, or has what YouTube refuses.
    #[error("a title of 1 to {MAX_TITLE} characters in one line is needed, without < and >")]
    Title,
    /// The description is too long, or has what YouTube refuses.
    #[error("a description has at most {MAX_DESCRIPTION} characters, without < and >")]
    Description,
    /// The playlist that is to be filled has no id that YouTube could have given.
    #[error("this is no id of a playlist: choose one of your own from the list")]
    Playlist,
    /// The user has too many jobs.
    #[error("{open} of your playlists are still being made: wait for one of them, or cancel it")]
    TooMany {
        /// How many are not at their end.
        open: usize,
    },
    /// A request's key has been used for another request.
    #[error(
        "this Idempotency-Key has made another playlist: send what was sent then, or a new key"
    )]
    OtherRequest,
    /// The catalogue cannot be asked.
    #[error("the catalogue cannot be read at the moment: try again in a minute")]
    Catalogue(#[from] CatalogueError),
    /// Who it is cannot be told.
    #[error(transparent)]
    Account(#[from] AccountError),
    /// It cannot be read or written. The source says why, for who runs the server.
    #[error("your playlists cannot be looked up at the moment: try again in a minute")]
    Away(#[from] state::Error),
}

impl super::Job {
    /// Whether YouTube would take it.
    pub(super) fn check(&self) -> Result<(), JobError> {
        let is_refused = |text: &str| text.contains(['<', '>']) || text.contains(is_control);
        let title = self.wish.title.trim();
        let is_one_line = !title.contains(char::is_control);
        let is_long = title.chars().count() > MAX_TITLE;
        if title.is_empty() || is_long || !is_one_line || is_refused(title) {
            return Err(JobError::Title);
        }
        let description = &self.wish.description;
        if description.chars().count() > MAX_DESCRIPTION || is_refused(description) {
            return Err(JobError::Description);
        }
        let is_id = |id: &String| {
            let is_of_id = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
            (2..=64).contains(&id.len()) && id.bytes().all(is_of_id)
        };
        if !self.wish.playlist.as_ref().is_none_or(is_id) {
            return Err(JobError::Playlist);
        }
        if self.items.is_empty() { Err(JobError::Empty) } else { Ok(()) }
    }
}

/// What cannot stand in a text of people: lines may end, but nothing turns what follows around, and
/// nothing hides.
fn is_control(c: char) -> bool {
    let is_turning = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    is_turning || c.is_control() && !matches!(c, '\n' | '\r' | '\t')
}
