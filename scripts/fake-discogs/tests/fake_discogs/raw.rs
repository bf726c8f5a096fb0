//! A client that holds its socket in its hands.

use std::{
    io::{ErrorKind, Read, Write},
    net::TcpStream,
    thread,
    time::{Duration, Instant},
};

use fake_discogs::{FakeDiscogs, Layout};

use crate::client::{LABELS, file};

/// A request that has been sent, and an answer that nobody has read.
pub(crate) struct Raw(TcpStream);

impl Raw {
    /// Asks for the labels.
    pub(crate) fn get_labels(discogs: &FakeDiscogs) -> Self {
        Self::get(&file(discogs, Layout::Tree, LABELS))
    }

    pub(crate) fn get(url: &str) -> Self {
        let (host, path) = url.strip_prefix("http://").unwrap().split_once('/').unwrap();
        let mut stream = TcpStream::connect(host).unwrap();
        write!(stream, "GET /{path} HTTP/1.1\r\nhost: {host}\r\n\r\n").unwrap();
        Self(stream)
    }

    /// Everything that comes until the other side ends the connection, which it keeps open after a
    /// whole answer: head and body.
    pub(crate) fn read_to_end(mut self) -> (String, Vec<u8>) {
        let mut said = Vec::new();
        self.0.read_to_end(&mut said).unwrap();
        split(&said)
    }

    /// Head and so many bytes of the body, however they come.
    pub(crate) fn read_body(&mut self, bytes: usize) -> (String, Vec<u8>) {
        let mut said = Vec::new();
        let mut byte = [0];
        while !said.ends_with(b"\r\n\r\n") {
            self.0.read_exact(&mut byte).unwrap();
            said.push(byte[0]);
        }
        let head = said.len();
        said.resize(head + bytes, 0);
        self.0.read_exact(&mut said[head..]).unwrap();
        split(&said)
    }

    /// Whether the connection is open and nothing has come on it.
    pub(crate) fn is_silent(&mut self) -> bool {
        self.0.set_nonblocking(true).unwrap();
        let read = self.0.read(&mut [0]);
        self.0.set_nonblocking(false).unwrap();
        read.is_err_and(|error| error.kind() == ErrorKind::WouldBlock)
    }
}

fn split(said: &[u8]) -> (String, Vec<u8>) {
    let end = said.windows(4).position(|window| window == b"\r\n\r\n");
    let head = end.map_or(said.len(), |end| end + 4);
    (String::from_utf8(said[..head].to_vec()).unwrap(), said[head..].to_vec())
}

/// Waits for something that happens on the server's thread.
pub(crate) fn wait_until(is_so: impl Fn() -> bool) {
    let patience = Instant::now() + Duration::from_secs(60);
    while !is_so() {
        assert!(Instant::now() < patience, "it did not happen");
        thread::yield_now();
    }
}
