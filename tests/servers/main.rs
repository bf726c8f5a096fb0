//! The program with its documents in MongoDB and its index in Redis, on real servers: the promises
//! that it keeps in files, and what becomes of them when a server is lost, full or forbidding.

// Its tests and these share how the program is run and what it is given to load; neither uses all
// of it.
#[allow(dead_code)]
#[path = "../program/dump.rs"]
mod dump;
#[allow(dead_code)]
#[path = "../serving/google.rs"]
mod google;
#[allow(dead_code)]
#[path = "../program/run.rs"]
mod run;
#[allow(dead_code)]
#[path = "../serving/served.rs"]
mod served;

mod answers;
mod disk;
mod emptied;
mod home;
mod keys;
mod kills;
mod leftovers;
mod mongosh;
mod nodes;
mod operators;
mod playlists;
mod rebuilds;
mod refusals;
mod revisions;
mod rights;
#[path = "../../storage/tests/mongodb/roles.rs"]
mod roles;
mod room;
mod status;
mod swaps;
mod updating;
#[path = "../../storage/tests/redis/users.rs"]
mod users;
mod writers;
