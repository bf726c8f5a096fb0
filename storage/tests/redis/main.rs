//! What an index in Redis promises: the answers of its file, and a word where it cannot give them.

mod addresses;
mod answers;
mod damage;
mod fixture;
mod forgeries;
mod questions;
mod rebuilds;
mod refusals;
mod removal;
mod restarts;
mod stored;
mod users;
