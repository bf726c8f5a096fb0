//! The servers that the tests of a process share, each started when it is first asked for.

use std::{env, sync::OnceLock};

use crate::{MongoServer, RedisCluster, RedisServer};

/// The environment variable that names the MongoDB to take instead of starting one.
pub const MONGODB_URL: &str = "DATAGET_TEST_MONGODB_URL";
/// The environment variable that names the Redis to take instead of starting one.
pub const REDIS_URL: &str = "DATAGET_TEST_REDIS_URL";
/// The environment variable that names a node of the Redis Cluster to take instead of starting one.
pub const REDIS_CLUSTER_URL: &str = "DATAGET_TEST_REDIS_CLUSTER_URL";

/// The URL of the MongoDB that tests share: what [`MONGODB_URL`] says, else a replica set of one
/// node that lives as long as this process.
///
/// # Panics
///
/// Where it does not start.
pub fn mongodb() -> &'static str {
    // A static is never dropped; the server's watchdog ends it.
    static SHARED: OnceLock<(String, Option<MongoServer>)> = OnceLock::new();
    let shared = SHARED.get_or_init(|| {
        given_or(MONGODB_URL, || {
            let server = MongoServer::builder().replica_set().start();
            (server.url(), server)
        })
    });
    &shared.0
}

/// The URL of the Redis that tests share: what [`REDIS_URL`] says, else a server that lives as long
/// as this process.
///
/// # Panics
///
/// Where it does not start.
pub fn redis() -> &'static str {
    static SHARED: OnceLock<(String, Option<RedisServer>)> = OnceLock::new();
    let shared = SHARED.get_or_init(|| {
        given_or(REDIS_URL, || {
            let server = RedisServer::start();
            (server.url(), server)
        })
    });
    &shared.0
}

/// The URL of a node of the Redis Cluster that tests share: what [`REDIS_CLUSTER_URL`] says, else a
/// cluster of three that lives as long as this process.
///
/// # Panics
///
/// Where it does not start.
pub fn redis_cluster() -> &'static str {
    static SHARED: OnceLock<(String, Option<RedisCluster>)> = OnceLock::new();
    let shared = SHARED.get_or_init(|| {
        given_or(REDIS_CLUSTER_URL, || {
            let cluster = RedisCluster::start(3);
            (cluster.url(), cluster)
        })
    });
    &shared.0
}

fn given_or<Server>(
    variable: &str,
    start: impl FnOnce() -> (String, Server),
) -> (String, Option<Server>) {
    match env::var(variable) {
        Ok(url) if !url.is_empty() => (url, None),
        _ => {
            let (url, server) = start();
            (url, Some(server))
        }
    }
}
