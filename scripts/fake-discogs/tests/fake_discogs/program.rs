//! The program `dataget-fake-discogs`, running.

use std::{
    fs,
    io::{BufRead, BufReader},
    net::TcpStream,
    process::{Command, Stdio},
};

use reqwest::{Method, header::RANGE};

use crate::client::{CHECKSUM, LABELS, asking, content, get};

fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dataget-fake-discogs"));
    command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

#[test]
fn it_publishes_a_folder_and_says_where_until_it_is_asked_to_end() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(LABELS), content()).unwrap();
    let dumps = folder.path().to_str().unwrap();
    let arguments = ["--listen", "127.0.0.1:0", "--dumps", dumps, "--ignore-ranges"];
    let mut program = program(&arguments).spawn().unwrap();
    let stdout = BufReader::new(program.stdout.take().unwrap());
    let lines: Vec<String> = stdout.lines().take(5).map(Result::unwrap).collect();
    assert!(lines[0].contains("this is not Discogs"), "{}", lines[0]);
    let urls: Vec<_> = lines[1..].iter().map(|line| line.split_whitespace().collect()).collect();
    let [["query", query], ["s3", _], ["folder", folder], ["tree", tree]] =
        urls.iter().map(|words: &Vec<&str>| [words[0], words[1]]).collect::<Vec<_>>()[..]
    else {
        panic!("{lines:?}");
    };
    assert_eq!(get(&format!("{query}?download=data/2026/{CHECKSUM}")).status(), 200);
    assert_eq!(get(&format!("{folder}{LABELS}")).status(), 200);
    let url = format!("{tree}data/2026/{LABELS}");
    assert_eq!(asking(Method::GET, &url).header(RANGE, "bytes=9-").send().unwrap().status(), 200);

    let arguments = ["-INT".to_owned(), program.id().to_string()];
    assert!(Command::new("kill").args(arguments).status().unwrap().success());
    assert!(program.wait().unwrap().success());
    let host = query.strip_prefix("http://").unwrap().trim_end_matches('/');
    assert!(TcpStream::connect(host).is_err());
}

#[test]
fn what_is_not_understood_is_told_and_help_is_given() {
    let empty = tempfile::tempdir().unwrap();
    let empty = empty.path().to_str().unwrap();
    for (arguments, told) in [
        (&["--port", "1"][..], "--port is not known"),
        (&["--dumps"], "--dumps needs a value"),
        (&["--listen", "everywhere", "--dumps", empty], "--listen everywhere"),
        (&[], "--dumps is missing"),
        (&["--dumps", "/nowhere/at/all"], "/nowhere/at/all cannot be read"),
        (&["--dumps", empty], "has no discogs_"),
    ] {
        let said = program(arguments).output().unwrap();
        assert!(!said.status.success());
        let said = String::from_utf8(said.stderr).unwrap();
        assert!(said.contains(told), "{said}");
    }
    let said = program(&["--help"]).output().unwrap();
    assert!(said.status.success() && said.stdout.starts_with(b"usage: "));
}
