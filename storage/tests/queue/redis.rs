//! What the queues in Redis promise, whatever becomes of the server.

use std::{
    collections::BTreeSet,
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use servers::{RedisCluster, RedisServer};
use storage::{
    queue::{Lengths, Queue},
    redis::{self, Redis},
    state::{Error, State},
};

use crate::{
    place::{LEASE, at, take, take_all, take_id},
    users::documented,
};

pub(crate) fn on(url: &str) -> Queue {
    State::in_redis(Redis::connect(url, "dataget").unwrap()).queue("jobs").unwrap()
}

fn key(part: &str) -> String {
    format!("dataget:{{queue:jobs}}:{part}")
}

fn durable() -> RedisServer {
    RedisServer::builder().append_only().args(["--appendfsync", "always"]).start()
}

#[test]
fn a_server_that_is_away_is_told_at_once_and_used_again_when_it_is_back() {
    let mut server = durable();
    let queue = on(&server.url());
    queue.push("held", at(0)).unwrap();
    let held = take_id(&queue, 0, "held");
    queue.push("waits", at(100)).unwrap();
    let soon = |outcome: Result<(), Error>| {
        let error = outcome.expect_err("there is no server");
        assert!(matches!(error, Error::Redis(redis::Error::Unreachable { .. })), "{error:?}");
    };
    for _ in 0..2 {
        server.kill();
        let begun = Instant::now();
        soon(queue.push("lost", at(0)));
        soon(queue.take(at(0), "worker", LEASE).map(drop));
        soon(queue.renew(&held, at(0), LEASE).map(drop));
        soon(queue.later(held.clone(), at(0)).map(drop));
        soon(queue.remove("held"));
        soon(queue.lengths(at(0)).map(drop));
        soon(queue.next_due().map(drop));
        assert!(begun.elapsed() < 7 * Duration::from_millis(1_500), "{:?}", begun.elapsed());
        server.restart();
        let lengths = queue.lengths(at(0)).unwrap();
        assert_eq!(lengths, Lengths { waiting: 1, due: 0, held: 1 });
    }
    assert!(queue.done(held).unwrap());
    assert_eq!(take_all(&queue, 100), ["waits"]);
}

#[test]
fn nothing_is_lost_to_a_server_that_is_killed_again_and_again() {
    const IDS: usize = 400;
    let mut server = durable();
    let (clean, delivered, done) = <[Mutex<BTreeSet<String>>; 3]>::default().into();
    let (queue, is_over) = (on(&server.url()), AtomicBool::new(false));
    thread::scope(|scope| {
        for thread in 0..2 {
            let (queue, clean) = (&queue, &clean);
            scope.spawn(move || {
                for n in (thread..IDS).step_by(2) {
                    let id = format!("id-{n}");
                    let mut tries = 0..;
                    while queue.push(&id, at(0)).is_err() {
                        tries.next();
                    }
                    // One that was pushed twice may come twice.
                    if tries.next() == Some(0) {
                        clean.lock().unwrap().insert(id);
                    }
                }
            });
        }
        for _ in 0..2 {
            let (queue, delivered, done, is_over) = (&queue, &delivered, &done, &is_over);
            scope.spawn(move || {
                while !is_over.load(Ordering::Relaxed) {
                    let Ok(Some(taken)) = queue.take(at(0), "worker", LEASE) else { continue };
                    let id = taken.id.clone();
                    delivered.lock().unwrap().insert(id.clone());
                    if queue.done(taken).is_ok_and(|is_done| is_done) {
                        done.lock().unwrap().insert(id);
                    }
                }
            });
        }
        let reaches = |count: usize| {
            let begun = Instant::now();
            while delivered.lock().unwrap().len() < count {
                assert!(begun.elapsed() < Duration::from_secs(60), "nothing more is delivered");
                thread::yield_now();
            }
        };
        for count in [50, 150, 250] {
            reaches(count);
            server.kill();
            server.restart();
        }
        // Not all: some may be held by those to whom no answer came.
        reaches(IDS - 50);
        is_over.store(true, Ordering::Relaxed);
    });
    let left = take_all(&queue, 1_000);
    let delivered = delivered.into_inner().unwrap();
    let all: BTreeSet<&String> = delivered.iter().chain(&left).collect();
    assert_eq!(all.len(), IDS);
    let (clean, done) = (clean.into_inner().unwrap(), done.into_inner().unwrap());
    let again: Vec<_> =
        left.iter().filter(|id| clean.contains(*id) && done.contains(*id)).collect();
    assert!(again.is_empty(), "{again:?}");
}

#[test]
fn what_is_held_is_to_be_seen_and_nothing_stays_behind() {
    let server = RedisServer::start();
    let queue = on(&server.url());
    for id in ["a", "b"] {
        queue.push(id, at(0)).unwrap();
    }
    let a = queue.take(at(0), "one", LEASE).unwrap().unwrap();
    let b = queue.take(at(0), "two", LEASE).unwrap().unwrap();
    let pending = || server.cli(&["xpending", &key("work"), "workers"]);
    assert!(pending().starts_with("2\n") && pending().ends_with("one\n1\ntwo\n1"), "{}", pending());
    assert!(queue.later(a, at(1)).unwrap());
    let a = queue.take(at(1), "three", LEASE).unwrap().unwrap();
    // Taken over, with its entry.
    let over = queue.take(at(60), "four", LEASE).unwrap().unwrap();
    assert_eq!((over.id.as_str(), over.tries), ("b", 2));
    assert!(pending().ends_with("four\n1\nthree\n1"), "{}", pending());
    assert!(!queue.done(b).unwrap());
    assert!(queue.done(a).unwrap());
    queue.remove("b").unwrap();
    assert_eq!(server.cli(&["xlen", &key("work")]), "0");
    assert_eq!(server.cli(&["xinfo", "consumers", &key("work"), "workers"]), "");
    let keys = server.cli(&["keys", "*"]);
    let answer = key("answer:");
    for key in keys.lines().filter(|found| *found != key("work")) {
        assert!(key.starts_with(&answer), "{key}");
        let left: i64 = server.cli(&["pttl", key]).parse().unwrap();
        assert!((1..=60_000).contains(&left), "{left}");
    }
}

#[test]
fn what_an_operator_removes_is_made_anew() {
    let server = RedisServer::start();
    let queue = on(&server.url());
    queue.push("id", at(0)).unwrap();
    let mut taken = take_id(&queue, 0, "id");
    let (work, entries) = (key("work"), key("entries"));
    let removed: [&[&str]; 4] = [
        &["del", &work],
        &["del", &entries],
        &["xgroup", "destroy", &work, "workers"],
        &["xtrim", &work, "maxlen", "0"],
    ];
    for (command, time) in removed.into_iter().zip((60..).step_by(60)) {
        assert_ne!(server.cli(command), "0");
        // Only the entry is gone: who has it is still known.
        let is_known = command[0] == "xtrim";
        assert_eq!(queue.renew(&taken, at(time - 60), LEASE).unwrap(), is_known, "{command:?}");
        taken = take_id(&queue, time, "id");
        assert!(queue.renew(&taken, at(time), LEASE).unwrap(), "{command:?}");
    }
    assert!(queue.done(taken).unwrap());
    assert_eq!(server.cli(&["xpending", &work, "workers"]).lines().next(), Some("0"));
    assert_eq!(queue.lengths(at(0)).unwrap(), Lengths::default());
}

#[test]
fn a_server_that_is_full_says_so_and_lets_go() {
    let server = RedisServer::start();
    let queue = on(&server.url());
    for id in ["done", "later", "due"] {
        queue.push(id, at(0)).unwrap();
    }
    let (done, later) = (take_id(&queue, 0, "done"), take_id(&queue, 0, "due"));
    server.cli(&["config", "set", "maxmemory", "1"]);
    let full = |error| matches!(error, Error::Redis(redis::Error::Full { .. }));
    assert!(full(queue.push("new", at(0)).unwrap_err()));
    assert!(full(queue.take(at(0), "worker", LEASE).unwrap_err()));
    assert_eq!(queue.lengths(at(0)).unwrap(), Lengths { waiting: 0, due: 1, held: 2 });
    assert!(queue.done(done).unwrap());
    assert!(queue.later(later, at(1)).unwrap());
    server.cli(&["config", "set", "maxmemory", "0"]);
    assert_eq!(take_all(&queue, 1), ["later", "due"]);
}

#[test]
fn the_rights_that_are_documented_are_enough() {
    let server = RedisServer::start();
    let queue = on(&documented(&server, "node", "dataget"));
    queue.push("id", at(0)).unwrap();
    take_id(&queue, 0, "id");
    let taken = queue.take(at(60), "other", LEASE).unwrap().unwrap();
    assert!(queue.renew(&taken, at(0), LEASE).unwrap());
    assert!(queue.later(taken, at(0)).unwrap());
    assert!(queue.done(take_id(&queue, 0, "id")).unwrap());
    queue.push("id", at(0)).unwrap();
    take_id(&queue, 0, "id");
    queue.remove("id").unwrap();
    assert_eq!(queue.lengths(at(0)).unwrap(), Lengths::default());
    assert_eq!(queue.next_due().unwrap(), None);
}

#[test]
fn a_queue_that_moves_to_another_node_loses_nothing() {
    let cluster = RedisCluster::start(3);
    let queue = on(&cluster.url());
    for (id, due) in [("held", 0), ("due", 0), ("waits", 100)] {
        queue.push(id, at(due)).unwrap();
    }
    let held = queue.take(at(0), "worker", LEASE).unwrap().unwrap();
    let nodes = cluster.nodes();
    let slot = nodes[0].cli(&["cluster", "keyslot", &key("work")]);
    let has = |node: &RedisServer| node.cli(&["cluster", "countkeysinslot", &slot]) != "0";
    let from = nodes.iter().find(|node| has(node)).unwrap();
    let to = nodes.iter().find(|node| !has(node)).unwrap();
    let [from_id, to_id] = [from, to].map(|node| node.cli(&["cluster", "myid"]));
    let told = |node: &RedisServer, words: &[&str]| {
        assert_eq!(node.cli(&[&["cluster", "setslot", &slot], words].concat()), "OK");
    };
    told(to, &["importing", &from_id]);
    told(from, &["migrating", &to_id]);
    let port = to.port().to_string();
    let names = from.cli(&["cluster", "getkeysinslot", &slot, "100"]);
    for name in names.lines() {
        assert_eq!(from.cli(&["migrate", "127.0.0.1", &port, name, "0", "5000"]), "OK");
        // It is either done or refused, as a whole.
        if let Err(error) = queue.push("meanwhile", at(200)) {
            assert!(matches!(error, Error::Redis(_)), "{error:?}");
        }
    }
    for node in [to, from].into_iter().chain(nodes) {
        told(node, &["node", &to_id]);
    }
    queue.push("meanwhile", at(200)).unwrap();
    assert_eq!(queue.lengths(at(0)).unwrap(), Lengths { waiting: 2, due: 1, held: 1 });
    assert!(queue.done(held).unwrap());
    assert_eq!(take_all(&queue, 200).len(), 3);
    assert_eq!(take(&queue, 200), None);
    assert!(has(to));
}
