//! The demo ends in the running site.

use std::{
    io::{BufRead, BufReader},
    net::TcpListener,
    process::Stdio,
};

use crate::run::{Dataget, Ended, signal};

#[test]
fn the_demo_serves_what_it_has_loaded_on_a_free_port() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let dataget = Dataget::new();
    let command = &mut dataget.command(&["demo", "--listen", &address]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let line = lines.find(|line| line.as_ref().unwrap().contains("http://127.0.0.1:"));
    let line = line.unwrap().unwrap();
    let url = line.split_whitespace().find(|word| word.starts_with("http://")).unwrap().to_owned();
    assert!(!url.contains(&address), "{line}");
    let page = servers::http().build().unwrap().get(format!("{url}/?q=stockholm")).send().unwrap();
    assert_eq!(page.status(), 200);
    signal("INT", child.id());
    assert_eq!(Ended::of(child.wait_with_output().unwrap()).code, 0);
}
