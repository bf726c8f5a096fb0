//! YouTube's Data API, as far as playlists need it.
//!
//! Every call is written down in the [`Ledger`] before it is made: there is no other way to make
//! one. What a refusal means is told by [`Failure`].

mod client;
mod day;
mod failure;
mod ledger;
mod shapes;

pub use client::{Access, Call, YouTube};
pub use day::{day_of, next_day, pacific};
pub use failure::Failure;
pub use ledger::{Ledger, Left, Refused};
pub use shapes::{Availability, OwnPlaylist, Privacy, UnknownPrivacy};
