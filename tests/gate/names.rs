//! Which names the site goes by, and without TLS.

use std::{fs, io::Write, net::TcpStream};

use crate::{browser::heard, gate::Gate};

impl Gate {
    /// All that is answered without TLS.
    fn say_plain(&self, bytes: &str) -> String {
        let mut socket = TcpStream::connect(("127.0.0.1", self.http)).unwrap();
        socket.write_all(bytes.as_bytes()).unwrap();
        heard(&mut socket)
    }
}

fn get(path: &str, host: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")
}

#[test]
fn without_tls_there_is_only_the_way_to_it_and_the_proof_for_acme() {
    let gate = Gate::open();
    for path in ["/", "/api/v1/search?q=a%20b", "/oauth2callback?code=a", "/.well-known/other"] {
        let answer = gate.say_plain(&get(path, "localhost"));
        assert!(answer.starts_with("HTTP/1.1 301 "), "{answer}");
        assert!(answer.contains(&format!("\r\nLocation: https://localhost{path}\r\n")), "{answer}");
    }
    let challenges = gate.path().join("acme/.well-known/acme-challenge");
    fs::create_dir_all(&challenges).unwrap();
    fs::write(challenges.join("token"), "proof").unwrap();
    let answer = gate.say_plain(&get("/.well-known/acme-challenge/token", "localhost"));
    assert!(answer.starts_with("HTTP/1.1 200 ") && answer.ends_with("\r\n\r\nproof"), "{answer}");
    let outside =
        gate.say_plain(&get("/.well-known/acme-challenge/../../../tls/ca.key", "localhost"));
    assert!(!outside.contains("PRIVATE"), "{outside}");
    assert!(!gate.served.log().contains("acme"), "{}", gate.served.log());
}

#[test]
fn who_asks_for_somebody_else_is_hung_up_on() {
    let gate = Gate::open();
    for other in ["elsewhere.example", "127.0.0.1", "localhost.elsewhere.example", "_"] {
        assert_eq!(gate.say_plain(&get("/other", other)), "", "{other}");
        assert_eq!(gate.say(&get("/other", other)), "", "{other}");
    }
    let absolute = "GET https://elsewhere.example/other HTTP/1.1\r\nHost: localhost\r\n\r\n";
    assert_eq!(gate.say(absolute), "");
    let refused = gate.wire_to("elsewhere.example").unwrap_err().to_string();
    assert!(refused.contains("UnrecognisedName"), "{refused}");
    let own = gate.say(&get("/own", "localhost"));
    assert!(own.starts_with("HTTP/1.1 404 "), "{own}");
    let log = gate.served.log();
    assert!(log.contains("/own") && !log.contains("/other"), "{log}");
}
