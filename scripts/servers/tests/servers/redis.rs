//! Redis as tests have it.

use servers::{RedisCluster, RedisServer};

use crate::process::{assert_is_gone, is_alive};

#[test]
fn a_killed_server_has_what_it_appended() {
    let options = RedisServer::builder().append_only().args(["--appendfsync", "always"]);
    let mut server = options.start();
    let port = server.port();
    assert_eq!(server.url(), format!("redis://127.0.0.1:{port}/"));
    assert_eq!(server.cli(&["set", "title", "Blue Train"]), "OK");

    let killed = server.pid().unwrap();
    server.kill();
    assert_eq!(server.pid(), None);
    assert!(!is_alive(killed));
    server.restart();

    assert_eq!(server.port(), port);
    assert_eq!(server.cli(&["get", "title"]), "Blue Train");
    let process = format!("process_id:{}\r", server.pid().unwrap());
    assert!(server.cli(&["info", "server"]).contains(&process), "the shell was named instead");
}

#[test]
fn without_a_file_a_restart_forgets() {
    let mut server = RedisServer::start();
    assert_eq!(server.cli(&["set", "title", "Blue Train"]), "OK");
    server.stop();
    server.restart();
    assert_eq!(server.cli(&["get", "title"]), "");
}

#[test]
fn only_who_knows_the_password_is_let_in() {
    let mut server = RedisServer::builder().password("p@ss/w:rd").start();
    assert_eq!(server.cli(&["ping"]), "PONG");
    assert!(server.url().starts_with("redis://default:p%40ss%2Fw%3Ard@127.0.0.1:"));
    assert_eq!(server.cli(&["-u", &server.url(), "ping"]), "PONG");
    let port = server.port().to_string();
    let other = RedisServer::start();
    assert!(other.cli(&["-p", &port, "ping"]).starts_with("NOAUTH"));
    server.restart();
    assert_eq!(server.cli(&["ping"]), "PONG");
}

#[test]
fn a_full_server_refuses_to_take_more() {
    let server = RedisServer::builder().max_memory(2_000_000).start();
    let value = "x".repeat(100_000);
    let answers: Vec<String> =
        (0..30).map(|key| server.cli(&["set", &key.to_string(), &value])).collect();
    assert_eq!(answers[0], "OK");
    assert!(answers[29].starts_with("OOM "), "{}", answers[29]);
}

#[test]
fn a_cluster_gets_its_node_back() {
    let mut cluster = RedisCluster::start(3);
    assert_eq!(cluster.urls().len(), 3);
    assert_eq!(cluster.url(), cluster.urls()[0]);
    let keys = ["a", "b", "c", "d", "e", "f"];
    for key in keys {
        assert_eq!(cluster.nodes()[0].cli(&["-c", "set", key, key]), "OK");
    }
    let processes: Vec<u32> = cluster.nodes().iter().filter_map(|node| node.pid()).collect();

    cluster.kill(1);
    assert!(!is_alive(processes[1]));
    cluster.restart(1);

    for key in keys {
        assert_eq!(cluster.nodes()[2].cli(&["-c", "get", key]), key);
    }
    let processes: Vec<u32> = cluster.nodes().iter().filter_map(|node| node.pid()).collect();
    assert_eq!(processes.len(), 3);
    drop(cluster);
    assert!(processes.into_iter().all(|process| !is_alive(process)));
}

#[test]
fn nothing_is_left_after_the_end() {
    let server = RedisServer::start();
    let (process, port) = (server.pid().unwrap(), server.port());
    drop(server);
    assert_is_gone(process, port);
}

#[test]
#[should_panic(expected = "did not start. Its log ends:")]
fn a_server_that_does_not_start_shows_its_log() {
    RedisServer::builder().args(["--no-such-option", "1"]).start();
}
