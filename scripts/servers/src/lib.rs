//! Real MongoDB and Redis servers for tests: on free ports, in temporary folders, stopped at the
//! end.
//!
//! A test that only needs some server takes the one that its process shares, under names of its
//! own ([`mongodb()`], [`redis()`], [`redis_cluster()`]). A test that kills, fills or locks a server
//! starts one for itself ([`MongoServer`], [`RedisServer`], [`RedisCluster`]).
//!
//! Everything here panics where a server is missing or does not start: such a test has failed, and
//! is not passed over. `scripts/setup servers` installs what is missing. A server ends with the
//! process that started it, however that ends.
//!
//! The stand-ins for other services run in a [`WebServer`], within the test's own process.

mod client;
mod cluster;
mod mongo;
mod ports;
mod process;
mod programs;
mod promises;
mod redis;
mod shared;
mod web;

pub use crate::{
    client::http,
    cluster::RedisCluster,
    mongo::{MongoOptions, MongoServer},
    ports::free as free_port,
    programs::are_programs,
    redis::{RedisOptions, RedisServer},
    shared::{MONGODB_URL, REDIS_CLUSTER_URL, REDIS_URL, mongodb, redis, redis_cluster},
    web::{Connection, WebServer},
};
