//! The site in a real browser, and its API under a tool that makes up requests from the description.

use std::{path::Path, process::Command};

use fake_google::FakeGoogle;

use crate::{run::Dataget, served::Served};

/// The built-in catalogue, served. A browser on this machine asks for everything at once.
fn demo(google: &FakeGoogle) -> Served {
    let dataget = Dataget::with_settings(google.environment().into());
    dataget.run(&["demo", "--no-serve"]).succeeds();
    let folder = dataget.path().join("data/demo");
    let folder = folder.to_str().unwrap().to_owned();
    Served::start(dataget, &["--data-dir", &folder, "--requests-per-second", "10000"])
}

fn passes(command: &mut Command) {
    let ended = command.output().unwrap();
    let told = [ended.stdout, ended.stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
    assert!(ended.status.success(), "{command:?}:\n{}\n{}", told[0], told[1]);
}

/// Search, facets, playing, basket, export, back and reload; by keyboard, on a narrow screen,
/// without scripts; playlists at a stand-in for YouTube; every page under axe.
#[test]
fn a_listener_finds_plays_and_keeps_music_in_a_real_browser() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser");
    assert!(root.join("node_modules").exists(), "run `scripts/setup browser` first");
    let google = FakeGoogle::start();
    let served = demo(&google);
    passes(
        Command::new("node")
            .arg(root.join("run.mjs"))
            .env("DATAGET_URL", &served.url)
            .env("DATAGET_GOOGLE_URL", google.url()),
    );
}

#[test]
fn no_request_that_the_description_allows_makes_the_server_fail() {
    let tool = std::env::var_os("DATAGET_TEST_SCHEMATHESIS").map(std::path::PathBuf::from);
    let home = std::env::var_os("XDG_CACHE_HOME")
        .map(std::path::PathBuf::from)
        .or_else(|| Some(Path::new(&std::env::var_os("HOME")?).join(".cache")));
    let tool = tool.or_else(|| Some(home?.join("dataget/schemathesis/bin/st")));
    let tool = tool.filter(|tool| tool.exists()).expect("run `scripts/setup browser` first");
    let google = FakeGoogle::start();
    let served = demo(&google);
    passes(
        Command::new(tool)
            .args(["run", "--checks", "not_a_server_error,response_schema_conformance,content_type_conformance,status_code_conformance"])
            .args(["--max-examples", "20", "--seed", "1", "--phases", "examples,coverage,fuzzing"])
            .arg(format!("{}/openapi.json", served.url))
            .current_dir(served.path()),
    );
}
