//! Who stops a load is told so, and nothing is left of it.

use std::{
    io::{BufRead, BufReader, Read},
    process::Stdio,
};

use crate::{
    dump,
    run::{Dataget, signal},
};

#[test]
fn an_interrupted_load_says_so_and_leaves_nothing() {
    let dataget = Dataget::loaded(|folder| dump::month(folder, "20261001", 20));
    dump::large(&dataget.folder("november"), "20261101", 4000);
    let before = dataget.data();
    for name in ["INT", "TERM"] {
        for line in ["labels: reading ", "releases: reading ", "index: building"] {
            let mut load = dataget.command(&["load", "november", "--force"]);
            let load = load.stdout(Stdio::piped()).stderr(Stdio::piped());
            let mut load = load.spawn().unwrap();
            let mut stderr = BufReader::new(load.stderr.take().unwrap());
            let mut told = String::new();
            while !told.lines().last().unwrap_or_default().starts_with(line) {
                assert_ne!(stderr.read_line(&mut told).unwrap(), 0, "it ended with {told}");
            }
            signal(name, load.id());
            let mut rest = String::new();
            stderr.read_to_string(&mut rest).unwrap();
            let output = load.wait_with_output().unwrap();
            assert_eq!(output.status.code(), Some(1), "{name} at {line}: {rest}");
            assert_eq!(output.stdout, b"");
            assert!(rest.contains("stopping; interrupt again to stop at once\n"), "{rest}");
            let error = "error: interrupted: nothing was published, the current generation is \
                         unchanged\n";
            assert!(rest.ends_with(error), "{rest}");
            assert!(dataget.data() == before, "{name} at {line}");
            dataget.assert_clean();
        }
    }
}
