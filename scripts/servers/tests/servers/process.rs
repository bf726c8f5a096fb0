//! What this machine knows of a process.

use std::{net::TcpStream, process::Command};

/// Whether there is a process of this number.
pub(crate) fn is_alive(process: u32) -> bool {
    let asked = Command::new("kill").args(["-0", &process.to_string()]).output();
    asked.unwrap().status.success()
}

/// That nothing is left of a server: neither its process nor who answers on its port.
pub(crate) fn assert_is_gone(process: u32, port: u16) {
    assert!(!is_alive(process));
    assert!(TcpStream::connect(("127.0.0.1", port)).is_err());
}
