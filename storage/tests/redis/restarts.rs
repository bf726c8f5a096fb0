//! Servers that are killed, restarted or stopped.

use std::{
    process::Command,
    sync::atomic::{AtomicBool, Ordering},
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
