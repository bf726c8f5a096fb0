//! An answer that brings a file, or the rest of one.

use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom},
    path::Path,
};

use jiff::Timestamp;
use reqwest::{
    StatusCode,
    blocking::Response,
    header::{CONTENT_RANGE, IF_RANGE, RANGE},
};

use crate::download::{
    Client, DownloadError, client::reason, content_range::ContentRange, mirror::Place,
    version::Version,
};

/// Where to go on, and with which version.
#[derive(Debug, Clone, Copy)]
pub(super) struct Resume<'a> {
    /// How many bytes are there.
    pub(super) at: u64,
    /// How many there must be, if that is known.
    pub(super) total: Option<u64>,
    /// Of which version they are.
    pub(super) version: &'a Version,
}

/// A file that comes in, from byte `at` on.
pub(super) struct Incoming {
    /// What byte comes first: 0, or where it was to be resumed.
    pub(super) at: u64,
    /// How many bytes the whole file has, if the server says so.
    pub(super) total: Option<u64>,
    /// Which version it is.
    pub(super) version: Version,
    place: String,
    body: Body,
    passed: u64,
}

enum Body {
    Web(Response),
    Local(File),
}

impl Client {
    /// Asks for a file, or its rest. What cannot be resumed comes from its beginning.
    pub(super) fn incoming(
        &self,
        place: &Place,
        resume: Option<Resume<'_>>,
    ) -> Result<Incoming, DownloadError> {
        match place {
            Place::Local(path) => local(place, path, resume),
            Place::Web(url) => {
                let resume = resume.filter(|resume| resume.at > 0);
                let asked = resume.and_then(|from| Some((from, from.version.validator()?)));
                let range = asked.map(|(from, _)| format!("bytes={}-", from.at));
                let headers = match (&range, asked) {
                    (Some(range), Some((_, version))) => {
                        vec![(RANGE, range.as_str()), (IF_RANGE, version)]
                    }
                    _ => Vec::new(),
                };
                let answer = self.ask(url, &headers)?;
                let asked = asked.map(|(from, _)| from);
                match (answer.status(), asked) {
                    (StatusCode::OK, _) => Ok(Incoming::whole(place, answer)),
                    (StatusCode::PARTIAL_CONTENT, Some(from)) if fits(&answer, from) => {
                        Ok(Incoming::rest(place, answer, from))
                    }
                    (StatusCode::PARTIAL_CONTENT | StatusCode::RANGE_NOT_SATISFIABLE, Some(_)) => {
                        // Another version, or a server that counts in its own way.
                        tracing::debug!(%place, "the rest does not fit: from the beginning");
                        self.incoming(place, None)
                    }
                    (StatusCode::PARTIAL_CONTENT, None) => Err(DownloadError::WrongRange {
                        place: place.to_string(),
                        asked: 0,
                        found: content_range(&answer).to_owned(),
                    }),
                    _ => Err(self.refusal(place, &answer)),
                }
            }
        }
    }
}

fn content_range(answer: &Response) -> &str {
    answer.headers().get(CONTENT_RANGE).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// Whether a partial answer is what follows the bytes that are there.
fn fits(answer: &Response, from: Resume<'_>) -> bool {
    ContentRange::read(content_range(answer)).is_some_and(|range| {
        let same_total = range.total.is_none() || from.total.is_none() || range.total == from.total;
        range.start == from.at && same_total && !Version::of(answer.headers()).differs(from.version)
    })
}

/// Opens a file of a folder as a server would give it.
fn local(
    place: &Place,
    path: &Path,
    resume: Option<Resume<'_>>,
) -> Result<Incoming, DownloadError> {
    let read = || DownloadError::io("read", path);
    let mut file = File::open(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => DownloadError::NotThere { place: place.to_string() },
        _ => read()(error),
    })?;
    let metadata = file.metadata().map_err(read())?;
    let modified = metadata.modified().ok().and_then(|time| Timestamp::try_from(time).ok());
    let version = Version { etag: None, modified: modified.map(|time| time.to_string()) };
    let total = metadata.len();
    let at = resume
        .filter(|from| from.total == Some(total) && *from.version == version && from.at <= total)
        .map_or(0, |from| from.at);
    file.seek(SeekFrom::Start(at)).map_err(read())?;
    let (place, body) = (place.to_string(), Body::Local(file));
    Ok(Incoming { at, total: Some(total), version, place, body, passed: at })
}

impl Incoming {
    fn whole(place: &Place, answer: Response) -> Self {
        Self {
            at: 0,
            total: answer.content_length(),
            version: Version::of(answer.headers()),
            place: place.to_string(),
            body: Body::Web(answer),
            passed: 0,
        }
    }

    fn rest(place: &Place, answer: Response, from: Resume<'_>) -> Self {
        let range = ContentRange::read(content_range(&answer));
        Self {
            at: from.at,
            total: range.and_then(|range| range.total).or(from.total),
            version: from.version.clone(),
            place: place.to_string(),
            body: Body::Web(answer),
            passed: from.at,
        }
    }

    /// Reads what comes next; nothing only at the end of the file.
    pub(super) fn read(&mut self, buffer: &mut [u8]) -> Result<usize, DownloadError> {
        let read = match &mut self.body {
            Body::Web(answer) => answer.read(buffer),
            Body::Local(file) => file.read(buffer),
        };
        let cut = |reason| DownloadError::Cut {
            place: self.place.clone(),
            at: self.passed,
            total: self.total,
            reason,
        };
        match read {
            Ok(0) if self.total.is_some_and(|total| self.passed < total) => {
                Err(cut("it ended too early".to_owned()))
            }
            Ok(count) => {
                self.passed += count as u64;
                Ok(count)
            }
            Err(error) => Err(cut(reason(&error))),
        }
    }

    /// Reads at least so many bytes; fewer only at the end of the file.
    pub(super) fn read_at_least(
        &mut self,
        count: usize,
        buffer: &mut [u8],
    ) -> Result<usize, DownloadError> {
        let mut filled = 0;
        while filled < count {
            match self.read(&mut buffer[filled..])? {
                0 => break,
                more => filled += more,
            }
        }
        Ok(filled)
    }
}
