//! One process writes at a time, over all machines; the others are told which.

use std::{
    io::{BufRead, BufReader, Read},
    process::{Child, ChildStderr, Stdio},
};

use crate::{
    dump,
    home::{Catalogue, Home},
    run::{Dataget, signal},
};

/// A load that can be stopped where it says something.
pub(crate) struct Loading {
    load: Child,
    stderr: BufReader<ChildStderr>,
}

impl Loading {
    pub(crate) fn start(dataget: &Dataget, arguments: &[&str]) -> Self {
        let mut load = dataget.command(arguments);
        let mut load = load.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let stderr = BufReader::new(load.stderr.take().unwrap());
        Self { load, stderr }
    }

    /// Waits until it says a line that begins so.
    pub(crate) fn until(mut self, line: &str) -> Self {
        let mut told = String::new();
        while !told.lines().last().unwrap_or_default().starts_with(line) {
            assert_ne!(self.stderr.read_line(&mut told).unwrap(), 0, "it ended with {told}");
        }
        self
    }

    pub(crate) fn process(&self) -> u32 {
        self.load.id()
    }

    pub(crate) fn is_over(&mut self) -> bool {
        self.load.try_wait().unwrap().is_some()
    }

    pub(crate) fn kill(mut self) {
        self.load.kill().unwrap();
        self.load.wait().unwrap();
    }

    /// Its exit code, and what else it says.
    pub(crate) fn end(mut self) -> (Option<i32>, String) {
        let mut rest = String::new();
        self.stderr.read_to_string(&mut rest).unwrap();
        (self.load.wait().unwrap().code(), rest)
    }
}

#[test]
fn a_second_writer_is_refused_wherever_it_runs() {
    let catalogue = Catalogue::new(Home::Both).loaded(|folder| dump::month(folder, "20261001", 5));
    dump::large(&catalogue.folder("november"), "20261101", 800);
    let elsewhere = catalogue.elsewhere(None, None);
    dump::month(&elsewhere.folder("loaded"), "20261001", 5);
    let loading = Loading::start(&catalogue, &["load", "november"]).until("releases: reading ");
    signal("STOP", loading.process());

    let here = format!(
        "error: the data folder data is being written by `dataget load` (process {}): wait for it \
         to end",
        loading.process()
    );
    for arguments in [
        &["load", "loaded"][..],
        &["load", "loaded", "--force"],
        &["index"],
        &["generations", "publish", "20261001"],
        &["generations", "drop", "20261001"],
    ] {
        assert_eq!(catalogue.run(arguments).fails(), here, "{arguments:?}");
        let there = elsewhere.run(arguments).fails();
        let holder =
            format!("is being written by `dataget load` (process {} on ", loading.process());
        assert!(there.starts_with("error: the catalogue in MongoDB at 127.0.0.1:"), "{there}");
        assert!(there.contains(&holder) && there.contains(": wait for it to end; "), "{there}");
    }
    // Whoever only reads is not held up.
    for dataget in [&*catalogue, &elsewhere] {
        assert_eq!(dataget.counts("song"), [10, 10, 5]);
        assert_eq!(dataget.generations(), ["*20261001"]);
        dataget.run(&["status"]).succeeds();
    }
    signal("CONT", loading.process());
    let (code, rest) = loading.end();
    assert_eq!(code, Some(0), "{rest}");
    elsewhere.run(&["index"]).succeeds();
    assert_eq!(elsewhere.generations(), ["20261001", "*20261101"]);
}

#[test]
fn a_catalogue_does_not_touch_the_indexes_of_another() {
    let catalogue = Catalogue::new(Home::Redis).loaded(|folder| dump::month(folder, "20261001", 5));
    let elsewhere = catalogue.elsewhere(None, None);
    dump::month(&elsewhere.folder("november"), "20261101", 5);
    let error = elsewhere.run(&["load", "november"]).fails();
    assert!(
        error.contains("has the indexes of another catalogue: set DATAGET_REDIS_PREFIX"),
        "{error}"
    );
    assert_eq!(catalogue.generations(), ["*20261001"]);
    assert!(catalogue.run(&["search", "song"]).succeeds().stdout.starts_with("10 releases"));
}
