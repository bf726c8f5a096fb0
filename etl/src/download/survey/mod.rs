//! What a mirror has, asked: its layout, its lists, its CHECKSUM files.

mod checksums;
mod detect;
mod listing;

pub use checksums::Told;
pub use detect::Detected;
pub use listing::Listed;
