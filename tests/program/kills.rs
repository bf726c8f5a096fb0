//! A load that is killed at any moment leaves the catalogue as it was.

use std::{
    fs,
    path::Path,
    process::{Child, Stdio},
};

use crate::{
    dump,
    run::{Dataget, wait_until},
};

/// How many moments of a load are tried.
const MOMENTS: u64 = 15;

/// The bytes below a folder; 0 where there is none. Files may come and go meanwhile.
fn size(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| match entry.metadata() {
            Ok(found) if found.is_dir() => size(&entry.path()),
            Ok(found) => found.len(),
            Err(_) => 0,
        })
        .sum()
}

fn start(dataget: &Dataget) -> Child {
    let mut load = dataget.command(&["load", "november"]);
    load.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

#[test]
fn a_load_killed_at_any_moment_is_as_if_it_had_never_begun() {
    let dataget = Dataget::loaded(|folder| dump::month(folder, "20261001", 20));
    let november = dataget.folder("november");
    dump::large(&november, "20261101", 1500);
    let staged = dataget.path().join("data/generations/20261101");

    // Without a checksum file the folder's size tells how far a load is. Once without a kill, to
    // know how large it gets.
    let whole = {
        dataget.run(&["load", "november", "--data-dir", "aside"]).succeeds();
        size(&dataget.path().join("aside/generations/20261101"))
    };
    let before = dataget.data();
    let mut killed = 0;
    for moment in 0..MOMENTS {
        let wanted = whole * moment / MOMENTS;
        let mut load = start(&dataget);
        wait_until("the load has written so much, or is done", || {
            (staged.exists() && size(&staged) >= wanted) || load.try_wait().unwrap().is_some()
        });
        load.kill().unwrap();
        killed += u64::from(!load.wait().unwrap().success());

        assert_eq!(dataget.generations(), ["*20261001"], "at moment {moment}");
        assert_eq!(dataget.counts("song"), [40, 40, 20], "at moment {moment}");
        // Asking clears nothing away; the next that writes does, and is refused here.
        let page = dataget.path().join("20261201_labels.xml");
        dump::write(&page, &dump::many("labels", 1));
        dataget.run(&["load", "20261201_labels.xml"]).fails();
        assert!(dataget.data() == before, "at moment {moment}: {:?}", dataget.data().keys());
        dataget.assert_clean();
    }
    assert_eq!(killed, MOMENTS, "some loads were done before they could be killed");

    dataget.run(&["load", "november", "--force"]).succeeds();
    assert_eq!(dataget.generations(), ["20261001", "*20261101"]);
    let answer = |data: &str| {
        let found = dataget.run(&["search", "-zzz", "--json", "--data-dir", data]).succeeds();
        found.json()["hits"].clone()
    };
    assert_eq!(answer("data"), answer("aside"));
}

#[test]
fn an_index_build_that_is_killed_leaves_the_index_before() {
    let dataget = Dataget::loaded(|folder| dump::large(folder, "20261101", 1000));
    let before = dataget.data();
    let scratch = dataget.path().join("data/generations/20261101-2");
    for wanted in [0, 1, 100_000] {
        let mut index = dataget.command(&["index"]);
        let mut index = index.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        wait_until("the build has written so much, or is done", || {
            (scratch.exists() && size(&scratch) >= wanted) || index.try_wait().unwrap().is_some()
        });
        index.kill().unwrap();
        index.wait().unwrap();
        dataget.run(&["search", "genre:rock"]).succeeds();
        dataget.run(&["index"]).succeeds();
        assert!(dataget.data() == before);
        dataget.assert_clean();
    }
}
