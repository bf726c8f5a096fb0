//! A date that is loaded again, or further kinds of it.

use std::thread;

use serde_json::Value;

use crate::{
    dump,
    home::{Catalogue, Home},
    run::Dataget,
};

fn answer(dataget: &Dataget) -> [Value; 2] {
    let found = dataget.run(&["search", "-zzz", "--json"]).succeeds().json();
    [found["hits"].clone(), found["total"].clone()]
}

fn join_those_that_are_there(home: Home) {
    let catalogue = Catalogue::new(home);
    dump::catalogue(&catalogue.folder("all"));
    let file = |kind| format!("all/{}", dump::name("20261101", kind));
    catalogue.run(&["load", &file("masters")]).succeeds();
    catalogue.run(&["load", &file("releases"), &file("artists")]).succeeds();
    assert_eq!(catalogue.generations(), ["20261101", "*20261101-2"], "{home:?}");
    assert_eq!(catalogue.counts("-zzz"), [5, 4, 4], "{home:?}");
    let status = catalogue.run(&["status", "--json"]).succeeds().json();
    let kinds = &status["generations"][1]["manifest"]["kinds"];
    assert_eq!(kinds["masters"]["taken_over_from"], "20261101", "{home:?}");
    assert_eq!(kinds["masters"]["documents"], 2, "{home:?}");

    catalogue.run(&["load", &file("labels")]).succeeds();
    let at_once = Dataget::loaded(dump::catalogue);
    assert_eq!(answer(&catalogue), answer(&at_once), "{home:?}");
}

#[test]
fn further_kinds_of_a_date_join_those_that_are_there() {
    // Side by side, as each waits for readers to move on before it drops what they have read.
    thread::scope(|scope| {
        for home in Home::ALL {
            scope.spawn(move || join_those_that_are_there(home));
        }
    });
}

#[test]
fn what_is_taken_over_outlives_the_generation_that_it_came_from() {
    let catalogue = Catalogue::new(Home::Both).loaded(|folder| dump::month(folder, "20261101", 10));
    let labels = format!("loaded/{}", dump::name("20261101", "labels"));
    for _ in 0..3 {
        catalogue.run(&["load", &labels]).succeeds();
    }
    assert_eq!(catalogue.generations(), ["20261101-3", "*20261101-4"]);
    assert_eq!(catalogue.counts("song has:video"), [20, 20, 10]);
    let found = catalogue.run(&["search", "\"song 3\"", "--json"]).succeeds().json();
    assert_eq!(found["hits"][0]["title"], "Song 3");
}

#[test]
fn a_folder_that_is_lost_loses_nothing_of_what_is_on_servers() {
    let catalogue = Catalogue::new(Home::Both).loaded(|folder| dump::month(folder, "20261101", 10));
    let before = answer(&catalogue);
    let elsewhere = catalogue.elsewhere(None, None);
    assert_eq!(answer(&elsewhere), before);
    dump::month(&elsewhere.folder("december"), "20261201", 11);
    elsewhere.run(&["load", "december"]).succeeds();
    assert_eq!(catalogue.generations(), ["20261101", "*20261201"]);
    assert_eq!(answer(&catalogue), answer(&elsewhere));
}
