use storage::state;

use super::{MAX_DESCRIPTION, MAX_TITLE};
use crate::account::AccountError;

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
    #[error("a title of 1 to {MAX_TITLE} characters is needed, without < and >")]
    Title,
    /// The description is too long, or has what YouTube refuses.
    #[error("a description has at most {MAX_DESCRIPTION} characters, without < and >")]
    Description,
    /// The user has too many jobs.
    #[error("{open} of your playlists are still being made: wait for one of them, or cancel it")]
    TooMany {
        /// How many are not at their end.
        open: usize,
    },
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
        if title.is_empty() || title.chars().count() > MAX_TITLE || is_refused(title) {
            return Err(JobError::Title);
        }
        let description = &self.wish.description;
        if description.chars().count() > MAX_DESCRIPTION || is_refused(description) {
            return Err(JobError::Description);
        }
        if self.items.is_empty() { Err(JobError::Empty) } else { Ok(()) }
    }
}

/// What cannot stand in a text of people; lines may end.
fn is_control(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\r' | '\t')
}
