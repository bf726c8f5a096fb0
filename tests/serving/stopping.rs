//! A server that is stopped finishes what it has begun.

use std::{
    io::{Read, Write},
    net::TcpStream,
};

use crate::{run::wait_until, served::Served};

/// A request of which the server has got all but its body.
pub(crate) fn begun(served: &Served) -> TcpStream {
    let page = served.get("/");
    let cookie = page.cookies()[0].split(';').next().unwrap();
    let mut stream = TcpStream::connect(served.url.strip_prefix("http://").unwrap()).unwrap();
    write!(
        stream,
        "PUT /api/v1/basket HTTP/1.1\r\nhost: a\r\nconnection: close\r\nexpect: 100-continue\r\n\
         content-length: 13\r\norigin: {}\r\ncookie: {cookie}\r\n\r\n",
        served.url
    )
    .unwrap();
    // The server asks for the body when it has read the rest.
    let mut asked = [0; 25];
    stream.read_exact(&mut asked).unwrap();
    assert_eq!(&asked, b"HTTP/1.1 100 Continue\r\n\r\n");
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
        assert!(answer.starts_with("HTTP/1.1 200"), "{with}: {answer}");
        assert_eq!(served.ended().code, 0, "{with}");
    }
}
