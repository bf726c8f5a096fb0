//! One process writes at a time; the others are told which.

use std::{
    io::{BufRead, BufReader, Read},
    process::{Child, Stdio},
};

use crate::{
    dump,
    run::{Dataget, signal},
};

/// A load that has begun and then stands still.
struct Standing {
    load: Child,
    stderr: BufReader<std::process::ChildStderr>,
}

impl Standing {
    fn start(dataget: &Dataget) -> Self {
        let mut load = dataget.command(&["load", "november"]);
        let mut load = load.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut stderr = BufReader::new(load.stderr.take().unwrap());
        let mut line = String::new();
        stderr.read_line(&mut line).unwrap();
        assert!(line.starts_with("labels: reading "), "{line}");
        signal("STOP", load.id());
        Self { load, stderr }
    }

    fn go_on(mut self) {
        signal("CONT", self.load.id());
        let mut rest = String::new();
        self.stderr.read_to_string(&mut rest).unwrap();
        assert!(self.load.wait().unwrap().success(), "{rest}");
    }
}

#[test]
fn a_second_writer_is_refused_and_told_of_the_first() {
    let dataget = Dataget::loaded(|folder| dump::month(folder, "20261001", 5));
    dump::large(&dataget.folder("november"), "20261101", 2000);
    let load = Standing::start(&dataget);
    let process = load.load.id();
    let error = format!(
        "error: the data folder data is being written by `dataget load` (process {process}): wait \
         for it to end"
    );
    for arguments in [
        &["load", "loaded"][..],
        &["load", "loaded", "--force"],
        &["index"],
        &["generations", "publish", "20261001"],
        &["generations", "drop", "20261001"],
    ] {
        assert_eq!(dataget.run(arguments).fails(), error, "{arguments:?}");
    }
    // Whoever only reads is not held up.
    assert_eq!(dataget.counts("song"), [10, 10, 5]);
    assert_eq!(dataget.generations(), ["*20261001"]);
    dataget.run(&["status"]).succeeds();

    load.go_on();
    assert_eq!(dataget.generations(), ["20261001", "*20261101"]);
    dataget.run(&["index"]).succeeds();
}
