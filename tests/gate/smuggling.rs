//! Requests that two programs could read in two ways.

use crate::gate::Gate;

/// What is hidden in the rest of a request.
const HIDDEN: &str = "GET /hidden HTTP/1.1\r\nHost: localhost\r\n\r\n";

/// A request with these header lines and this body.
fn request(headers: &str, body: &str) -> String {
    format!("POST /outer HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n\r\n{body}")
}

#[test]
fn a_request_that_could_be_read_in_two_ways_reaches_nobody() {
    let gate = Gate::open();
    let chunks = format!("0\r\n\r\n{HIDDEN}");
    let length = chunks.len();
    for (what, bytes) in [
        (
            "a length and chunks",
            request(&format!("Content-Length: {length}\r\nTransfer-Encoding: chunked"), &chunks),
        ),
        (
            "chunks and a length",
            request(
                "Transfer-Encoding: chunked\r\nContent-Length: 4",
                &format!("5c\r\n{HIDDEN}0\r\n\r\n"),
            ),
        ),
        (
            "chunks twice",
            request("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", &chunks),
        ),
        (
            "chunks and something else",
            request("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity", &chunks),
        ),
        ("a list of codings", request("Transfer-Encoding: gzip, chunked", &chunks)),
        ("chunks misspelt", request("Transfer-Encoding: xchunked", &chunks)),
        ("chunks with a blank before the colon", request("Transfer-Encoding : chunked", &chunks)),
        ("chunks behind a control character", request("Transfer-Encoding: \u{b}chunked", &chunks)),
        ("a coding on the next line", request("Transfer-Encoding:\r\n chunked", &chunks)),
        ("two lengths", request("Content-Length: 0\r\nContent-Length: 44", HIDDEN)),
        ("the same length twice", request("Content-Length: 0\r\nContent-Length: 0", HIDDEN)),
        ("a list of lengths", request("Content-Length: 0, 44", HIDDEN)),
        ("a length with a sign", request("Content-Length: +0", HIDDEN)),
        ("a length in hexadecimal", request("Content-Length: 0x0", HIDDEN)),
        ("a chunk of no size", request("Transfer-Encoding: chunked", &format!("x\r\n{HIDDEN}"))),
        (
            "a chunk of a negative size",
            request("Transfer-Encoding: chunked", &format!("-1\r\n{HIDDEN}")),
        ),
        (
            "a chunk too large for numbers",
            request("Transfer-Encoding: chunked", &format!("ffffffffffffffff1\r\n{HIDDEN}")),
        ),
        (
            "a chunk that goes on",
            request("Transfer-Encoding: chunked", &format!("1\r\nabc\r\n0\r\n\r\n{HIDDEN}")),
        ),
        ("a folded line", request("X-A: a\r\n b: c", HIDDEN)),
        ("a null in a value", request("X-A: a\0b", HIDDEN)),
        (
            "chunks in HTTP/1.0",
            request("Transfer-Encoding: chunked", &chunks).replace("/1.1", "/1.0"),
        ),
        ("two hosts", request("Host: elsewhere.example", HIDDEN)),
        (
            "a version that nobody has",
            format!("POST /outer HTTP/9.9\r\nHost: localhost\r\n\r\n{HIDDEN}"),
        ),
    ] {
        let answer = gate.say(&bytes);
        let status = answer.get(9..12).unwrap_or("closed");
        assert!(["400", "501", "505", "closed"].contains(&status), "{what}: {answer}");
        // One answer: what was hidden is no request to nginx, either.
        assert!(answer.matches("HTTP/1.1 ").count() <= 1, "{what}: {answer}");
    }
    // What is meant as it is written gets through, or the above would say nothing.
    let honest = request(
        "Transfer-Encoding: chunked",
        "1\r\na\r\n0\r\n\r\nGET /next HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    );
    let answers = gate.say(&honest.replace("/outer", "/honest"));
    assert_eq!(answers.matches("HTTP/1.1 ").count(), 2, "{answers}");
    let log = gate.served.log();
    assert!(log.contains("/honest") && log.contains("/next"), "{log}");
    assert!(!log.contains("/outer") && !log.contains("/hidden"), "{log}");
}
