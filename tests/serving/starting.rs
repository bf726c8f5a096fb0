//! A server starts before anything is loaded, and finds what is loaded later.

use std::{fs, os::unix::fs::PermissionsExt};

use fake_google::FakeGoogle;

use crate::{
    dump,
    google::site,
    run::{Dataget, wait_until},
    served::Served,
};

#[test]
fn a_server_without_a_catalogue_says_so_and_finds_it_when_it_comes() {
    let served = Served::start(Dataget::new(), &[]);
    assert_eq!(served.get("/healthz").status, 200);
    let (status, problem) = served.problem("/readyz");
    assert_eq!((status, &problem["code"]), (503, &"not-ready".into()));
    assert!(problem["detail"].as_str().unwrap().contains("dataget load"), "{problem}");
    let answer = served.get("/api/v1/search?q=jazz");
    assert_eq!(answer.status, 503);
    assert!(answer.header("retry-after").parse::<u64>().unwrap() > 0);
    let page = served.get("/");
    assert_eq!((page.status, page.header("content-type")), (503, "text/html; charset=utf-8"));
    assert_eq!(served.json("/api/v1/dumps")["dumps"].as_array().unwrap().len(), 0);

    dump::month(&served.folder("november"), "20261101", 5);
    served.run(&["load", "november"]).succeeds();
    wait_until("it is ready", || served.get("/readyz").status == 200);
    assert_eq!(served.json("/readyz")["generation"], "20261101");
    assert_eq!(served.get("/?q=song").status, 200);
}

#[test]
fn whether_a_server_is_well_is_told_by_the_exit_code() {
    let served = Served::start(Dataget::new(), &[]);
    let address = served.url.strip_prefix("http://").unwrap();
    let well = served.run(&["health", "--listen", address]).succeeds();
    assert_eq!((well.stdout.as_str(), well.stderr.as_str()), ("ok\n", ""));
    served.run(&["health", "--url", &served.url]).succeeds();
    let error = served.run(&["health", "--url", &format!("{}/readyz", served.url)]).fails();
    assert!(error.contains("/readyz is not well: it answers with 503"), "{error}");
    let error = served.run(&["health", "--url", "https://127.0.0.1"]).fails();
    assert!(error.contains("begins with http://"), "{error}");
}

#[test]
fn a_server_that_is_silent_or_away_is_not_well() {
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = silent.local_addr().unwrap().to_string();
    let ask = || Dataget::new().run(&["health", "--listen", &address]).fails();
    let error = ask();
    assert!(error.contains("does not answer"), "{error}");
    drop(silent);
    let error = ask();
    assert!(error.contains(&address) && error.contains("refused"), "{error}");
}

#[test]
fn an_address_that_is_taken_is_named() {
    let served = Served::catalogue();
    let other = Dataget::new();
    let address = served.url.strip_prefix("http://").unwrap();
    let error = other.run(&["serve", "--listen", address]).fails();
    assert!(error.contains(address) && error.contains("--listen"), "{error}");
}

#[test]
fn two_servers_do_not_share_a_file_of_sessions() {
    let served = Served::catalogue();
    let error = served.run(&["serve", "--listen", "127.0.0.1:0"]).fails();
    assert!(error.contains("state.redb"), "{error}");
}

#[test]
fn neither_the_state_nor_its_key_is_for_anybody_else_on_the_machine() {
    let google = FakeGoogle::start();
    let served = site(&google, &[]);
    for name in ["state.redb", "secret.key"] {
        let mode = fs::metadata(served.path().join("data").join(name)).unwrap().permissions();
        assert_eq!(mode.mode() & 0o777, 0o600, "{name}");
    }
}
