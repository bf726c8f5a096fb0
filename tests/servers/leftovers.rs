//! What is refused, interrupted or killed leaves nothing on the servers.

use crate::{
    dump,
    home::{Catalogue, Home},
    run::signal,
    writers::Loading,
};

/// With a month loaded, and another one to be.
fn with_october(home: Home) -> Catalogue {
    let catalogue = Catalogue::new(home).loaded(|folder| dump::month(folder, "20261001", 20));
    dump::large(&catalogue.folder("november"), "20261101", 900);
    catalogue
}

fn assert_october(catalogue: &Catalogue) {
    assert_eq!(catalogue.generations(), ["*20261001"]);
    assert_eq!(catalogue.counts("song"), [40, 40, 20]);
}

#[test]
fn a_load_that_is_refused_leaves_nothing() {
    for home in Home::ALL {
        let catalogue = Catalogue::new(home).loaded(|folder| dump::month(folder, "20261001", 20));
        let keys = catalogue.keys();
        let few = dump::name("20261101", "labels");
        dump::write(&catalogue.path().join(&few), &dump::many("labels", 17));
        let shrunk = catalogue.refuses(&["load", &few]);
        assert!(shrunk.contains("the dump has 17 labels"), "{home:?}: {shrunk}");

        let bad = dump::name("20261101", "releases");
        let records: String = (1..=20).map(|id| dump::record("releases", id)).collect();
        let records = records + "<release><title>Nameless</title></release>\n";
        dump::write(&catalogue.path().join(&bad), &dump::whole("releases", &records));
        let rejected = catalogue.refuses(&["load", &bad]);
        assert!(rejected.contains("rejected"), "{home:?}: {rejected}");

        let whole = dump::gzip(dump::many("masters", 500).as_bytes());
        let cut = dump::name("20261101", "masters");
        std::fs::write(catalogue.path().join(&cut), &whole[..whole.len() / 2]).unwrap();
        catalogue.refuses(&["load", &cut]);

        assert_october(&catalogue);
        assert_eq!(catalogue.keys(), keys, "{home:?}");
        catalogue.assert_tidy();
    }
}

#[test]
fn an_interrupted_load_says_so_and_leaves_nothing() {
    for home in [Home::Both, Home::Cluster] {
        let catalogue = with_october(home);
        let keys = catalogue.keys();
        for line in ["labels: reading ", "releases: reading ", "index: building"] {
            let loading = Loading::start(&catalogue, &["load", "november", "--force"]).until(line);
            signal("INT", loading.process());
            let (code, rest) = loading.end();
            let error = "error: interrupted: nothing was published, the current generation is \
                         unchanged\n";
            assert!(code == Some(1) && rest.ends_with(error), "{home:?} at {line}: {rest}");
            assert_october(&catalogue);
            assert_eq!(catalogue.keys(), keys, "{home:?} at {line}");
            catalogue.assert_tidy();
        }
    }
}

#[test]
fn what_a_killed_load_has_left_goes_with_the_next_that_writes() {
    for home in [Home::Redis, Home::Both] {
        let catalogue = with_october(home);
        for line in ["labels: reading ", "releases: reading ", "index: building"] {
            Loading::start(&catalogue, &["load", "november", "--force"]).until(line).kill();
            assert_october(&catalogue);
            catalogue.a_minute_later();
            catalogue.run(&["index"]).succeeds();
            assert_october(&catalogue);
            catalogue.assert_tidy();
        }
        Loading::start(&catalogue, &["load", "november", "--force"]).until("releases: read").kill();
        catalogue.a_minute_later();
        catalogue.run(&["load", "november", "--force"]).succeeds();
        assert_eq!(catalogue.generations(), ["20261001", "*20261101"], "{home:?}");
    }
}

#[test]
fn a_killed_writer_keeps_the_right_to_write_for_a_minute_but_not_from_its_own_folder() {
    let catalogue = with_october(Home::MongoDb);
    let loading = Loading::start(&catalogue, &["load", "november"]).until("labels: reading ");
    let process = loading.process();
    loading.kill();
    let error = catalogue.elsewhere(None, None).run(&["index"]).fails();
    assert!(error.contains(&format!("(process {process} on ")), "{error}");
    catalogue.run(&["index"]).succeeds();
}

#[test]
fn what_a_killed_machine_has_left_goes_with_the_next_that_writes_elsewhere() {
    let catalogue = with_october(Home::Both);
    Loading::start(&catalogue, &["load", "november", "--force"]).until("releases: read").kill();
    catalogue.a_minute_later();
    let elsewhere = catalogue.elsewhere(None, None);
    elsewhere.run(&["index"]).succeeds();
    catalogue.assert_tidy();
    assert_october(&catalogue);
}

#[test]
fn an_index_that_is_interrupted_leaves_the_one_before() {
    let catalogue = Catalogue::new(Home::Both);
    dump::large(&catalogue.folder("november"), "20261101", 900);
    catalogue.run(&["load", "november"]).succeeds();
    let before = catalogue.counts("-zzz");
    let keys = catalogue.keys();
    let indexing = Loading::start(&catalogue, &["index"]).until("index: building");
    signal("INT", indexing.process());
    let (code, rest) = indexing.end();
    assert_eq!(code, Some(1), "{rest}");
    assert_eq!((catalogue.counts("-zzz"), catalogue.keys()), (before, keys));
    Loading::start(&catalogue, &["index"]).until("index: building").kill();
    catalogue.a_minute_later();
    assert_eq!(catalogue.counts("-zzz"), before);
    catalogue.run(&["index"]).succeeds();
    assert_eq!(catalogue.counts("-zzz"), before);
}
