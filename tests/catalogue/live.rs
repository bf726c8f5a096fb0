//! The catalogue of whoever stays.

use std::{fs, sync::Arc};

use apis::catalogue::{CatalogueError, Gone, Live, Search, Unavailable};

use crate::demo::{Demo, wait_until};

const QUERY: Search<'_> = Search { query: "has:video", limit: 10, cursor: None };

#[test]
fn what_is_published_after_the_start_is_found() {
    let demo = Demo::unloaded();
    let live = Live::open(demo.store()).unwrap();
    assert_eq!(live.catalogue().err(), Some(Unavailable::NothingLoaded));
    insta::assert_snapshot!(
        live.answer(|catalogue| catalogue.search(QUERY)).unwrap_err(),
        @"nothing is loaded yet: run `dataget load DIR` or `dataget demo`"
    );
    let name = demo.load();
    wait_until("it is found", || live.catalogue().is_ok());
    assert_eq!(live.catalogue().unwrap().generation(), name);
    wait_until("nothing is wrong", || live.trouble().is_none());
}

#[test]
fn a_pointer_that_cannot_be_read_is_told_until_it_can() {
    let demo = Demo::loaded();
    let pointer = demo.data().join("CURRENT.json");
    let whole = fs::read(&pointer).unwrap();
    fs::write(&pointer, "{").unwrap();
    let live = Live::open(demo.store()).unwrap();
    let Err(Unavailable::Trouble(trouble)) = live.catalogue() else { panic!("it is damaged") };
    assert!(trouble.contains("CURRENT.json is damaged"), "{trouble}");
    assert_eq!(live.trouble(), Some(trouble));
    fs::write(&pointer, whole).unwrap();
    wait_until("it is read", || live.catalogue().is_ok());
}

#[test]
fn a_list_goes_on_in_the_generation_it_was_begun_in() {
    let demo = Demo::loaded();
    let live = Live::open(demo.store()).unwrap();
    let before = live.catalogue().unwrap();
    let first = before.search(QUERY).unwrap();
    let cursor = first.next.as_deref();
    assert!(cursor.is_some(), "there is a second page");
    let second = Search { cursor, ..QUERY };
    let expected = before.search(second).unwrap();

    let newer = demo.load();
    wait_until("it has moved on", || live.catalogue().unwrap().generation() == newer);
    assert!(live.answer(|catalogue| catalogue.search(second)).is_err());
    let found = live.answer_at(cursor, |catalogue| catalogue.search(second)).unwrap();
    assert_eq!((found.generation, found.hits), (first.generation, expected.hits.clone()));
    assert!(Arc::ptr_eq(&live.of_generation(first.generation).unwrap(), &before), "it is kept");

    // Whoever starts now has never seen it, and finds it as long as it is published.
    let late = Live::open(demo.store()).unwrap();
    let found = late.answer_at(cursor, |catalogue| catalogue.search(second)).unwrap();
    assert_eq!(found.hits, expected.hits);
    let opened = late.of_generation(first.generation).unwrap();
    assert!(Arc::ptr_eq(&late.of_generation(first.generation).unwrap(), &opened), "it is kept");
}

#[test]
fn a_generation_that_was_dropped_is_named_as_gone() {
    let demo = Demo::loaded();
    let first = demo.store().require_current().unwrap();
    demo.load();
    let live = Live::open(demo.store()).unwrap();
    demo.store().lock("a test").unwrap().drop_generation(first).unwrap();
    let Err(CatalogueError::Gone(gone)) = live.of_generation(first) else { panic!("it is gone") };
    assert_eq!(gone, Gone(first));
    insta::assert_snapshot!(
        gone,
        @"generation 20200806 is no longer there: ask again without the cursor"
    );
}

#[test]
fn a_generation_that_was_dropped_is_let_go() {
    let demo = Demo::loaded();
    let live = Live::open(demo.store()).unwrap();
    let mut names = vec![live.catalogue().unwrap().generation()];
    for _ in 0..3 {
        let name = demo.load();
        names.push(name);
        wait_until("it has moved on", || live.catalogue().unwrap().generation() == name);
    }
    let lock = demo.store().lock("a test").unwrap();
    for &name in names[..3].iter().filter(|name| lock.store().published().unwrap().contains(name)) {
        lock.drop_generation(name).unwrap();
    }
    // Its files are deleted; kept open, they would go on taking room.
    wait_until("those before are let go", || {
        names[..3].iter().all(|&name| live.of_generation(name).is_err())
    });
    assert!(live.of_generation(names[3]).is_ok());
}

#[test]
fn the_version_changes_with_the_generation_and_with_its_index() {
    let demo = Demo::loaded();
    let first = demo.catalogue();
    assert_eq!(demo.catalogue().version(), first.version());
    demo.rebuild_index();
    let rebuilt = demo.catalogue();
    assert_eq!(rebuilt.generation(), first.generation());
    assert_ne!(rebuilt.version(), first.version());
    demo.load();
    assert_ne!(demo.catalogue().version(), rebuilt.version());
}
