//! Addresses that are wrong, and servers that refuse.

use std::{
    io::{Read, Write},
    net::TcpListener,
    thread,
    time::{Duration, Instant},
};

use servers::{RedisCluster, RedisServer};
use storage::redis::{Error, Redis};

use crate::{
    fixture::{generation, index_file, other_file},
    questions::assert_answers,
    stored::wait_until,
    users::documented,
};

#[test]
fn an_address_that_is_none_is_told_without_its_password() {
    for url in
        ["", "localhost:6379", "redis://:secret@", "redis://u:secret@h/x", "http://u:secret@h/"]
    {
        let error = Redis::connect(url, "dataget").expect_err(url);
        let text = error.to_string();
        assert!(matches!(error, Error::Address { .. }), "{url}: {text}");
        assert!(!text.contains("secret") && text.contains("redis://HOST:PORT"), "{text}");
    }
}

#[test]
fn who_does_not_answer_is_named() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let refused = Redis::connect(&format!("redis://u:secret@127.0.0.1:{port}"), "d").err().unwrap();
    assert!(matches!(refused, Error::Unreachable { .. }), "{refused:?}");
    // Somebody who listens and says nothing.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let silent = listener.local_addr().unwrap();
    let begun = Instant::now();
    let hangs = Redis::connect(&format!("redis://u:secret@{silent}"), "d").err().unwrap();
    assert!(begun.elapsed() < Duration::from_secs(15), "{:?}", begun.elapsed());
    let tls = Redis::connect(&servers::redis().replace("redis:", "rediss:"), "d").err().unwrap();
    for (error, address) in [(refused, format!("127.0.0.1:{port}")), (hangs, silent.to_string())] {
        let text = error.to_string();
        assert!(text.contains(&address) && !text.contains("secret"), "{text}");
    }
    assert!(matches!(tls, Error::Unreachable { .. }), "{tls:?}");
}

#[test]
fn a_wrong_password_is_told_without_it() {
    let server = RedisServer::builder().password("right").start();
    let without = format!("redis://127.0.0.1:{}", server.port());
    let wrong = format!("redis://:wrong@127.0.0.1:{}", server.port());
    for url in [without, wrong] {
        let error = Redis::connect(&url, "dataget").expect_err(&url);
        let text = error.to_string();
        assert!(matches!(error, Error::Login { .. }), "{text}");
        assert!(text.contains(&format!("127.0.0.1:{}", server.port())), "{text}");
        assert!(!text.contains("wrong"), "{text}");
    }
    Redis::connect(&server.url(), "dataget").unwrap().current().unwrap();
}

#[test]
fn a_user_who_may_only_read_reads() {
    let server = RedisServer::start();
    Redis::connect(&server.url(), "dataget").unwrap().put_index(index_file()).unwrap();
    let reader = Redis::connect(&documented(&server, "reader", "dataget"), "dataget").unwrap();
    assert_answers(&reader.open_index(generation()).unwrap());
    for error in [
        reader.put_index(index_file()).unwrap_err(),
        reader.set_current(generation()).unwrap_err(),
        reader.drop_index(generation()).unwrap_err(),
    ] {
        let text = error.to_string();
        assert!(matches!(error, Error::Permission { .. }), "{text}");
        assert!(!text.contains("geheim") && !text.contains("reader"), "{text}");
    }
    assert_answers(&reader.open_index(generation()).unwrap());
}

/// All that loading does: an index is written, mended, built again with other bytes, made the
/// current one, and removed.
fn assert_loads(loader: &Redis) {
    loader.put_index(index_file()).unwrap();
    assert_answers(&loader.open_index(generation()).unwrap());
    loader.put_index(index_file()).unwrap();
    loader.put_index(other_file()).unwrap();
    loader.put_index(index_file()).unwrap();
    loader.set_current(generation()).unwrap();
    assert_eq!(loader.current().unwrap(), Some(generation()));
    assert_answers(&loader.open_index(generation()).unwrap());
    loader.drop_index(generation()).unwrap();
    assert!(loader.open_index(generation()).is_err());
}

#[test]
fn the_rights_that_are_documented_are_enough_to_load() {
    let server = RedisServer::start();
    let url = documented(&server, "loader", "dataget");
    assert_loads(&Redis::connect(&url, "dataget").unwrap());
    let keys = server.cli(&["keys", "dataget:v*"]);
    assert_eq!(keys, "", "nothing is left");
}

#[test]
fn the_rights_that_are_documented_are_enough_in_a_cluster() {
    let cluster = RedisCluster::start(3);
    let urls: Vec<String> =
        cluster.nodes().iter().map(|node| documented(node, "loader", "dataget")).collect();
    assert_loads(&Redis::connect(&urls[0], "dataget").unwrap());
}

#[test]
fn a_replica_is_told_apart_from_its_master() {
    let master = RedisServer::start();
    let port = master.port().to_string();
    let replica = RedisServer::builder().args(["--replicaof", "127.0.0.1", &port]).start();
    wait_until(|| replica.cli(&["info", "replication"]).contains("master_link_status:up"));
    let redis = Redis::connect(&replica.url(), "dataget").unwrap();
    let error = redis.set_current(generation()).unwrap_err();
    assert!(matches!(error, Error::ReadOnly { .. }), "{error:?}");
}

/// A server that says what it is, and refuses all else with these words.
fn refusing(words: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    thread::spawn(move || {
        for client in listener.incoming() {
            let mut client = client.unwrap();
            let mut asked = [0; 1 << 12];
            while let Ok(length @ 1..) = client.read(&mut asked) {
                let answer = match String::from_utf8_lossy(&asked[..length]).contains("HELLO") {
                    true => "*2\r\n$4\r\nmode\r\n$10\r\nstandalone\r\n".to_owned(),
                    false => format!("-{words}\r\n"),
                };
                client.write_all(answer.as_bytes()).unwrap();
            }
        }
    });
    address
}

#[test]
fn what_a_server_refuses_is_told_with_what_to_do() {
    for (words, told) in [
        ("NOAUTH Authentication required.", "refuses the user or the password: correct them"),
        ("NOPERM this user has no permissions", "has no permission to: give it with ACL SETUSER"),
        ("READONLY You can't write against a read only replica.", "give the address of its master"),
        ("LOADING Redis is loading the dataset in memory", "is still reading its data in: do it"),
        ("MISCONF Redis is configured to save RDB snapshots", "cannot save its data to its disk"),
        ("OOM command not allowed", "has reached its maxmemory: raise it, or drop a generation"),
        (
            "ERR max number of clients reached",
            "says ERR max number of clients reached: see its log",
        ),
    ] {
        let address = refusing(words);
        let url = format!("redis://{address}");
        let redis = Redis::connect(&url, "dataget").unwrap();
        let text = redis.current().unwrap_err().to_string();
        assert!(text.contains(told) && text.contains(&format!("Redis at {address} ")), "{text}");
    }
}

#[test]
fn what_is_wrong_with_an_address_is_told() {
    for (url, told) in [
        ("redis://u:secret@", "(Redis URL did not parse)"),
        ("redis://u:secret@h/x", "(Invalid database number)"),
        ("http://u:secret@h/", "(Redis URL did not parse)"),
        ("redis://u:secret@h/?protocol=secret", "(Invalid protocol version)"),
    ] {
        let text = Redis::connect(url, "dataget").expect_err(url).to_string();
        assert!(text.contains(told) && !text.contains("secret"), "{text}");
    }
}
