//! Playlists at YouTube: the form that makes one, the page of one that is being made, all of a
//! visitor's.

mod cost;
mod form;
mod job;
mod list;

pub use cost::{Cost, Moment, Part};
pub use form::{Access, Choice, Fields, Own, PlaylistForm, Source, Wrong};
pub use job::{Acts, Counts, LeftOut, PlaylistPage, Report, Standing};
pub use list::{PlaylistsPage, Row};
