//! The shared servers, as a command has them and as a process leaves them.

use std::{
    fs,
    io::{BufRead, BufReader},
    net::TcpStream,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;

const SHOW_URLS: &str = "echo $DATAGET_TEST_MONGODB_URL; echo $DATAGET_TEST_REDIS_URL; \
     echo $DATAGET_TEST_REDIS_CLUSTER_URL";

#[test]
fn a_command_has_three_servers_and_its_code_is_passed_on() {
    let mut started = start(&format!("{SHOW_URLS}; read line; exit 7"));
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
    let mut started = start(&format!("{SHOW_URLS}; read line"));
    started.program.kill().unwrap();
    assert_eq!(started.wait(), None);
}

#[test]
fn a_request_to_end_reaches_the_command() {
    let wait = "while :; do sleep 0.05; done";
    let started = start(&format!("trap 'exit 9' TERM; {SHOW_URLS}; {wait}"));
    let number = started.program.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &number]).status().unwrap().success());
    assert_eq!(started.wait(), Some(9));
}

#[test]
fn a_given_server_is_taken() {
    let said = Command::new(env!("CARGO_BIN_EXE_with-servers"))
        .args(["sh", "-c", SHOW_URLS])
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

/// The program with its servers, which keep their folders in this one.
struct Started {
    program: Child,
    urls: Vec<String>,
    folder: TempDir,
}

/// Starts the program with a shell that shows the URLs.
fn start(shell: &str) -> Started {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_with-servers"));
    command.args(["sh", "-c", shell]);
    for variable in [servers::MONGODB_URL, servers::REDIS_URL, servers::REDIS_CLUSTER_URL] {
        command.env_remove(variable);
    }
    command.env("TMPDIR", folder.path()).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut program = command.spawn().unwrap();
    let stdout = BufReader::new(program.stdout.take().unwrap());
    let urls: Vec<String> = stdout.lines().take(3).map(Result::unwrap).collect();
    assert_eq!(urls.len(), 3, "the servers did not start");
    Started { program, urls, folder }
}

impl Started {
    /// The code that the program ends with, once its servers and their folders are gone.
    fn wait(mut self) -> Option<i32> {
        let code = self.program.wait().unwrap().code();
        let patience = Instant::now() + Duration::from_secs(60);
        while self.urls.iter().any(|url| is_listening(url)) || self.folders() > 0 {
            assert!(Instant::now() < patience, "something was left");
            thread::sleep(Duration::from_millis(20));
        }
        code
    }

    fn folders(&self) -> usize {
        fs::read_dir(self.folder.path()).unwrap().count()
    }
}

fn is_listening(url: &str) -> bool {
    let address = url.split_once("://").unwrap().1.split('/').next().unwrap();
    TcpStream::connect(address).is_ok()
}
