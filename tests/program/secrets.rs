//! What looks for secrets finds each kind of them, tells where and never what, and finds none in
//! the repository.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

/// Kinds of secrets, each as what comes before and after so many letters: none stands here whole,
/// as this file is looked through as well.
const KINDS: [(&str, &str, usize, &str); 11] = [
    ("a private key", "-----BEGIN EC PRIVATE K", 0, "EY-----"),
    ("a key's bytes", "MC4CAQAwBQYDK2VwBCIEI", 24, ""),
    ("an AWS key", "AKIA", 16, ""),
    ("a client secret", "GOCSPX-", 28, ""),
    ("a refresh token", "1//0", 60, ""),
    ("an access token", "ya29.", 60, ""),
    ("an address of MongoDB", "mongodb://dataget:", 12, "@mongodb:27017/?replicaSet=dataget"),
    ("an address of Redis", "redis://:", 12, "@redis:6379/"),
    ("a key of ours", "secret_key: ", 64, ""),
    ("a password of Redis", "requirepass ", 64, ""),
    ("a token of GitHub", "ghp_", 36, ""),
];

fn secret((_, before, letters, after): (&str, &str, usize, &str)) -> String {
    format!("{before}{}{after}", "A".repeat(letters))
}

/// Runs the script with paths, in a folder.
fn scan(folder: &Path, paths: &[&str]) -> Output {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/scripts/scan-secrets");
    Command::new(script).args(paths).current_dir(folder).output().unwrap()
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// Each kind, in a file of its own below `tree`, behind what is in every file.
fn plant(folder: &Path, before: &[u8]) {
    fs::create_dir_all(folder.join("tree/deep")).unwrap();
    for (number, kind) in KINDS.into_iter().enumerate() {
        let line = format!("\nit is {} there\n", secret(kind));
        let file = [before, line.as_bytes()].concat();
        fs::write(folder.join(format!("tree/deep/{number}")), file).unwrap();
    }
}

#[test]
fn a_planted_secret_of_each_kind_is_told_with_its_place_and_not_itself() {
    let folder = tempfile::tempdir().unwrap();
    plant(folder.path(), b"time=12:00 msg=\"a line of a log\"");
    let found = scan(folder.path(), &["tree"]);
    let told = told(&found);
    assert_eq!(found.status.code(), Some(1), "{told}");
    for (number, kind) in KINDS.into_iter().enumerate() {
        assert!(told.contains(&format!("tree/deep/{number}:2: ")), "{} in {told}", kind.0);
    }
    assert!(!told.contains("AAAA"), "{told}");
}

#[test]
fn a_secret_within_a_program_is_found_as_well() {
    let folder = tempfile::tempdir().unwrap();
    // What begins a key stands among the texts of whatever reads keys, without one.
    plant(folder.path(), b"\x7fELF\0\0\xff\xfe");
    let told = told(&scan(folder.path(), &["tree"]));
    for (number, kind) in KINDS.into_iter().enumerate().skip(1) {
        assert!(told.contains(&format!("tree/deep/{number}:2: ")), "{} in {told}", kind.0);
    }
    assert!(!told.contains("tree/deep/0:"), "{told}");
}

#[test]
fn certificates_and_what_is_made_up_are_no_secrets() {
    let folder = tempfile::tempdir().unwrap();
    let lines = [
        format!("-----BEGIN CERTIFICATE-----\nAP51//0{}\n", "aB3/".repeat(14)),
        format!("sha256:{}\n", "0a".repeat(32)),
        "mongodb://USER:PASSWORD@HOST:27017/, {\"key\": \"value\"}, GOCSPX-canary\n".to_owned(),
        "at http://127.0.0.1:8080, said somebody@example.org\n".to_owned(),
    ];
    fs::write(folder.path().join("made-up"), lines.concat()).unwrap();
    fs::write(folder.path().join("program"), [b"\0\xff", lines.concat().as_bytes()].concat())
        .unwrap();
    let found = scan(folder.path(), &["made-up", "program"]);
    assert_eq!((found.status.code(), told(&found).as_str()), (Some(0), ""));
}

#[test]
fn what_is_not_there_is_not_taken_for_clean() {
    let folder = tempfile::tempdir().unwrap();
    let found = scan(folder.path(), &["nothing"]);
    assert!(!found.status.success(), "{}", told(&found));
}

#[test]
fn no_secret_is_in_the_repository() {
    let folder = tempfile::tempdir().unwrap();
    let found = scan(folder.path(), &[]);
    assert_eq!((found.status.code(), told(&found).as_str()), (Some(0), ""));
}
