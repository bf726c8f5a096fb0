//! What a queue promises, in a file and in Redis.

mod file;
mod model;
mod place;
mod promises;
mod races;
mod redis;
mod twice;
#[path = "../redis/users.rs"]
mod users;
