//! A data folder, and the mirror that it is updated from.

use std::{path::PathBuf, time::Duration};

use etl::{
    download::{Client, Pace, Settings},
    load,
    update::{Options, UpdateError, Updated, update},
};
use fake_discogs::{FakeDiscogs, Layout};
use jiff::{Timestamp, civil::date, tz::TimeZone};
use storage::{
    clock::Clock,
    generations::{GenerationName, Store},
    runs::Runs,
};
use tempfile::TempDir;

use crate::month::Month;

pub(crate) struct Site {
    pub(crate) discogs: FakeDiscogs,
    pub(crate) folder: TempDir,
    pub(crate) layout: Layout,
}

impl Site {
    pub(crate) fn new(layout: Layout) -> Self {
        Self { discogs: FakeDiscogs::start(), folder: tempfile::tempdir().unwrap(), layout }
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub(crate) fn publish(&self, month: &Month) {
        for (name, content) in month.files() {
            self.discogs.put(&name, content);
        }
        self.discogs.put(&month.checksum_name(), month.checksums());
    }

    pub(crate) fn url(&self) -> String {
        self.discogs.url(self.layout)
    }

    /// Runs an update within this process.
    pub(crate) fn update(&self, now: Timestamp) -> Result<Updated, UpdateError> {
        run(&self.data(), &self.url(), now, &Options::default())
    }

    pub(crate) fn current(&self) -> Option<GenerationName> {
        Store::open(self.data()).unwrap().current().unwrap()
    }
}

/// Updates as on that day.
pub(crate) fn run(
    data: &PathBuf,
    url: &str,
    now: Timestamp,
    options: &Options,
) -> Result<Updated, UpdateError> {
    let settings = Settings {
        contact: "test@example.org".to_owned(),
        connect_timeout: Duration::from_secs(5),
        // Short where something is made to stall, and nowhere else.
        read_timeout: read_timeout(),
        pace: Pace::NONE,
        keep_free: 0,
        clock: Clock::new(move || now),
    };
    let load = load::Options { stops_at_vanished: true, ..options.load };
    let options = &Options { load, ..options.clone() };
    let client = Client::new(url.parse().unwrap(), settings).unwrap();
    let store = Store::open(data).unwrap();
    update(&store, &client, options, &Runs::new(data, None), &())
}

/// Noon of a day of 2026; days beyond its end are of the next year.
pub(crate) fn noon(day: u32) -> Timestamp {
    let date = date(2026, 1, 1).checked_add(jiff::Span::new().days(day)).unwrap();
    date.at(12, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap().timestamp()
}

/// Names the time that a day's run may wait for a byte.
pub(crate) const TIMEOUT: &str = "DATAGET_TEST_UPDATE_MILLIS";

fn read_timeout() -> Duration {
    let given = std::env::var(TIMEOUT).ok().and_then(|millis| millis.parse().ok());
    Duration::from_millis(given.unwrap_or(20_000))
}
