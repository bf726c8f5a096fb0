//! A client that holds its socket in its hands.

use std::{
    io::{Read, Write},
    net::TcpStream,
    thread,
    time::{Duration, Instant},
};

use fake_google::FakeGoogle;

use crate::client::VIDEO;

/// A request that has been sent, and an answer that nobody has read.
pub(crate) struct Raw(TcpStream);

impl Raw {
    /// What adds a video to a playlist: path and body.
    pub(crate) fn insert(playlist: &str) -> (&'static str, String) {
        let resource = format!(r#"{{"kind": "youtube#video", "videoId": "{VIDEO}"}}"#);
        let snippet = format!(r#"{{"playlistId": "{playlist}", "resourceId": {resource}}}"#);
        ("playlistItems?part=snippet", format!(r#"{{"snippet": {snippet}}}"#))
    }

    /// Sends a `POST` to the Data API.
    pub(crate) fn send(google: &FakeGoogle, token: &str, (path, body): &(&str, String)) -> Self {
        let mut stream = TcpStream::connect(google.url().strip_prefix("http://").unwrap()).unwrap();
        let length = body.len();
        let request = format!(
            "POST /youtube/v3/{path} HTTP/1.1\r\nhost: google\r\n\
             authorization: Bearer {token}\r\ncontent-length: {length}\r\n\r\n{body}"
        );
        stream.write_all(request.as_bytes()).unwrap();
        Self(stream)
    }

    /// Everything that comes until the other side ends the connection, which it keeps open after a
    /// whole answer.
    pub(crate) fn read_to_end(mut self) -> String {
        let mut said = Vec::new();
        self.0.read_to_end(&mut said).unwrap();
        String::from_utf8(said).unwrap()
    }
}

/// Waits for something that happens on the server's thread.
pub(crate) fn wait_until(is_so: impl Fn() -> bool) {
    let patience = Instant::now() + Duration::from_secs(60);
    while !is_so() {
        assert!(Instant::now() < patience, "it did not happen");
        thread::yield_now();
    }
}
