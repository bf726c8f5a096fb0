//! What the state promises when the nodes of a cluster change.

use std::process::Command;

use servers::{RedisCluster, RedisServer};
use storage::{
    redis::{self, Redis},
    state::{Error, State},
};

use crate::{
    place::{HOUR, count, key, put, wait_until},
    redis::soon,
};

fn on(cluster: &RedisCluster) -> State {
    State::in_redis(Redis::connect(&cluster.url(), "dataget").unwrap())
}

/// Whether the node has the key of this name.
fn has(node: &RedisServer, name: u32) -> bool {
    let found = format!("dataget:state:{{session:{name}}}");
    node.cli(&["keys", "*"]).lines().any(|line| line == found)
}

#[test]
fn a_node_that_hangs_or_is_away_holds_up_its_own_keys_alone() {
    let mut cluster = RedisCluster::start(3);
    let state = on(&cluster);
    (0..30).for_each(|n| put(&state, &key(n), HOUR, b"value"));
    let lost: Vec<u32> = (0..30).filter(|&n| has(&cluster.nodes()[1], n)).collect();
    let kept: Vec<u32> = (0..30).filter(|n| !lost.contains(n)).collect();
    assert!(!lost.is_empty() && !kept.is_empty());
    let address = format!("Redis at 127.0.0.1:{} ", cluster.nodes()[1].port());

    // This one has no connection to the node yet.
    let fresh = on(&cluster);
    let pid = cluster.nodes()[1].pid().unwrap().to_string();
    assert!(Command::new("kill").args(["-STOP", &pid]).status().unwrap().success());
    for state in [&state, &fresh] {
        let error = soon(|| state.get(&key(lost[0]), HOUR));
        assert!(error.to_string().contains(&address), "{error}");
        let error = soon(|| count(state, &key(lost[0])));
        assert!(matches!(error, Error::Redis(redis::Error::Unreachable { .. })), "{error:?}");
    }
    assert!(state.get(&key(kept[0]), HOUR).unwrap().is_some());
    assert!(Command::new("kill").args(["-CONT", &pid]).status().unwrap().success());
    wait_until(|| lost.iter().all(|n| state.get(&key(n), HOUR).is_ok()));

    cluster.kill(1);
    let error = soon(|| state.get(&key(lost[0]), HOUR));
    assert!(matches!(error, Error::Redis(_)), "{error:?}");
    cluster.restart(1);
    for n in 0..30 {
        assert!(state.get(&key(n), HOUR).unwrap().is_some(), "{n}");
    }
}

#[test]
fn a_key_is_found_while_it_moves_and_after() {
    let cluster = RedisCluster::start(3);
    let state = on(&cluster);
    let moving = (0..).find(|&n| {
        count(&state, &key(n)).unwrap();
        has(&cluster.nodes()[1], n)
    });
    let moving = moving.unwrap();
    let name = format!("dataget:state:{{session:{moving}}}");
    let [from, to] = [&cluster.nodes()[1], &cluster.nodes()[2]];
    let slot = from.cli(&["cluster", "keyslot", &name]);
    let [from_id, to_id] = [from, to].map(|node| node.cli(&["cluster", "myid"]));
    let told = |node: &RedisServer, words: &[&str]| {
        assert_eq!(node.cli(&[&["cluster", "setslot", &slot], words].concat()), "OK");
    };
    told(to, &["importing", &from_id]);
    told(from, &["migrating", &to_id]);
    assert_eq!(count(&state, &key(moving)).unwrap(), 2);
    let port = to.port().to_string();
    assert_eq!(from.cli(&["migrate", "127.0.0.1", &port, &name, "0", "5000"]), "OK");
    assert_eq!(count(&state, &key(moving)).unwrap(), 3);
    assert!(has(to, moving) && !has(from, moving));
    for node in [to, from, &cluster.nodes()[0]] {
        told(node, &["node", &to_id]);
    }
    assert_eq!(count(&state, &key(moving)).unwrap(), 4);
    assert_eq!(count(&on(&cluster), &key(moving)).unwrap(), 5);
}
