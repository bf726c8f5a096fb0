//! Fetching one file: into a folder, resumed and checked, or as it comes.

mod fetch;
mod incoming;
mod part;
mod space;
mod stream;
mod tries;

pub use fetch::Fetched;
pub use stream::Stream;

pub(super) use space::require;
