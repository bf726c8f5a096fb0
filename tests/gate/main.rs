//! The site behind nginx as it is shipped, over TLS: what gets through, what is kept on the way,
//! and what never reaches the program.

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

mod browser;
mod caching;
mod clients;
mod configuration;
mod downloads;
mod events;
mod floods;
mod gate;
mod local_ca;
mod logs;
mod names;
mod nodes;
mod sign_in;
mod smuggling;
mod tls;
