//! Free ports on this machine.

use std::{
    hash::{BuildHasher, RandomState},
    net::TcpListener,
    ops::Range,
};

/// Below the ports that the system gives to outgoing connections. Among those, a client that keeps
/// trying to reach a killed server may be given the server's own port, and the server cannot come
/// back to it.
const PORTS: Range<u16> = 12_000..22_000;
/// A Redis Cluster's nodes talk to each other on a port so far above the clients' one.
const BUS: u16 = 10_000;

/// A port that nobody listens on, picked at random so that test processes seldom meet.
///
/// # Panics
/// When there is none.
#[must_use]
pub fn free() -> u16 {
    pick(is_free)
}

/// A port of a cluster's node: its bus is free as well.
pub(crate) fn free_for_node() -> u16 {
    pick(|port| is_free(port) && is_free(port + BUS))
}

fn pick(is_wanted: impl Fn(u16) -> bool) -> u16 {
    let ports = PORTS.end - PORTS.start;
    for _ in 0..1000 {
        let random = RandomState::new().hash_one(());
        let offset = u16::try_from(random % u64::from(ports)).expect("it is below a port number");
        if is_wanted(PORTS.start + offset) {
            return PORTS.start + offset;
        }
    }
    panic!("no free port was found between {} and {}", PORTS.start, PORTS.end)
}

fn is_free(port: u16) -> bool {
    TcpListener::bind(("127.0.0.1", port)).is_ok()
}
