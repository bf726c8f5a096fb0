//! The one way to a mirror.

use std::{
    io::{self, Read},
    path::Path,
    time::{Duration, Instant},
};

use reqwest::{
    StatusCode,
    blocking::{Client as Http, Response},
    header::{
        ACCEPT_ENCODING, HeaderMap, HeaderName, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH,
        RETRY_AFTER,
    },
    redirect::{Attempt, Policy},
};
use url::Url;

use super::{
    DownloadError, Mirror, Observer, Settings, Version, mirror::Place, retry_after::wait_until,
    transfer,
};

/// A redirection beyond this many leads nowhere.
const MOST_REDIRECTIONS: usize = 5;
/// How long a list or a CHECKSUM file may take in all.
const TEXT_TIME: Duration = Duration::from_secs(120);
/// How often a pause looks whether it is given up.
const BLINK: Duration = Duration::from_millis(100);

/// Asks one mirror, one request at a time. Clones share the connections.
///
/// It waits for answers on the thread that asks: not to be used where a tokio runtime runs.
#[derive(Debug, Clone)]
pub struct Client {
    http: Http,
    pub(super) mirror: Mirror,
    pub(super) settings: Settings,
}

/// A short text, or that it is the known one.
pub(super) enum Text {
    Unchanged,
    Changed(String, Version),
}

impl Client {
    /// # Errors
    /// [`DownloadError::Settings`] when the system gives no connections, or the contact is no
    /// text for a header.
    pub fn new(mirror: Mirror, settings: Settings) -> Result<Self, DownloadError> {
        // Whoever was first has installed the same.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let agent = format!("dataget/{} (+{})", env!("CARGO_PKG_VERSION"), settings.contact);
        let builder = Http::builder()
            .user_agent(agent)
            .redirect(Policy::custom(follow))
            .connect_timeout(settings.connect_timeout)
            // Not of a whole answer: of its beginning, and of each read.
            .timeout(settings.read_timeout)
            // A dump is checked as it was published, compressed.
            .no_gzip()
            .no_brotli()
            .no_deflate()
            .no_zstd();
        Ok(Self { http: builder.build().map_err(DownloadError::Settings)?, mirror, settings })
    }

    /// The same, but so many more bytes of the disk are to stay free.
    #[must_use]
    pub fn keeping_free(&self, bytes: u64) -> Self {
        let mut client = self.clone();
        client.settings.keep_free = client.settings.keep_free.saturating_add(bytes);
        client
    }

    /// Requires the room in a folder that is to stay free.
    ///
    /// # Errors
    /// [`DownloadError::NoSpace`] where there is less.
    pub fn require_room(&self, folder: &Path) -> Result<(), DownloadError> {
        transfer::require(folder, 0, self.settings.keep_free)
    }

    /// The mirror that it asks.
    #[must_use]
    pub fn mirror(&self) -> &Mirror {
        &self.mirror
    }

    /// Asks once, and gives the answer whatever its status.
    pub(super) fn ask(
        &self,
        url: &Url,
        headers: &[(HeaderName, &str)],
    ) -> Result<Response, DownloadError> {
        let mut map = HeaderMap::new();
        map.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        for (name, value) in headers {
            // Whatever a server once gave in a header goes into one.
            map.extend(HeaderValue::from_str(value).ok().map(|value| (name.clone(), value)));
        }
        tracing::debug!(url = %Place::Web(url.clone()), "asking");
        self.http.get(url.clone()).headers(map).send().map_err(|error| {
            let place = Place::Web(url.clone()).to_string();
            let is_misled = error.is_redirect();
            let reason = reason(&error.without_url());
            match is_misled {
                true => DownloadError::Misled { place, reason },
                false => DownloadError::Unreachable { place, reason },
            }
        })
    }

    /// Asks for a text of at most so many bytes, if it is not the known version.
    pub(super) fn text(
        &self,
        place: &Place,
        known: Option<&Version>,
        limit: u64,
    ) -> Result<Text, DownloadError> {
        let url = match place {
            Place::Web(url) => url,
            Place::Local(path) => {
                let text = std::fs::read(path).map_err(|error| match error.kind() {
                    io::ErrorKind::NotFound => DownloadError::NotThere { place: place.to_string() },
                    _ => DownloadError::io("read", path)(error),
                })?;
                let text = String::from_utf8_lossy(&text).into_owned();
                return Ok(Text::Changed(text, Version::default()));
            }
        };
        let condition = known.and_then(|known| match (&known.etag, &known.modified) {
            (Some(etag), _) => Some((IF_NONE_MATCH, etag.as_str())),
            (None, Some(modified)) => Some((IF_MODIFIED_SINCE, modified.as_str())),
            (None, None) => None,
        });
        let answer = self.ask(url, condition.as_slice())?;
        match answer.status() {
            StatusCode::OK => {}
            StatusCode::NOT_MODIFIED if condition.is_some() => return Ok(Text::Unchanged),
            _ => return Err(self.refusal(place, &answer)),
        }
        let version = Version::of(answer.headers());
        let text = read_text(answer, place, limit)?;
        Ok(Text::Changed(String::from_utf8_lossy(&text).into_owned(), version))
    }

    /// Why an answer is not what was asked for, by its status.
    pub(super) fn refusal(&self, place: &Place, answer: &Response) -> DownloadError {
        let (place, status) = (place.to_string(), answer.status());
        let header = answer.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok());
        match status {
            StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => {
                let until = wait_until(header, self.settings.clock.now());
                DownloadError::Wait { place, status: status.as_u16(), until }
            }
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
                DownloadError::Forbidden { place, status: status.as_u16() }
            }
            StatusCode::NOT_FOUND | StatusCode::GONE => DownloadError::NotThere { place },
            status => DownloadError::Status { place, status: status.as_u16() },
        }
    }

    /// Waits before the `nth` try.
    pub(super) fn pause(&self, nth: u32, observer: &dyn Observer) -> Result<(), DownloadError> {
        let mut left = self.settings.pace.pause(nth);
        loop {
            if observer.cancelled() {
                return Err(DownloadError::Cancelled);
            }
            if left.is_zero() {
                return Ok(());
            }
            std::thread::sleep(left.min(BLINK));
            left = left.saturating_sub(BLINK);
        }
    }
}

/// Reads a text to its end, within its limits of length and time.
fn read_text(answer: Response, place: &Place, limit: u64) -> Result<Vec<u8>, DownloadError> {
    let (started, mut text, mut piece) = (Instant::now(), Vec::new(), vec![0; 64 << 10]);
    let mut answer = answer.take(limit + 1);
    let cut = |text: &[u8], reason: String| {
        let (place, at) = (place.to_string(), text.len() as u64);
        DownloadError::Cut { place, at, total: None, reason }
    };
    loop {
        match answer.read(&mut piece) {
            Ok(0) => break,
            Ok(count) => text.extend_from_slice(&piece[..count]),
            Err(error) => return Err(cut(&text, reason(&error))),
        }
        if started.elapsed() > TEXT_TIME {
            return Err(cut(&text, "it comes too slowly".to_owned()));
        }
    }
    if text.len() as u64 > limit {
        let reason = format!("it has more than {limit} bytes");
        return Err(DownloadError::Listing { place: place.to_string(), reason });
    }
    Ok(text)
}

/// Follows a few redirections, and none from a protected connection to an open one.
fn follow(attempt: Attempt<'_>) -> reqwest::redirect::Action {
    let opened = attempt.url().scheme() != "https"
        && attempt.previous().last().is_some_and(|url| url.scheme() == "https");
    if opened {
        attempt.error(io::Error::other("it leads from https to http"))
    } else if attempt.previous().len() > MOST_REDIRECTIONS {
        attempt.error(io::Error::other("it leads on and on"))
    } else {
        attempt.follow()
    }
}

/// What is at the bottom of an error: the rest only says that a request failed.
pub(super) fn reason(error: &(dyn std::error::Error + 'static)) -> String {
    let mut bottom = error;
    while let Some(source) = bottom.source() {
        bottom = source;
    }
    bottom.to_string()
}
