//! What the state promises, in a file and in Redis.

mod cluster;
mod file;
mod place;
mod promises;
mod redis;
mod scrub;
#[path = "../redis/users.rs"]
mod users;
