//! The servers that tests have: what they do when they are killed, and that nothing is left of them.

mod containers;
mod mongodb;
mod process;
mod redis;
mod started;
mod with_servers;
