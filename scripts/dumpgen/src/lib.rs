//! Generated Discogs dumps: of any size, in both forms, with the proportions of the real ones.
//!
//! A record is a function of the seed and its number alone. So the files of a dump agree with
//! each other (a name, a master's main release) without a table, and nothing grows with the dump.
//!
//! ```
//! use dumpgen::{Kind, Options};
//!
//! let mut xml = Vec::new();
//! dumpgen::write(Kind::Labels, &Options::default(), &mut xml)?;
//! assert!(xml.starts_with(b"<labels>\n<label>"));
//! # Ok::<(), std::io::Error>(())
//! ```

mod artist;
mod credit;
mod details;
mod dump;
mod facts;
mod ids;
mod images;
mod kind;
mod label;
mod layout;
mod master;
mod names;
mod options;
mod release;
mod rng;
mod tracklist;
mod video;
mod vocabulary;
mod weighted;
mod work;
mod world;
mod xml;

pub use dump::{write, write_dump};
pub use kind::Kind;
pub use options::{Form, Options};
