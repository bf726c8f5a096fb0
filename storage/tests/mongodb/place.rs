//! A place on a server that nobody else uses, and what is stored there.

use std::{
    sync::atomic::{AtomicU32, Ordering},
    thread,
    time::{Duration, Instant},
};

use mongodb::{bson::Document as Bson, sync::Client};
use storage::{
    documents::{self, Document, Documents, DocumentsWriter},
    generations::GenerationName,
    model::{Artist, Id, Kind},
    mongodb::{Error, MongoDb},
};

/// The shared server under a name of its own, with the driver beside it to do harm with.
pub(crate) struct Place {
    pub(crate) server: MongoDb,
    pub(crate) driver: Client,
    pub(crate) name: String,
}

impl Place {
    pub(crate) fn new() -> Self {
        Self::on(servers::mongodb())
    }

    pub(crate) fn on(url: &str) -> Self {
        static PLACES: AtomicU32 = AtomicU32::new(0);
        let place = PLACES.fetch_add(1, Ordering::Relaxed);
        let name = format!("mongodb_{}_{place}", std::process::id());
        let server = MongoDb::connect(url, &name).unwrap();
        Self { server, driver: Client::with_uri_str(url).unwrap(), name }
    }

    pub(crate) fn notes(&self, collection: &str) -> mongodb::sync::Collection<Bson> {
        self.driver.database(&self.name).collection(collection)
    }

    pub(crate) fn artists(&self) -> mongodb::sync::Collection<Bson> {
        self.driver.database(&format!("{}_20261101", self.name)).collection("artists")
    }

    pub(crate) fn writer(&self) -> DocumentsWriter {
        self.create().unwrap()
    }

    pub(crate) fn create(&self) -> documents::Result<DocumentsWriter> {
        let location = self.server.documents(november());
        let encoder = location.encoder(|| Err(())).expect("no samples are needed");
        DocumentsWriter::create(location, Kind::Artists, &encoder)
    }

    pub(crate) fn store(&self, artists: impl IntoIterator<Item = Document>) -> Documents {
        let mut writer = self.writer();
        writer.put_batch(self.encoded(artists)).unwrap();
        writer.finish().unwrap();
        self.open()
    }

    pub(crate) fn encoded(
        &self,
        artists: impl IntoIterator<Item = Document>,
    ) -> Vec<(Id, Vec<u8>)> {
        let location = self.server.documents(november());
        let mut encoder = location.encoder(|| Err(())).unwrap().for_thread();
        artists.into_iter().map(|artist| (artist.id(), encoder.encode(&artist))).collect()
    }

    pub(crate) fn open(&self) -> Documents {
        Documents::open(self.server.documents(november())).unwrap()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let generations = format!("{}_", self.name);
        for database in self.driver.list_database_names().run().unwrap_or_default() {
            if database == self.name || database.starts_with(&generations) {
                let _ = self.driver.database(&database).drop().run();
            }
        }
    }
}

pub(crate) fn november() -> GenerationName {
    "20261101".parse().unwrap()
}

pub(crate) fn artist(id: Id, profile: &str) -> Document {
    let artist = Artist { id, profile: Some(profile.to_owned()), ..Default::default() };
    Document::Artist(Box::new(artist))
}

/// Runs something that must end in time, whatever comes of it.
pub(crate) fn within<T>(limit: Duration, what: impl FnOnce() -> T) -> T {
    let started = Instant::now();
    let outcome = what();
    assert!(started.elapsed() < limit, "it took {:?}", started.elapsed());
    outcome
}

pub(crate) fn wait_until(what: &str, limit: Duration, mut is_so: impl FnMut() -> bool) {
    let started = Instant::now();
    while !is_so() {
        assert!(started.elapsed() < limit, "it did not come to be that {what}");
        thread::yield_now();
    }
}

pub(crate) fn source(error: &documents::Error) -> &Error {
    let documents::Error::MongoDb(error) = error else { panic!("{error}") };
    error
}
