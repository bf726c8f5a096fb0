//! A server that is stopped finishes what it has begun.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
};

use crate::{run::wait_until, served::Served};

/// A request of which the server has got the beginning.
fn begun(served: &Served) -> TcpStream {
    let mut stream = TcpStream::connect(served.url.strip_prefix("http://").unwrap()).unwrap();
    write!(stream, "PUT /api/v1/basket HTTP/1.1\r\nhost: a\r\nexpect: 100-continue\r\ncontent-length: 13\r\norigin: {}\r\n\r\n", served.url).unwrap();
    // It is being handled as soon as the server asks for the body.
    let mut line = String::new();
    BufReader::new(&stream).read_line(&mut line).unwrap();
    assert!(line.contains("100"), "{line}");
    stream
}

#[test]
fn a_running_request_is_answered_before_the_server_ends() {
    for with in ["INT", "TERM"] {
        let mut served = Served::catalogue();
        let mut stream = begun(&served);
        served.signal(with);
        wait_until("it takes no more requests", || {
            TcpStream::connect(served.url.strip_prefix("http://").unwrap()).is_err()
        });
        stream.write_all(b"{\"videos\":[]}").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.contains("HTTP/1.1 403"), "{with}: {answer}");
        assert_eq!(served.ended().code, 0, "{with}");
    }
}
