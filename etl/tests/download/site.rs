//! A stand-in with dumps, and a client that asks it.

use std::{
    cell::{Cell, RefCell},
    fs,
    io::Write,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
    time::Duration,
};

use etl::download::{
    Client, DownloadError, Downloaded, Fetched, Mirror, Observer, Outcome, Pace, Remembered,
    Settings, look, month,
};
use fake_discogs::{FakeDiscogs, Form, Layout};
use flate2::{Compression, write::GzEncoder};
use jiff::Timestamp;
use storage::{clock::Clock, generations::DumpDate, model::Kind};
use tempfile::TempDir;

pub(crate) const LABELS: &str = "discogs_20261101_labels.xml.gz";
pub(crate) const MASTERS: &str = "discogs_20261101_masters.xml.gz";
pub(crate) const CHECKSUM: &str = "discogs_20261101_CHECKSUM.txt";

/// The stand-in, a folder to download to, and what is remembered.
pub(crate) struct Site {
    pub(crate) discogs: FakeDiscogs,
    pub(crate) remembered: RefCell<Remembered>,
    folder: TempDir,
    layout: Layout,
    now: Arc<Mutex<Timestamp>>,
    settings: RefCell<Settings>,
}

impl Site {
    /// With nothing published, on 2026-11-02.
    pub(crate) fn new(layout: Layout) -> Self {
        let now = Arc::new(Mutex::new("2026-11-02T10:00:00Z".parse().unwrap()));
        let clock = Arc::clone(&now);
        let settings = Settings {
            contact: "tests@example.org".to_owned(),
            read_timeout: Duration::from_secs(20),
            pace: Pace::NONE,
            keep_free: 0,
            clock: Clock::new(move || *clock.lock().unwrap()),
            ..Settings::default()
        };
        let (discogs, folder) = (FakeDiscogs::start(), TempDir::new().unwrap());
        let (settings, remembered) = (RefCell::new(settings), RefCell::default());
        Self { discogs, remembered, folder, layout, now, settings }
    }

    /// With November 2026 published: labels and masters.
    pub(crate) fn with_november(layout: Layout) -> Self {
        let site = Self::new(layout);
        site.publish("20261101", 'n');
        site
    }

    pub(crate) fn publish(&self, date: &str, seed: char) {
        let files = ["labels", "masters"].map(|kind| (kind, dump(kind, seed)));
        self.discogs.put_month(date, files);
    }

    /// Publishes the CHECKSUM file of what is there of these kinds.
    pub(crate) fn publish_checksums(&self, date: &str, kinds: &[&str]) {
        let names = kinds.iter().map(|kind| format!("discogs_{date}_{kind}.xml.gz"));
        let text = self.discogs.checksum_text(names, Form::OneSpace);
        self.discogs.put(&format!("discogs_{date}_CHECKSUM.txt"), text);
    }

    pub(crate) fn set(&self, set: impl FnOnce(&mut Settings)) {
        set(&mut self.settings.borrow_mut());
    }

    pub(crate) fn set_now(&self, now: &str) {
        *self.now.lock().unwrap() = now.parse().unwrap();
    }

    pub(crate) fn client(&self) -> Client {
        let mirror: Mirror = self.discogs.url(self.layout).parse().unwrap();
        Client::new(mirror, self.settings.borrow().clone()).unwrap()
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder().join(name)
    }

    /// The bytes of a downloaded file, if it is there.
    pub(crate) fn bytes(&self, name: &str) -> Option<Vec<u8>> {
        fs::read(self.path(name)).ok()
    }

    /// The names of what is in the folder.
    pub(crate) fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder()).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    pub(crate) fn month(&self) -> Result<Downloaded, DownloadError> {
        self.month_of(None, &())
    }

    pub(crate) fn month_of(
        &self,
        kinds: Option<&[Kind]>,
        observer: &dyn Observer,
    ) -> Result<Downloaded, DownloadError> {
        let mut remembered = self.remembered.borrow_mut();
        month(&self.client(), &mut remembered, date("20261101"), kinds, self.folder(), observer)
    }

    /// Downloads the labels only.
    pub(crate) fn labels(&self, observer: &dyn Observer) -> Result<Downloaded, DownloadError> {
        self.month_of(Some(&[Kind::Labels]), observer)
    }

    /// What a new process finds, with what the last one remembered.
    pub(crate) fn look(&self, current: Option<&str>) -> Result<Outcome, DownloadError> {
        let json = serde_json::to_string(&*self.remembered.borrow()).unwrap();
        let mut remembered = serde_json::from_str(&json).unwrap();
        let found = look(&self.client(), &mut remembered, current.map(date));
        *self.remembered.borrow_mut() = remembered;
        found
    }

    /// Downloads November, as before loading it, and says that it is loaded.
    pub(crate) fn load(&self) {
        let downloaded = self.month().unwrap();
        self.remembered.borrow_mut().loaded(downloaded.date, &downloaded.checksums);
    }

    /// How many requests were made since it was asked last.
    pub(crate) fn requests(&self) -> usize {
        let count = self.discogs.books().requests().len();
        self.discogs.clear_books();
        count
    }
}

pub(crate) fn date(text: &str) -> DumpDate {
    text.parse().unwrap()
}

/// A gzip file of some 120,000 bytes, another one for each seed.
pub(crate) fn dump(kind: &str, seed: char) -> Vec<u8> {
    let mut xml = format!("<{kind}>\n");
    let mut number = u64::from(u32::from(seed)) + kind.len() as u64;
    for _ in 0..10_000 {
        number =
            number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        xml.push_str(&format!("<x>{number:x}</x>\n"));
    }
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(format!("{xml}</{kind}>\n").as_bytes()).unwrap();
    encoder.finish().unwrap()
}

/// Notes what it is told, and gives up after some bytes.
#[derive(Default)]
pub(crate) struct Notes {
    pub(crate) resumed: RefCell<Vec<u64>>,
    pub(crate) cuts: Cell<usize>,
    pub(crate) ended: RefCell<Vec<(String, u64)>>,
    pub(crate) bytes: Cell<u64>,
    pub(crate) give_up_after: Option<u64>,
}

impl Observer for Notes {
    fn resumed(&self, at: u64) {
        self.resumed.borrow_mut().push(at);
    }

    fn bytes(&self, count: u64) {
        self.bytes.set(self.bytes.get() + count);
    }

    fn cut(&self, _reason: &str) {
        self.cuts.set(self.cuts.get() + 1);
    }

    fn ended(&self, file: &str, fetched: &Fetched) {
        self.ended.borrow_mut().push((file.to_owned(), fetched.bytes));
    }

    fn cancelled(&self) -> bool {
        self.give_up_after.is_some_and(|bytes| self.bytes.get() >= bytes)
    }
}
