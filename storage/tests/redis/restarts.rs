//! Servers that are killed, restarted or stopped.

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use servers::{RedisCluster, RedisServer};
use storage::{
    index::Need,
    redis::{Error, Redis},
};

use crate::{
    fixture::{generation, index_file},
    questions::assert_answers,
    stored::{Stored, wait_until},
};

#[test]
fn an_index_is_written_through_kills_and_restarts() {
    let mut server = RedisServer::start();
    let redis = Redis::connect(&server.url(), "dataget").unwrap();
    let is_over = AtomicBool::new(false);
    thread::scope(|scope| {
        let writing = scope.spawn(|| {
            while !is_over.load(Ordering::Relaxed) {
                redis.put_index(index_file()).expect("the server came back");
            }
        });
        for _ in 0..5 {
            wait_until(|| server.cli(&["dbsize"]).parse::<u32>().unwrap() > 20);
            server.kill();
            server.restart();
        }
        is_over.store(true, Ordering::Relaxed);
        writing.join().unwrap();
    });
    redis.put_index(index_file()).unwrap();
    assert_answers(&redis.open_index(generation()).unwrap());
}

#[test]
fn an_index_is_written_through_the_restart_of_a_clusters_node() {
    let mut cluster = RedisCluster::start(3);
    let redis = Redis::connect(&cluster.url(), "dataget").unwrap();
    redis.put_index(index_file()).unwrap();
    let is_over = AtomicBool::new(false);
    thread::scope(|scope| {
        let writing = scope.spawn(|| {
            while !is_over.load(Ordering::Relaxed) {
                redis.put_index(index_file()).expect("the node came back");
            }
        });
        for node in [1, 0] {
            cluster.kill(node);
            cluster.restart(node);
        }
        is_over.store(true, Ordering::Relaxed);
        writing.join().unwrap();
    });
    assert_answers(&redis.open_index(generation()).unwrap());
}

#[test]
fn a_server_that_stops_answering_is_not_waited_for_long() {
    let server = RedisServer::start();
    let stored = Stored::new(&server.url(), false);
    let index = stored.open();
    let pid = server.pid().unwrap().to_string();
    assert!(Command::new("kill").args(["-STOP", &pid]).status().unwrap().success());
    let begun = Instant::now();
    let error = index.warm().err().expect("nobody answers");
    assert!(matches!(error, Error::Unreachable { .. }), "{error:?}");
    assert!(error.to_string().contains("no answer in time"), "{error}");
    assert!(begun.elapsed() < Duration::from_secs(30), "{:?}", begun.elapsed());
    assert!(Command::new("kill").args(["-CONT", &pid]).status().unwrap().success());
    assert_answers(&stored.open());
}

#[test]
fn questions_outlive_a_restart() {
    let mut server = RedisServer::builder().append_only().args(["--appendfsync", "always"]).start();
    let stored = Stored::new(&server.url(), false);
    let index = stored.open();
    server.kill();
    thread::scope(|scope| {
        scope.spawn(|| server.restart());
        index.load(&[Need::Entries]).unwrap();
    });
    server.kill();
    let begun = Instant::now();
    let error = index.load(&[Need::Dates]).unwrap_err();
    assert!(matches!(error, Error::Unreachable { .. }), "{error:?}");
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
}

#[test]
fn connections_that_died_unused_cost_no_answer() {
    let mut server = RedisServer::builder().append_only().args(["--appendfsync", "always"]).start();
    let stored = Stored::new(&server.url(), false);
    let index = stored.open();
    for need in [Need::Entries, Need::Dates, Need::Facets] {
        server.kill();
        server.restart();
        // All connections are of the server before.
        index.load(&[need]).unwrap();
        assert_eq!(stored.redis.generations().unwrap(), [generation()]);
    }
    assert_answers(&index);
}

#[test]
fn connections_to_a_clusters_node_that_died_unused_cost_no_answer() {
    let mut cluster = RedisCluster::start(3);
    let stored = Stored::new(&cluster.url(), true);
    let index = stored.open();
    for node in 0..3 {
        cluster.kill(node);
        cluster.restart(node);
        assert_answers(&stored.open());
    }
    assert_answers(&index);
}

#[test]
fn a_connection_that_was_forgotten_on_the_way_costs_no_answer() {
    let server = RedisServer::start();
    let way = Way::to(server.port());
    let stored = Stored::new(&format!("redis://127.0.0.1:{}", way.port), false);
    let index = stored.open();
    way.forget();
    index.load(&[Need::Entries]).unwrap();
    assert_answers(&index);
}

/// What stands between, such as a firewall.
struct Way {
    port: u16,
    /// Connections before this one are forgotten: nothing of them is passed on, nor refused.
    known_from: Arc<AtomicUsize>,
    opened: Arc<AtomicUsize>,
}

impl Way {
    fn to(server: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (known_from, opened) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let way = Self { port, known_from: known_from.clone(), opened: opened.clone() };
        thread::spawn(move || {
            for client in listener.incoming() {
                let number = opened.fetch_add(1, Ordering::Relaxed);
                let client = client.unwrap();
                let server = TcpStream::connect(("127.0.0.1", server)).unwrap();
                let both = [(&client, &server), (&server, &client)];
                for (from, to) in
                    both.map(|(a, b)| (a.try_clone().unwrap(), b.try_clone().unwrap()))
                {
                    let known_from = known_from.clone();
                    thread::spawn(move || {
                        pass_on(from, to, || number >= known_from.load(Ordering::Relaxed))
                    });
                }
            }
        });
        way
    }

    fn forget(&self) {
        self.known_from.store(self.opened.load(Ordering::Relaxed), Ordering::Relaxed);
    }
}

fn pass_on(mut from: TcpStream, mut to: TcpStream, is_known: impl Fn() -> bool) {
    let mut bytes = [0; 1 << 16];
    while let Ok(length @ 1..) = from.read(&mut bytes) {
        if is_known() && to.write_all(&bytes[..length]).is_err() {
            break;
        }
    }
}
