//! `dataget index` when the documents have changed: another build takes over, unnoticed.

use std::{
    sync::atomic::{AtomicBool, AtomicU32, Ordering},
    thread,
};

use apis::catalogue::{Catalogue as Opened, CatalogueError, Live, Search};
use mongodb::bson::doc;

use crate::{
    dump,
    home::{Catalogue, Home},
    run::wait_until,
    writers::Loading,
};

const RELEASES: u64 = 80;
const REBUILDS: usize = 4;

fn loaded(home: Home) -> Catalogue {
    Catalogue::new(home).loaded(|folder| dump::month(folder, "20261101", RELEASES as u32))
}

/// Gives all documents one genre.
fn set_genre(catalogue: &Catalogue, genre: &str) {
    for kind in ["masters", "releases"] {
        let set = doc! { "$set": { "genres": [genre] } };
        catalogue.collection("_20261101", kind).update_many(doc! {}, set).run().unwrap();
    }
}

/// How many releases have each genre: all of them one, or all of them the other.
fn counts(catalogue: &Opened) -> Result<[u64; 2], CatalogueError> {
    let count = |query| {
        let found = catalogue.search(Search { query, limit: 0, cursor: None })?;
        Ok::<_, CatalogueError>(found.total.releases)
    };
    Ok([count("genre:polka -genre:none")?, count("genre:tango -genre:none")?])
}

fn is_unnoticed(home: Home) {
    let catalogue = loaded(home);
    set_genre(&catalogue, "Polka");
    catalogue.run(&["index"]).succeeds();
    let store = catalogue.store();
    let live = Live::open(catalogue.store()).unwrap();
    let all = counts(&live.catalogue().unwrap()).unwrap()[0];
    assert!(all >= RELEASES, "{all}");
    let is_over = AtomicBool::new(false);
    let answered = [AtomicU32::new(0), AtomicU32::new(0)];
    let note = |found: [u64; 2]| {
        assert!([[all, 0], [0, all]].contains(&found), "{found:?}");
        answered[usize::from(found[0] == 0)].fetch_add(1, Ordering::Relaxed);
    };
    thread::scope(|scope| {
        let reading = [
            scope.spawn(|| {
                while !is_over.load(Ordering::Relaxed) {
                    note(live.answer(counts).unwrap());
                }
            }),
            scope.spawn(|| {
                while !is_over.load(Ordering::Relaxed) {
                    note(counts(&Opened::open(&store).unwrap()).unwrap());
                }
            }),
        ];
        for genre in ["Tango", "Polka"].into_iter().cycle().take(REBUILDS) {
            set_genre(&catalogue, genre);
            catalogue.run(&["index"]).succeeds();
            let number = usize::from(genre == "Tango");
            wait_until("it is noticed", || {
                counts(&live.catalogue().unwrap()).unwrap()[number] == all
            });
        }
        is_over.store(true, Ordering::Relaxed);
        reading.into_iter().for_each(|reading| reading.join().unwrap());
    });
    let answered = answered.map(AtomicU32::into_inner);
    assert!(answered.iter().all(|&answers| answers > REBUILDS as u32), "{answered:?}");
    wait_until("nothing is wrong", || live.trouble().is_none());
    catalogue.assert_tidy();
}

#[test]
fn no_answer_fails_or_mixes_while_the_index_is_built_again() {
    is_unnoticed(Home::Both);
}

#[test]
fn no_answer_fails_or_mixes_while_the_index_is_built_again_in_a_cluster() {
    is_unnoticed(Home::Cluster);
}

#[test]
fn what_a_killed_index_has_left_goes_with_the_next_that_writes() {
    let catalogue = loaded(Home::Both);
    set_genre(&catalogue, "Polka");
    let indexing = Loading::start(&catalogue, &["index"]);
    wait_until("another build is there", || catalogue.keys().iter().any(|key| key.contains('+')));
    indexing.kill();
    catalogue.a_minute_later();
    catalogue.run(&["generations", "publish", "20261101"]).succeeds();
    catalogue.assert_tidy();
    let found = counts(&Opened::open(&catalogue.store()).unwrap()).unwrap();
    assert!(found[0] == 0 || found[0] >= RELEASES, "{found:?}");
}
