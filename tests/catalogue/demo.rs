//! The built-in sample, loaded.

use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

use apis::catalogue::{Catalogue, Hit, Search};
use etl::load::{Options, load, rebuild_index};
use storage::generations::{GenerationName, Store};
use tempfile::TempDir;

/// A data folder and the sample's files.
pub(crate) struct Demo {
    files: Vec<PathBuf>,
    folder: TempDir,
}

impl Demo {
    /// With nothing loaded yet.
    pub(crate) fn unloaded() -> Self {
        let folder = tempfile::tempdir().expect("there is room for the sample");
        let files = etl::demo::write(folder.path()).expect("there is room for the sample");
        Self { files, folder }
    }

    /// With one generation.
    pub(crate) fn loaded() -> Self {
        let demo = Self::unloaded();
        demo.load();
        demo
    }

    /// Loads the sample, once more if it is loaded already.
    pub(crate) fn load(&self) -> GenerationName {
        let options = Options { threads: 1, ..Options::default() };
        load(&self.store(), &self.files, options, &()).expect("the sample is whole");
        self.store().require_current().expect("it was just published")
    }

    /// Builds the index of the current generation anew.
    pub(crate) fn rebuild_index(&self) {
        rebuild_index(&self.store(), None, &()).expect("a generation is loaded");
    }

    pub(crate) fn store(&self) -> Store {
        Store::open(self.data()).expect("it is a folder or nothing")
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub(crate) fn catalogue(&self) -> Catalogue {
        Catalogue::open(&self.store()).expect("a generation is loaded")
    }
}

/// Every entry of a catalogue.
pub(crate) fn all_hits(catalogue: &Catalogue) -> Vec<Hit> {
    let query = "has:video | -has:video";
    let search = Search { query, limit: 10_000, cursor: None };
    catalogue.search(search).expect("the query is right").hits
}

/// How long something may take that is waited for.
const DEADLINE: Duration = Duration::from_secs(60);

/// Waits for a condition.
pub(crate) fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    let started = Instant::now();
    while !is_so() {
        assert!(started.elapsed() < DEADLINE, "waited in vain until {what}");
        std::thread::yield_now();
    }
}
