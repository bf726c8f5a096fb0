use storage::state;

use super::MAX_VIDEOS;

/// Why a basket was not changed, as its owner is told.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BasketError {
    /// More videos than it holds. None of them were taken.
    #[error(
        "the basket holds at most {MAX_VIDEOS} videos: it has {there}, and {more} more do not fit. \
         Remove some, or make a playlist of them and clear it"
    )]
    Full {
        /// How many there are.
        there: usize,
        /// How many were to join them.
        more: usize,
    },
}

/// Why a session could not be read or changed, as the visitor is told.
#[derive(Debug, thiserror::Error)]
pub enum SessionError {
    /// Its state cannot be read or written. The source says why, for who runs the server.
    #[error(
        "your basket cannot be shown or saved at the moment, because the place where it is kept \
         cannot be reached. Try again in a minute; searching and playing go on without it"
    )]
    Away(#[from] state::Error),
    /// The basket was not changed.
    #[error(transparent)]
    Basket(#[from] BasketError),
}
