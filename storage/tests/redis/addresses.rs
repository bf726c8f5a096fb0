//! Several addresses of one server or cluster, and names that keys can begin with.

use std::net::TcpListener;

use servers::{RedisCluster, RedisServer};
use storage::redis::{Error, Redis};

use crate::{
    fixture::{generation, index_file},
    questions::assert_answers,
};

/// An address at which nobody listens.
fn dead() -> String {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string()
}

fn address(url: &str) -> &str {
    url.trim_start_matches("redis://").trim_end_matches('/')
}

#[test]
fn a_cluster_is_found_by_the_first_node_that_answers() {
    let cluster = RedisCluster::start(3);
    let nodes = cluster.urls();
    let url = format!("redis://{},{}/", dead(), address(&nodes[2]));
    let redis = Redis::connect(&url, "dataget").unwrap();
    redis.put_index(index_file()).unwrap();
    assert_answers(&redis.open_index(generation()).unwrap());
    assert_eq!(redis.server(), address(&url));
    // Its keys are on all nodes.
    for node in cluster.nodes() {
        assert_ne!(node.cli(&["dbsize"]), "0");
    }
}

#[test]
fn a_cluster_is_asked_on_while_the_node_that_it_was_found_by_is_away() {
    let mut cluster = RedisCluster::start(3);
    let nodes = cluster.urls();
    let both = format!("redis://{},{}/", address(&nodes[0]), address(&nodes[1]));
    let redis = Redis::connect(&both, "dataget").unwrap();
    redis.put_index(index_file()).unwrap();
    cluster.kill(0);
    // Who comes now finds the others.
    let late = Redis::connect(&both, "dataget").unwrap();
    cluster.restart(0);
    for redis in [redis, late] {
        assert_answers(&redis.open_index(generation()).unwrap());
    }
}

#[test]
fn of_one_server_the_first_address_that_answers_is_taken() {
    let server = RedisServer::builder().password("se,cret").start();
    let port = server.port();
    let url = format!("redis://:se%2Ccret@{},127.0.0.1:{port},localhost:{port}/", dead());
    let redis = Redis::connect(&url, "dataget").unwrap();
    redis.put_index(index_file()).unwrap();
    assert_answers(&redis.open_index(generation()).unwrap());
    let error = Redis::connect(&url.replace("se%2Ccret", "wrong"), "dataget").unwrap_err();
    let text = error.to_string();
    assert!(matches!(error, Error::Login { .. }), "{text}");
    assert!(text.contains(&format!("Redis at 127.0.0.1:{port} ")), "{text}");
}

#[test]
fn where_no_address_answers_all_are_named() {
    let (one, other) = (dead(), dead());
    let url = format!("redis://user:secret@{one},{other}");
    let error = Redis::connect(&url, "dataget").unwrap_err();
    let text = error.to_string();
    assert!(matches!(error, Error::Unreachable { .. }), "{text}");
    assert!(text.contains(&format!("Redis at {one},{other} does not answer")), "{text}");
    assert!(!text.contains("secret"), "{text}");
}

#[test]
fn keys_begin_with_a_plain_name() {
    for prefix in ["", "a{b", "a}b", "a b", "a\tb", "a\u{1}", "\u{a0}"] {
        let error = Redis::connect(servers::redis(), prefix).expect_err(prefix);
        assert!(matches!(error, Error::Prefix { .. }), "{prefix:?}: {error}");
        assert!(error.to_string().contains("set DATAGET_REDIS_PREFIX to a plain name"), "{error}");
    }
    for prefix in ["dataget", "a:b", "discogs-2", "Œuvre"] {
        Redis::connect(servers::redis(), prefix).unwrap();
    }
}
