//! Playlists: which videos of an answer are taken, and the formats they are written in.

mod format;
mod length;
mod options;
mod select;
mod video;

pub use format::{Format, UnknownFormat};
pub use length::{InvalidLength, parse_length};
pub use options::{InvalidOptions, MAX_LIMIT, Options, Order, UnknownOrder};
pub use select::select;
pub(crate) use select::{NumberHash, chosen};
pub use video::PlaylistVideo;
