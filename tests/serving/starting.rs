//! A server starts before anything is loaded, and finds what is loaded later.

use crate::{
    dump,
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
