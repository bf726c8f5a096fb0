//! What the state in Redis promises, whatever becomes of the server.

use std::{
    io::{Read, Write},
    net::{Shutdown, TcpListener, TcpStream},
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use servers::RedisServer;
use storage::{
    redis::{self, Redis},
    state::{Change, Error, State},
};

use crate::{
    place::{HOUR, count, key, number, put, wait_until},
    users::documented,
};

fn on(server: &RedisServer) -> State {
    State::in_redis(Redis::connect(&server.url(), "dataget").unwrap())
}

/// What it said, and that it took no longer than a visitor waits on a busy machine.
pub(crate) fn soon<T>(outcome: impl FnOnce() -> Result<T, Error>) -> Error {
    let begun = Instant::now();
    let error = outcome().err().expect("there is no server");
    assert!(begun.elapsed() < Duration::from_millis(1_500), "{:?}: {error}", begun.elapsed());
    error
}

#[test]
fn redis_ends_the_life_of_what_is_kept() {
    let server = RedisServer::start();
    let state = on(&server);
    put(&state, &key("a"), HOUR, b"value");
    assert_eq!(server.cli(&["keys", "*"]), "dataget:state:{session:a}");
    let left = || server.cli(&["pttl", "dataget:state:{session:a}"]).parse::<u64>().unwrap();
    assert!((3_500_000..=3_600_000).contains(&left()), "{}", left());
    // Not every reading writes.
    state.get(&key("a"), HOUR + Duration::from_secs(30)).unwrap();
    assert!(left() <= 3_600_000, "{}", left());
    state.get(&key("a"), 2 * HOUR).unwrap();
    assert!(left() > 7_000_000, "{}", left());
}

#[test]
fn a_server_that_is_away_is_told_at_once_and_used_again_when_it_is_back() {
    let mut server = RedisServer::builder().append_only().args(["--appendfsync", "always"]).start();
    let state = on(&server);
    put(&state, &key("a"), HOUR, b"value");
    let address = format!("127.0.0.1:{}", server.port());
    for _ in 0..2 {
        server.kill();
        for error in [
            soon(|| state.get(&key("a"), HOUR)),
            soon(|| state.update(&key("a"), HOUR, |_| (Change::Keep, ()))),
            soon(|| state.delete(&key("a"))),
        ] {
            assert!(matches!(error, Error::Redis(redis::Error::Unreachable { .. })), "{error:?}");
            let told = format!("for visitors: Redis at {address} does not answer (");
            assert!(error.to_string().contains(&told), "{error}");
        }
        server.restart();
        assert_eq!(state.get(&key("a"), HOUR).unwrap().as_deref(), Some(&b"value"[..]));
        count(&state, &key("n")).unwrap();
    }
    assert_eq!(count(&state, &key("n")).unwrap(), 3);
}

#[test]
fn connections_that_died_unused_cost_no_answer() {
    let mut server = RedisServer::builder().append_only().args(["--appendfsync", "always"]).start();
    let state = on(&server);
    for n in 1..=3 {
        thread::scope(|scope| {
            for thread in 0..4 {
                let state = &state;
                scope.spawn(move || assert_eq!(count(state, &key(thread)).unwrap(), n));
            }
        });
        server.kill();
        server.restart();
    }
}

#[test]
fn a_server_that_hangs_is_waited_for_no_longer_than_a_second() {
    let server = RedisServer::start();
    let state = on(&server);
    put(&state, &key("a"), HOUR, b"value");
    let signal = |name: &str| {
        let pid = server.pid().unwrap().to_string();
        assert!(Command::new("kill").args([name, &pid]).status().unwrap().success());
    };
    signal("-STOP");
    for error in [
        soon(|| state.get(&key("a"), HOUR)),
        soon(|| state.update(&key("a"), HOUR, |_| (Change::Keep, ()))),
        soon(|| state.delete(&key("a"))),
    ] {
        assert!(error.to_string().contains("no answer in time"), "{error}");
    }
    // Who comes after the first is told at once: these would wait for half a minute.
    let begun = Instant::now();
    for _ in 0..30 {
        state.get(&key("a"), HOUR).unwrap_err();
    }
    assert!(begun.elapsed() < Duration::from_secs(15), "{:?}", begun.elapsed());
    signal("-CONT");
    wait_until(|| state.get(&key("a"), HOUR).is_ok());
    put(&state, &key("b"), HOUR, b"value");
}

#[test]
fn a_server_that_is_full_says_so_and_is_read_on() {
    let server = RedisServer::start();
    let state = on(&server);
    put(&state, &key("a"), Duration::from_secs(60), b"value");
    server.cli(&["config", "set", "maxmemory", "1"]);
    let error = state.update(&key("a"), HOUR, |_| (Change::Put(b"b".to_vec()), ())).unwrap_err();
    assert!(matches!(error, Error::Redis(redis::Error::Full { .. })), "{error:?}");
    assert_eq!(state.get(&key("a"), HOUR).unwrap().as_deref(), Some(&b"value"[..]));
    state.delete(&key("a")).unwrap();
    server.cli(&["config", "set", "maxmemory", "0"]);
    put(&state, &key("a"), HOUR, b"value");
}

#[test]
fn a_server_that_cannot_save_says_so_and_is_read_on() {
    let server = RedisServer::start();
    let state = on(&server);
    put(&state, &key("a"), Duration::from_secs(60), b"value");
    server.cli(&["config", "set", "save", "3600 1"]);
    // Its folder is gone: saving fails, and it takes nothing more.
    server.cli(&["config", "set", "dbfilename", "dump.rdb"]);
    let folder = server.cli(&["config", "get", "dir"]).lines().last().unwrap().to_owned();
    std::fs::create_dir(format!("{folder}/dump.rdb")).unwrap();
    server.cli(&["bgsave"]);
    wait_until(|| server.cli(&["info", "persistence"]).contains("rdb_last_bgsave_status:err"));
    let error = state.update(&key("a"), HOUR, |_| (Change::Put(b"b".to_vec()), ())).unwrap_err();
    assert!(matches!(error, Error::Redis(redis::Error::NotSaving { .. })), "{error:?}");
    assert_eq!(state.get(&key("a"), HOUR).unwrap().as_deref(), Some(&b"value"[..]));
}

#[test]
fn the_rights_that_are_documented_are_enough() {
    let server = RedisServer::start();
    let as_user = |name: &str| {
        let url = documented(&server, name, "dataget");
        State::in_redis(Redis::connect(&url, "dataget").unwrap())
    };
    let state = as_user("node");
    put(&state, &key("a"), Duration::from_secs(60), b"value");
    assert!(state.get(&key("a"), HOUR).unwrap().is_some());
    state.delete(&key("a")).unwrap();
    let error = as_user("reader").get(&key("a"), HOUR).unwrap_err();
    assert!(matches!(error, Error::Redis(redis::Error::Permission { .. })), "{error:?}");
}

#[test]
fn what_is_not_ours_is_neither_read_nor_overwritten() {
    let server = RedisServer::start();
    let state = on(&server);
    server.cli(&["set", "dataget:state:{session:a}", "short"]);
    for error in [state.get(&key("a"), HOUR).unwrap_err(), count(&state, &key("a")).unwrap_err()] {
        assert!(matches!(error, Error::Foreign { .. }), "{error:?}");
    }
    assert_eq!(server.cli(&["get", "dataget:state:{session:a}"]), "short");
}

#[test]
fn a_change_whose_answer_is_lost_is_made_once() {
    let server = RedisServer::start();
    let near = on(&server);
    let way = Way::to(server.port(), near.clone());
    let url = format!("redis://127.0.0.1:{}", way.port);
    let far = State::in_redis(Redis::connect(&url, "dataget").unwrap());
    for n in 1..=10 {
        way.loses_the_next.store(true, Ordering::Relaxed);
        // It cannot know what others have done since.
        assert_eq!(count(&far, &key("n")).unwrap(), (n - 1) * (1 + MEANWHILE) + 1);
        assert!(!way.loses_the_next.load(Ordering::Relaxed), "nothing was lost");
        let now = || number(near.get(&key("n"), HOUR).unwrap().as_deref());
        wait_until(|| now() >= n * (1 + MEANWHILE));
        assert_eq!(now(), n * (1 + MEANWHILE));
    }
}

/// How many changes others make while the answer to one is lost.
const MEANWHILE: u64 = 30;

/// What stands between, and loses the answer to a change that was made.
struct Way {
    port: u16,
    loses_the_next: Arc<AtomicBool>,
}

impl Way {
    fn to(server: u16, near: State) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let way = Self { port, loses_the_next: Arc::default() };
        let loses_the_next = way.loses_the_next.clone();
        thread::spawn(move || {
            for client in listener.incoming() {
                let mut client = client.unwrap();
                let mut server = TcpStream::connect(("127.0.0.1", server)).unwrap();
                let (loses_the_next, near) = (loses_the_next.clone(), near.clone());
                thread::spawn(move || {
                    let mut bytes = [0; 1 << 16];
                    while let Ok(length @ 1..) = client.read(&mut bytes) {
                        server.write_all(&bytes[..length]).unwrap();
                        let Ok(length @ 1..) = server.read(&mut bytes) else { break };
                        if &bytes[..length] == b"+OK\r\n"
                            && loses_the_next.swap(false, Ordering::Relaxed)
                        {
                            for _ in 0..MEANWHILE {
                                count(&near, &key("n")).unwrap();
                            }
                            break;
                        }
                        client.write_all(&bytes[..length]).unwrap();
                    }
                    let _ = client.shutdown(Shutdown::Both);
                });
            }
        });
        way
    }
}
