use std::{io, path::PathBuf};

use storage::model::Kind;

/// Why a dump file cannot be read to its end. Nothing of such a file may be published.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The file cannot be opened.
    #[error("cannot open {}: {source}", path.display())]
    Open {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The system fails to read the file.
    #[error("cannot read {} beyond byte {at}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// How many bytes of the file have been read.
        at: u64,
        /// What the system says.
        source: io::Error,
    },
    /// There is nothing in the file, or nothing but blanks.
    #[error("{} is empty: download it again", path.display())]
    Empty {
        /// The file.
        path: PathBuf,
    },
    /// The file is something else than a dump.
    #[error(
        "{} is no Discogs dump: it starts with `{start}` where <artists>, <labels>, <masters> or \
         <releases> was expected. Download it again; if an error page was saved in its place, look \
         at it first",
        path.display()
    )]
    Foreign {
        /// The file.
        path: PathBuf,
        /// Its first characters, after declarations and comments.
        start: String,
    },
    /// The gzip stream ends in the middle.
    #[error(
        "the gzip stream of {} is cut short after {at} bytes: download the file again",
        path.display()
    )]
    Cut {
        /// The file.
        path: PathBuf,
        /// How many bytes of the file there are.
        at: u64,
    },
    /// The gzip stream is damaged: a bad block, a wrong checksum, something else behind it.
    #[error(
        "the gzip stream of {} is damaged ({reason}), at or before byte {at}: download the file \
         again",
        path.display()
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// How many bytes of the file had been read when it was noticed.
        at: u64,
        /// What the decoder says.
        reason: String,
    },
    /// The file ends without the root element's closing tag.
    #[error(
        "{} ends without </{kind}>, after {at} bytes of XML: it is cut; download it again",
        path.display()
    )]
    Unclosed {
        /// The file.
        path: PathBuf,
        /// Which kind of dump it is.
        kind: Kind,
        /// How many bytes of XML there are.
        at: u64,
    },
    /// Something follows the root element.
    #[error(
        "{} goes on behind </{kind}>, at byte {at} of the XML, with `{start}`: it is damaged; \
         download it again",
        path.display()
    )]
    Trailing {
        /// The file.
        path: PathBuf,
        /// Which kind of dump it is.
        kind: Kind,
        /// Where it goes on, in bytes of XML.
        at: u64,
        /// The first characters of what follows.
        start: String,
    },
    /// The reader was asked for more after it had failed.
    #[error("{} could not be read to its end: see the error before", path.display())]
    Failed {
        /// The file.
        path: PathBuf,
    },
}

/// The first characters of a text, fit for one line of an error message.
pub(crate) fn first_characters(bytes: &[u8]) -> String {
    let bytes = &bytes[..bytes.len().min(160)];
    String::from_utf8_lossy(bytes).chars().take(40).flat_map(char::escape_debug).collect()
}
