//! What was removed is taken off the disk.

use std::{fs, thread, time::Duration};

use jiff::Timestamp;
use storage::state::{Error, State};

use crate::place::{BRIEFLY, Embedded, HOUR, Place, count, key, number, put};

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
        put(&state, &key(name), HOUR, format!("canary {name} sings").as_bytes());
    }
    let queue = state.queue("playlists").unwrap();
    let now = Timestamp::now();
    queue.push("waits", now + HOUR).unwrap();
    queue.push("held", now).unwrap();
    let held = queue.take(now, "me", HOUR).unwrap().unwrap();
    state.delete(&key(7)).unwrap();
    put(&state, &key(8), HOUR, b"silence");
    assert!(has(&place, "canary 7 sings"), "or this test could not fail");

    state.scrub().unwrap();
    for gone in ["canary 7 sings", "canary 8 sings"] {
        assert!(!has(&place, gone), "{gone}");
    }
    drop((state, queue));
    let state = place.again();
    for name in (0..50).filter(|name| ![7, 8].contains(name)) {
        let kept = state.get(&key(name), BRIEFLY).unwrap();
        assert_eq!(kept, Some(format!("canary {name} sings").into_bytes()));
    }
    assert_eq!(state.get(&key(8), BRIEFLY).unwrap(), Some(b"silence".to_vec()));
    assert_eq!(state.get(&key(7), BRIEFLY).unwrap(), None);
    let queue = state.queue("playlists").unwrap();
    let lengths = queue.lengths(now).unwrap();
    assert_eq!((lengths.waiting, lengths.due, lengths.held), (1, 0, 1));
    assert!(queue.done(held).unwrap(), "who held it holds it");
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
