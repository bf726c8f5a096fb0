//! What was removed is taken off the disk.

use std::{fs, thread, time::Duration};

use jiff::Timestamp;
use storage::state::{Error, State};

use crate::place::{BRIEFLY, Embedded, HOUR, Place, count, key, number, put};

/// What is put under a name, long enough for several pages in all.
fn sings(name: u32) -> String {
    format!("canary {name} sings{}", ".".repeat(1_000))
}

/// Whether a text stands in the file.
fn has(place: &Embedded, text: &str) -> bool {
    let file = fs::read(place.path()).unwrap();
    file.windows(text.len()).any(|bytes| bytes == text.as_bytes())
}

#[test]
fn what_was_removed_is_in_the_file_no_more_and_the_rest_is() {
    let mut place = Embedded::new();
    let state = place.node();
    for name in 0..50 {
        put(&state, &key(name), HOUR, sings(name).as_bytes());
    }
    let queue = state.queue("playlists").unwrap();
    let now = Timestamp::now();
    queue.push("waits", now + HOUR).unwrap();
    queue.push("held", now).unwrap();
    let held = queue.take(now, "me", HOUR).unwrap().unwrap();
    let removed = || (0..50).step_by(2);
    for name in removed() {
        state.delete(&key(name)).unwrap();
    }
    put(&state, &key(1), HOUR, b"silence");
    assert!(removed().any(|name| has(&place, &sings(name))), "or this test could not fail");

    state.scrub().unwrap();
    for name in removed().chain([1]) {
        assert!(!has(&place, &sings(name)), "{name}");
    }
    let lengths = queue.lengths(now).unwrap();
    assert_eq!((lengths.waiting, lengths.due, lengths.held), (1, 0, 1));
    assert!(queue.done(held).unwrap(), "who held it holds it");
    drop((state, queue));
    let state = place.again();
    for name in (3..50).step_by(2) {
        assert_eq!(state.get(&key(name), BRIEFLY).unwrap(), Some(sings(name).into_bytes()));
    }
    assert_eq!(state.get(&key(1), BRIEFLY).unwrap(), Some(b"silence".to_vec()));
    assert_eq!(state.get(&key(2), BRIEFLY).unwrap(), None);
    let queue = state.queue("playlists").unwrap();
    assert_eq!(queue.lengths(now).unwrap().waiting, 1);
}

#[test]
fn who_writes_meanwhile_loses_nothing() {
    let place = Embedded::new();
    let state = place.node();
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| (0..50).for_each(|_| assert!(count(&state, &key("a")).is_ok())));
        }
        (0..10).for_each(|_| state.scrub().unwrap());
    });
    assert_eq!(number(state.get(&key("a"), HOUR).unwrap().as_deref()), 200);
}

#[test]
fn the_new_file_is_locked_as_the_old_one_was() {
    let place = Embedded::new();
    place.node().scrub().unwrap();
    let error = State::open(&place.path()).unwrap_err();
    assert!(matches!(error, Error::InUse { .. }), "{error}");
    #[cfg(unix)]
    {
        let rights = fs::metadata(place.path()).unwrap().permissions();
        assert_eq!(std::os::unix::fs::PermissionsExt::mode(&rights) & 0o777, 0o600);
    }
}

#[test]
fn what_a_killed_process_has_left_is_removed() {
    let mut place = Embedded::new();
    put(&place.node(), &key("a"), HOUR, b"value");
    let left = place.path().with_file_name("state.redb.new");
    fs::write(&left, b"half a file").unwrap();
    place.node().scrub().unwrap();
    assert!(!left.exists());
    fs::write(&left, b"half a file").unwrap();
    let state = place.again();
    assert!(!left.exists());
    assert_eq!(state.get(&key("a"), Duration::from_millis(1)).unwrap(), Some(b"value".to_vec()));
}
