//! Finds the files of a month at a mirror and fetches them.
//!
//! ```text
//! INTO/discogs_20261101_labels.xml.gz          whole: its checksum is the published one
//! INTO/discogs_20261101_releases.xml.gz.part   coming, or left by an interrupted run
//! INTO/discogs_20261101_releases.xml.gz.part.json   of which version that is
//! INTO/discogs_20261101_CHECKSUM.txt           last: the folder has all that was wanted
//! ```
//!
//! One request at a time, and as few as can be: a host of dumps answers 429 after a handful.

mod calendar;
mod checksums;
mod client;
mod content_range;
mod error;
mod folder;
mod layout;
mod listing;
mod mirror;
mod month;
mod name;
mod observer;
mod pace;
mod remembered;
mod retry_after;
mod settings;
mod survey;
mod transfer;
mod version;
mod watch;

pub use checksums::Checksums;
pub use client::Client;
pub use error::DownloadError;
pub use layout::{Access, Layout};
pub use listing::{ListedFile, Listing, Month};
pub use mirror::{InvalidMirror, Mirror};
pub use month::{Downloaded, latest, month, published};
pub use name::{FileName, InvalidFileName, Part};
pub use observer::Observer;
pub use pace::Pace;
pub use remembered::Remembered;
pub use settings::Settings;
pub use survey::{Detected, Listed, Told};
pub use transfer::{Fetched, Stream};
pub use version::Version;
pub use watch::{Outcome, look};
