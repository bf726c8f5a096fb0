//! The program `dataget-fake-google`, running.

use std::{
    io::{BufRead, BufReader},
    net::TcpStream,
    process::{Child, Command, Stdio},
};

/// The program, about to run.
fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dataget-fake-google"));
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
    command
}

fn lines(program: &mut Child, count: usize) -> Vec<String> {
    let stdout = BufReader::new(program.stdout.take().unwrap());
    stdout.lines().take(count).map(Result::unwrap).collect()
}

fn is_listening(url: &str) -> bool {
    let address = url.strip_prefix("http://").unwrap().split('/').next().unwrap();
    TcpStream::connect(address).is_ok()
}

fn signal(program: &Child, signal: &str) {
    let arguments = [signal.to_owned(), program.id().to_string()];
    assert!(Command::new("kill").args(arguments).status().unwrap().success());
}

#[test]
fn a_command_finds_the_stand_in_and_its_code_is_passed_on() {
    let shell = "echo $DATAGET_GOOGLE_AUTH_URL; echo $DATAGET_GOOGLE_TOKEN_URL; \
         echo $DATAGET_GOOGLE_REVOKE_URL; echo $DATAGET_YOUTUBE_API_URL; \
         echo $DATAGET_GOOGLE_CLIENT_ID; echo $DATAGET_GOOGLE_CLIENT_SECRET; read line; exit 7";
    let mut program = program(&["--daily-units", "500", "--", "sh", "-c", shell]).spawn().unwrap();
    let lines = lines(&mut program, 6);
    let ends = ["/o/oauth2/v2/auth", "/token", "/revoke", "/youtube/v3"];
    for (url, end) in lines.iter().zip(ends) {
        assert!(url.starts_with("http://127.0.0.1:") && url.ends_with(end), "{url}");
    }
    assert_eq!(lines[4], "canary-client.apps.googleusercontent.com");
    assert_eq!(lines[5], "GOCSPX-canary-secret");
    let clock = lines[3].replace("youtube/v3", "control/clock");
    let http = crate::client::http().build().unwrap();
    assert_eq!(crate::client::read(http.get(clock), 200)["units_left"], 500);
    drop(program.stdin.take());
    assert_eq!(program.wait().unwrap().code(), Some(7));
    assert!(!is_listening(&lines[0]));
}

#[test]
fn a_request_to_end_reaches_the_command() {
    for name in ["-TERM", "-INT"] {
        // A `wait` ends with a signal; what it waits for, with our end of the pipe.
        let shell = "trap 'exit 9' TERM; echo ready; exec 3<&0; cat <&3 & wait; exit 1";
        let mut program = program(&["--", "sh", "-c", shell]).spawn().unwrap();
        let _pipe = program.stdin.take();
        lines(&mut program, 1);
        signal(&program, name);
        assert_eq!(program.wait().unwrap().code(), Some(9), "{name}");
    }
}

#[test]
fn without_a_command_it_says_where_it_is_until_it_is_asked_to_end() {
    let mut program = program(&["--listen", "127.0.0.1:0"]).spawn().unwrap();
    let lines = lines(&mut program, 7);
    let (said, url) = lines[0].rsplit_once(' ').unwrap();
    assert!(said.contains("this is not Google"), "{said}");
    assert!(is_listening(url), "{url}");
    assert_eq!(lines[6], format!("export DATAGET_YOUTUBE_API_URL={url}/youtube/v3"));
    signal(&program, "-INT");
    assert!(program.wait().unwrap().success());
    assert!(!is_listening(url));
}

#[test]
fn what_is_not_understood_is_told_and_help_is_given() {
    for arguments in [&["--port", "1"][..], &["--listen"], &["--daily-units", "many"]] {
        let said = program(arguments).stderr(Stdio::piped()).output().unwrap();
        assert!(!said.status.success());
        let told = String::from_utf8(said.stderr).unwrap();
        assert!(told.contains(arguments[0]), "{told}");
    }
    let said = program(&["--help"]).output().unwrap();
    assert!(said.status.success() && said.stdout.starts_with(b"usage: "));
}
