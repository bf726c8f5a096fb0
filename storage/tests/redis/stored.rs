//! The index on a server, under a prefix of its own.

use std::{
    sync::atomic::{AtomicU32, Ordering},
    thread,
    time::{Duration, Instant},
};

use redis::{Client, Cmd, ConnectionLike, FromRedisValue, cluster::ClusterClient};
use storage::{index::Index, redis::Redis};

use crate::fixture::{generation, index_file};

/// A prefix that no other test has.
fn prefix() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    format!("test-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}

/// A server or cluster with the index, under a prefix that goes with it.
pub(crate) struct Stored {
    pub(crate) redis: Redis,
    pub(crate) prefix: String,
    raw: Box<dyn ConnectionLike>,
}

impl Stored {
    pub(crate) fn new(url: &str, is_cluster: bool) -> Self {
        let prefix = prefix();
        let raw: Box<dyn ConnectionLike> = if is_cluster {
            Box::new(ClusterClient::new([url]).unwrap().get_connection().unwrap())
        } else {
            Box::new(Client::open(url).unwrap().get_connection().unwrap())
        };
        let redis = Redis::connect(url, &prefix).unwrap();
        redis.put_index(index_file()).unwrap();
        Self { redis, prefix, raw }
    }

    pub(crate) fn on_a_server() -> Self {
        Self::new(servers::redis(), false)
    }

    pub(crate) fn on_a_cluster() -> Self {
        Self::new(servers::redis_cluster(), true)
    }

    pub(crate) fn open(&self) -> Index {
        self.redis.open_index(generation()).unwrap()
    }

    pub(crate) fn ask<T: FromRedisValue>(&mut self, name: &str, arguments: &[&str]) -> T {
        Cmd::new().arg(name).arg(arguments).query(&mut *self.raw).unwrap()
    }

    pub(crate) fn keys(&mut self) -> Vec<String> {
        let all = format!("{}:*", self.prefix);
        self.ask("KEYS", &[&all])
    }

    pub(crate) fn key(&self, rest: &str) -> String {
        format!("{}:v20261101:{rest}", self.prefix)
    }

    pub(crate) fn set(&mut self, key: &str, value: &[u8]) {
        redis::cmd("SET").arg(key).arg(value).exec(&mut *self.raw).unwrap();
    }

    pub(crate) fn flip(&mut self, key: &str, at: usize) {
        let at = at.to_string();
        let byte: Vec<u8> = self.ask("GETRANGE", &[key, &at, &at]);
        let flipped = [byte[0] ^ 1];
        let mut set = redis::cmd("SETRANGE");
        set.arg(key).arg(at).arg(&flipped).exec(&mut *self.raw).unwrap();
    }
}

impl Drop for Stored {
    fn drop(&mut self) {
        for generation in self.redis.generations().unwrap_or_default() {
            let _ = self.redis.drop_index(generation);
        }
    }
}

pub(crate) fn wait_until(mut is_so: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < Duration::from_secs(60), "it did not come about");
        thread::yield_now();
    }
}
