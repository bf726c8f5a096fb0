//! The shared servers, as a command has them and as a process leaves them.

use std::process::Command;

use crate::started::{SHOW_URLS, Started, is_listening, with_servers};

#[test]
fn a_command_has_three_servers_and_its_code_is_passed_on() {
    let mut started = Started::of(with_servers(&format!("{SHOW_URLS}; read line; exit 7")));
    let urls = &started.urls;
    assert!(urls[0].starts_with("mongodb://127.0.0.1:"), "{urls:?}");
    assert!(urls[0].ends_with("/?replicaSet=tests"), "{urls:?}");
    assert!(urls[1..].iter().all(|url| url.starts_with("redis://127.0.0.1:")), "{urls:?}");
    assert!(urls.iter().all(|url| is_listening(url)));
    assert_eq!(started.folders(), 5);
    drop(started.program.stdin.take());
    assert_eq!(started.wait(), Some(7));
}

#[test]
fn servers_end_with_a_killed_program_and_leave_no_folder() {
    let mut started = Started::of(with_servers(&format!("{SHOW_URLS}; read line")));
    started.program.kill().unwrap();
    assert_eq!(started.wait(), None);
}

#[test]
fn a_request_to_end_reaches_the_command() {
    // A `wait` ends with a signal; what it waits for, with our end of the pipe.
    let shell = format!("trap 'exit 9' TERM; {SHOW_URLS}; exec 3<&0; cat <&3 & wait; exit 1");
    let mut started = Started::of(with_servers(&shell));
    let _pipe = started.program.stdin.take();
    let number = started.program.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &number]).status().unwrap().success());
    assert_eq!(started.wait(), Some(9));
}

#[test]
fn a_given_server_is_taken() {
    let said = with_servers(SHOW_URLS)
        .env("DATAGET_TEST_MONGODB_URL", "mongodb://a/")
        .env("DATAGET_TEST_REDIS_URL", "redis://b/")
        .env("DATAGET_TEST_REDIS_CLUSTER_URL", "redis://c/")
        .output()
        .unwrap();
    assert_eq!(String::from_utf8(said.stdout).unwrap(), "mongodb://a/\nredis://b/\nredis://c/\n");
}

#[test]
fn a_missing_server_fails_with_what_to_do() {
    let sh = Command::new("sh").args(["-c", "command -v sh"]).output().unwrap();
    let nowhere = tempfile::tempdir().unwrap();
    let said = Command::new(env!("CARGO_BIN_EXE_with-servers"))
        .arg(String::from_utf8(sh.stdout).unwrap().trim())
        .env_clear()
        .env("PATH", nowhere.path())
        .env("HOME", nowhere.path())
        .output()
        .unwrap();
    assert!(!said.status.success());
    let told = String::from_utf8(said.stderr).unwrap();
    assert!(told.contains("mongod is missing: run `scripts/setup servers`"), "{told}");
    assert!(told.contains("redis-server is missing: run `scripts/setup servers`"), "{told}");
}
