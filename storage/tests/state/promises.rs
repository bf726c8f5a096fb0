//! What every backend promises.

use std::{
    thread,
    time::{Duration, Instant},
};

use storage::state::{Change, Error, Key, MAX_VALUE};

use crate::place::{BRIEFLY, Embedded, HOUR, OnRedis, Place, count, key, number, put, wait_until};

fn what_is_kept_is_read_back<P: Place>() {
    let place = P::new();
    let (here, there) = (place.node(), place.node());
    assert_eq!(here.get(&key("a"), HOUR).unwrap(), None);
    let long: Vec<u8> = (0..MAX_VALUE).map(|at| (at % 251) as u8).collect();
    for value in [&b""[..], b"\0", b"\r\n\xff", &long, b"short again"] {
        put(&here, &key("a"), HOUR, value);
        assert_eq!(there.get(&key("a"), HOUR).unwrap().as_deref(), Some(value));
    }
    assert_eq!(here.get(&key("b"), HOUR).unwrap(), None);
    assert_eq!(here.get(&Key::new("job", "a").unwrap(), HOUR).unwrap(), None);
}

fn a_change_sees_what_was_there<P: Place>() {
    let place = P::new();
    let state = place.node();
    let change = |change: Change| {
        let seen = |before: Option<&[u8]>| (change.clone(), before.map(<[u8]>::to_vec));
        state.update(&key("a"), HOUR, seen).unwrap()
    };
    assert_eq!(change(Change::Keep), None);
    assert_eq!(change(Change::Delete), None);
    assert_eq!(change(Change::Put(b"1".to_vec())), None);
    assert_eq!(change(Change::Keep), Some(b"1".to_vec()));
    assert_eq!(change(Change::Put(b"2".to_vec())), Some(b"1".to_vec()));
    assert_eq!(change(Change::Delete), Some(b"2".to_vec()));
    assert_eq!(change(Change::Keep), None);
}

fn what_is_deleted_is_gone<P: Place>() {
    let place = P::new();
    let (here, there) = (place.node(), place.node());
    put(&here, &key("a"), HOUR, b"a");
    put(&here, &key("b"), HOUR, b"b");
    for _ in 0..2 {
        there.delete(&key("a")).unwrap();
        assert_eq!(here.get(&key("a"), HOUR).unwrap(), None);
    }
    assert_eq!(here.get(&key("b"), HOUR).unwrap().as_deref(), Some(&b"b"[..]));
    put(&here, &key("a"), HOUR, b"anew");
    assert_eq!(there.get(&key("a"), HOUR).unwrap().as_deref(), Some(&b"anew"[..]));
}

fn a_value_is_there_for_its_time_and_no_longer<P: Place>() {
    const KEEP: Duration = Duration::from_millis(300);
    let place = P::new();
    let state = place.node();
    put(&state, &key("long"), HOUR, b"long");
    let begun = Instant::now();
    put(&state, &key("short"), KEEP, b"short");
    wait_until(|| state.get(&key("short"), BRIEFLY).unwrap().is_none());
    // The clock of the server has whole milliseconds.
    assert!(begun.elapsed() >= KEEP - Duration::from_millis(2), "{:?}", begun.elapsed());
    let seen = |before: Option<&[u8]>| (Change::Keep, before.is_some());
    assert!(!state.update(&key("short"), HOUR, seen).unwrap());
    assert!(state.update(&key("long"), HOUR, seen).unwrap());
    put(&state, &key("short"), HOUR, b"anew");
    assert_eq!(state.get(&key("short"), HOUR).unwrap().as_deref(), Some(&b"anew"[..]));
}

fn asking_for_a_value_prolongs_its_life<P: Place>() {
    const KEEP: Duration = Duration::from_millis(500);
    let place = P::new();
    let state = place.node();
    let begun = Instant::now();
    for name in ["read", "looked-at", "put-again", "let-alone"] {
        put(&state, &key(name), KEEP, b"value");
    }
    assert!(state.get(&key("read"), HOUR).unwrap().is_some());
    state.update(&key("looked-at"), HOUR, |_| (Change::Keep, ())).unwrap();
    put(&state, &key("put-again"), HOUR, b"value");
    wait_until(|| state.get(&key("let-alone"), BRIEFLY).unwrap().is_none());
    wait_until(|| begun.elapsed() > 2 * KEEP);
    for name in ["read", "looked-at", "put-again"] {
        assert!(state.get(&key(name), BRIEFLY).unwrap().is_some(), "{name}");
    }
}

fn updates_of_many_threads_and_nodes_lose_nothing<P: Place>() {
    const EACH: u64 = 40;
    let place = P::new();
    let nodes = [place.node(), place.node()];
    let mut given: Vec<u64> = thread::scope(|scope| {
        let counting = (0..8).map(|thread| {
            let state = nodes[thread % 2].clone();
            scope.spawn(move || {
                (0..EACH).map(|_| count(&state, &key("n")).unwrap()).collect::<Vec<_>>()
            })
        });
        let counting: Vec<_> = counting.collect();
        counting.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    given.sort_unstable();
    assert_eq!(given, Vec::from_iter(1..=8 * EACH));
    assert_eq!(number(nodes[0].get(&key("n"), HOUR).unwrap().as_deref()), 8 * EACH);
}

fn a_value_that_is_too_long_is_refused_and_changes_nothing<P: Place>() {
    let place = P::new();
    let state = place.node();
    put(&state, &key("a"), HOUR, b"before");
    let long = vec![7; MAX_VALUE + 1];
    let error = state.update(&key("a"), HOUR, |_| (Change::Put(long.clone()), ())).unwrap_err();
    assert!(matches!(error, Error::TooLarge { .. }), "{error:?}");
    assert_eq!(
        error.to_string(),
        "session:a cannot be kept: it has 1048577 bytes, and 1048576 are the most"
    );
    assert_eq!(state.get(&key("a"), HOUR).unwrap().as_deref(), Some(&b"before"[..]));
}

fn a_restart_keeps_everything<P: Place>() {
    let mut place = P::new();
    let state = place.node();
    for n in 0..20 {
        put(&state, &key(n), HOUR, format!("value {n}").as_bytes());
    }
    state.delete(&key(7)).unwrap();
    drop(state);
    let state = place.again();
    for n in 0..20 {
        let expected = (n != 7).then(|| format!("value {n}").into_bytes());
        assert_eq!(state.get(&key(n), HOUR).unwrap(), expected);
    }
}

servers::promises! {
    embedded: super::Embedded, server: super::OnRedis<false>, cluster: super::OnRedis<true>;
    what_is_kept_is_read_back,
    a_change_sees_what_was_there,
    what_is_deleted_is_gone,
    a_value_is_there_for_its_time_and_no_longer,
    asking_for_a_value_prolongs_its_life,
    updates_of_many_threads_and_nodes_lose_nothing,
    a_value_that_is_too_long_is_refused_and_changes_nothing,
    a_restart_keeps_everything,
}
