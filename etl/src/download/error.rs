use std::{
    io,
    path::{Path, PathBuf},
};

use jiff::Timestamp;
use storage::{generations::DumpDate, is_disk_full};

/// Why a file, or what a mirror has, could not be fetched. What was fetched before stays, and
/// the next run goes on from there.
#[derive(Debug, thiserror::Error)]
pub enum DownloadError {
    /// The settings allow no connections.
    #[error("cannot set up connections ({0}): look at the contact, which must fit in one header")]
    Settings(reqwest::Error),
    /// No answer came.
    #[error(
        "cannot reach {place}: {reason}. Look at the network and at DATAGET_DUMPS_URL; the next \
         run tries again"
    )]
    Unreachable {
        /// What was asked for.
        place: String,
        /// What the system says.
        reason: String,
    },
    /// It leads elsewhere, in circles or to where it may not.
    #[error(
        "{place} leads elsewhere and to no end ({reason}): open the address in a browser to see \
         where, and set DATAGET_DUMPS_URL to that"
    )]
    Misled {
        /// What was asked for.
        place: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The host asks for a pause: status 429 or 503.
    #[error(
        "{place} answered {status} and asked to wait until {until}: nothing is asked of it \
         before; the next run after that goes on from there"
    )]
    Wait {
        /// What was asked for.
        place: String,
        /// 429 or 503.
        status: u16,
        /// When it may be asked again.
        until: Timestamp,
    },
    /// Status 401 or 403.
    #[error(
        "{place} answered {status}: the host does not give it to us. The bucket of the dumps \
         has answered so since early 2026; set DATAGET_DUMPS_URL to https://data.discogs.com/, \
         to a mirror or to a folder with the files"
    )]
    Forbidden {
        /// What was asked for.
        place: String,
        /// 401 or 403.
        status: u16,
    },
    /// Status 404 or 410, or no such file.
    #[error("{place} is not there, or not yet: look at the month, or at DATAGET_DUMPS_URL")]
    NotThere {
        /// What was asked for.
        place: String,
    },
    /// Any other status.
    #[error("{place} answered {status}: try again later, or set DATAGET_DUMPS_URL to a mirror")]
    Status {
        /// What was asked for.
        place: String,
        /// The status.
        status: u16,
    },
    /// Something else came than a dump file.
    #[error(
        "{place} gave something else than a gzip file, it starts with `{start}`: an error page, \
         most likely. Open the address in a browser to see what it says"
    )]
    NotGzip {
        /// What was asked for.
        place: String,
        /// Its first characters.
        start: String,
    },
    /// A file of zero bytes.
    #[error("{place} is empty: it may be being published; the next run tries again")]
    Empty {
        /// What was asked for.
        place: String,
    },
    /// The connection ended too early, or nothing came for too long, again and again.
    #[error(
        "the download of {place} was cut at byte {at}{}: {reason}. What came is kept; the next \
         run goes on from there",
        .total.map(|total| format!(" of {total}")).unwrap_or_default()
    )]
    Cut {
        /// What was asked for.
        place: String,
        /// How many bytes came.
        at: u64,
        /// How many there are, where the server has said so.
        total: Option<u64>,
        /// What the system says.
        reason: String,
    },
    /// Other bytes came than were asked for.
    #[error(
        "{place} gave the range `{found}` where bytes from {asked} on were asked for: whatever \
         is between here and there is broken; set DATAGET_DUMPS_URL to a mirror"
    )]
    WrongRange {
        /// What was asked for.
        place: String,
        /// The first byte that was asked for.
        asked: u64,
        /// The header `Content-Range`.
        found: String,
    },
    /// A file that is read as it comes has become another one.
    #[error("{place} cannot be read on from byte {at}, {reason}: nothing of it may be used")]
    Changed {
        /// What was asked for.
        place: String,
        /// How many bytes had been read.
        at: u64,
        /// Why not.
        reason: &'static str,
    },
    /// The checksum is not the published one, and was not at a second try.
    #[error(
        "{place} has the checksum {found} where {list} says {expected}: it was damaged on its \
         way, or is being replaced; the next run fetches it again"
    )]
    Mismatch {
        /// What was asked for.
        place: String,
        /// The CHECKSUM file.
        list: String,
        /// What it says.
        expected: String,
        /// What the file has.
        found: String,
    },
    /// Something else than a CHECKSUM file came.
    #[error(
        "{place} is no CHECKSUM file, it starts with `{start}`: without one nothing can be \
         checked. Open the address in a browser to see what it says"
    )]
    NoChecksums {
        /// What was asked for.
        place: String,
        /// Its first characters.
        start: String,
    },
    /// The CHECKSUM file does not have a file that is wanted.
    #[error("{list} does not list {name}: the month was published without it")]
    NotListed {
        /// The CHECKSUM file.
        list: String,
        /// The file that is wanted.
        name: String,
    },
    /// A month is not complete.
    #[error(
        "the dump of {date} is not published at {mirror}, or not completely: its CHECKSUM file \
         comes last and is not there. `dataget download --latest` takes the newest one that is"
    )]
    NotPublished {
        /// The month.
        date: DumpDate,
        /// Where it was looked for.
        mirror: String,
    },
    /// Nothing there looks like dumps.
    #[error(
        "nothing at {mirror} looks like Discogs dumps: neither a list nor {tried} was found \
         there. Look at DATAGET_DUMPS_URL"
    )]
    NoDumps {
        /// Where it was looked for.
        mirror: String,
        /// The file that was tried.
        tried: String,
    },
    /// What came as a list of files cannot be read.
    #[error("the list of files at {place} cannot be read: {reason}")]
    Listing {
        /// What was asked for.
        place: String,
        /// Why not.
        reason: String,
    },
    /// There is too little room.
    #[error(
        "the disk that holds {} has {available} bytes left and {needed} are needed: free some \
         space, or fetch to another disk",
        folder.display()
    )]
    NoSpace {
        /// The folder that is written to.
        folder: PathBuf,
        /// How many bytes may be written.
        available: u64,
        /// How many would have to be.
        needed: u64,
    },
    /// Another process fetches the same file into the same folder.
    #[error("{} is being fetched by another process: wait for it to end", .0.display())]
    InUse(PathBuf),
    /// The disk has run full.
    #[error(
        "the disk that holds {} is full: free some space and start again; what came is kept",
        .0.display()
    )]
    DiskFull(PathBuf),
    /// A file or folder cannot be read or written.
    #[error("cannot {action} {}: {source}", path.display())]
    Io {
        /// What was tried, to follow “cannot”.
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The download was given up.
    #[error("interrupted: what came is kept, and the next run goes on from there")]
    Cancelled,
}

impl DownloadError {
    pub(super) fn io(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| match source {
            source if is_disk_full(&source) => Self::DiskFull(path),
            source => Self::Io { action, path, source },
        }
    }

    /// Whether asking again in a moment may help. A host that asks for a pause gets it.
    pub(super) fn is_passing(&self) -> bool {
        match self {
            Self::Unreachable { .. } | Self::Cut { .. } => true,
            Self::Status { status, .. } => *status == 408 || (500..600).contains(status),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_says_what_happened_where_and_what_to_do() {
        let place = || "https://data.discogs.com/x".to_owned();
        let until = "2026-11-02T10:59:34Z".parse().unwrap();
        let date = "20261101".parse().unwrap();
        let errors = [
            DownloadError::Unreachable { place: place(), reason: "no route".into() },
            DownloadError::Misled { place: place(), reason: "it leads on and on".into() },
            DownloadError::Wait { place: place(), status: 429, until },
            DownloadError::Forbidden { place: place(), status: 403 },
            DownloadError::NotThere { place: place() },
            DownloadError::Status { place: place(), status: 500 },
            DownloadError::NotGzip { place: place(), start: "<!DOCTYPE html>".into() },
            DownloadError::Empty { place: place() },
            DownloadError::Cut {
                place: place(),
                at: 10,
                total: Some(99),
                reason: "connection reset".into(),
            },
            DownloadError::WrongRange { place: place(), asked: 7, found: "bytes 0-9/10".into() },
            DownloadError::Changed { place: place(), at: 7, reason: "it has changed" },
            DownloadError::Mismatch {
                place: place(),
                list: "discogs_20261101_CHECKSUM.txt".into(),
                expected: "aa".into(),
                found: "bb".into(),
            },
            DownloadError::NoChecksums { place: place(), start: "<html>".into() },
            DownloadError::NotListed {
                list: "discogs_20261101_CHECKSUM.txt".into(),
                name: "discogs_20261101_masters.xml.gz".into(),
            },
            DownloadError::NotPublished { date, mirror: place() },
            DownloadError::NoDumps { mirror: place(), tried: "discogs_20261101_x".into() },
            DownloadError::Listing { place: place(), reason: "it is cut".into() },
            DownloadError::InUse("/data/x.part".into()),
            DownloadError::NoSpace { folder: "/data".into(), available: 5, needed: 11 },
            DownloadError::io("write", Path::new("/data/x"))(io::ErrorKind::StorageFull.into()),
            DownloadError::io("write", Path::new("/data/x"))(
                io::ErrorKind::PermissionDenied.into(),
            ),
            DownloadError::Cancelled,
        ];
        let texts: Vec<String> = errors.iter().map(ToString::to_string).collect();
        insta::assert_snapshot!(texts.join("\n"));
    }

    #[test]
    fn a_host_that_asks_for_a_pause_is_not_asked_again() {
        let (place, until) = (String::new(), Timestamp::UNIX_EPOCH);
        assert!(!DownloadError::Wait { place: place.clone(), status: 503, until }.is_passing());
        assert!(DownloadError::Status { place: place.clone(), status: 502 }.is_passing());
        assert!(!DownloadError::Status { place, status: 400 }.is_passing());
    }
}
