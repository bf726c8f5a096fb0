//! The commands that are run elsewhere: here it is made sure that what they name is there.

use std::{collections::BTreeSet, fs, path::Path, process};

use Runner::{Check, Hand};

use crate::{
    blocks::Command,
    codes,
    commands::{Scene, commands_in},
    documents, prose, read, root, shell,
};

/// How a command begins, and who runs it; the first that fits holds.
const RUN_BY: [(&str, Runner); 19] = [
    ("make demo", Check("tests/program/demo.rs")),
    ("make test", Check(".ci/run")),
    ("cargo test ", Check(".ci/run")),
    ("make image", Check("scripts/check-image")),
    ("scripts/check-image", Check(".ci/run")),
    ("make up PROFILE=full", Hand("it needs the images of all servers")),
    ("docker compose ", Hand("it needs the images of all servers")),
    ("make up", Check("scripts/check-containers")),
    ("make down", Check("scripts/check-containers")),
    ("docker run --rm --volume dataget_acme:", Hand("an authority has to reach the site")),
    ("docker build ", Hand("it fetches a base image, and builds for minutes")),
    ("docker ", Check("scripts/check-containers")),
    ("podman kube ", Check("scripts/check-containers")),
    ("kubectl ", Hand("it needs a cluster; scripts/lint-deploy reads what is applied")),
    ("make release", Check("scripts/check-release")),
    ("make fuzz", Hand("it takes ten minutes for each target")),
    ("scripts/bench site", Hand("a figure needs a quiet machine, and wrk")),
    ("scripts/bench", Hand("a figure needs a quiet machine")),
    ("cargo bench ", Hand("a figure needs a quiet machine")),
];

/// Who runs a command.
enum Runner {
    /// This file does what the command does, or calls what does it.
    Check(&'static str),
    /// Who changes what is behind it; no check does, for this reason.
    #[expect(dead_code, reason = "it is for who reads the list")]
    Hand(&'static str),
}

#[test]
fn every_command_that_is_run_elsewhere_names_what_there_is() {
    let mut needed = BTreeSet::new();
    for Command { place, text } in &commands_in(Scene::Elsewhere) {
        let runner = RUN_BY.iter().find(|(start, _)| text.starts_with(start));
        let (start, _) =
            runner.unwrap_or_else(|| panic!("{place}: {text}: say in RUN_BY who runs it"));
        needed.insert(start);
        let words: Vec<&str> = text.split_whitespace().take_while(|word| *word != "#").collect();
        match words[0] {
            "make" => is_a_target(place, &words),
            "cargo" => is_a_test(place, &words),
            "docker" | "podman" | "kubectl" => names_what_there_is(place, &words),
            script => is_told_by(place, script, &words.join(" ")),
        }
    }
    for (start, runner) in RUN_BY {
        assert!(needed.contains(&start), "no document says `{start}`");
        if let Check(file) = runner {
            assert!(root().join(file).is_file(), "{file} runs `{start}`, and is not there");
        }
    }
}

#[test]
fn every_command_that_is_named_in_a_sentence_is_known() {
    let pages = documents();
    let spans = pages
        .iter()
        .flat_map(|page| prose(page).flat_map(codes).map(|code| (page.path.as_str(), code)));
    let mut known = 0;
    for (place, code) in spans {
        let words: Vec<&str> = code.split(' ').collect();
        match words[..] {
            ["dataget", _, ..] => {
                // A word in capitals is for a name of the reader's.
                let is_ours =
                    |word: &&&str| !word.starts_with(|letter: char| letter.is_uppercase());
                let ours: Vec<&str> = words.iter().take_while(is_ours).copied().collect();
                let told = shell(Path::new("."), &format!("{} --help", ours.join(" ")));
                assert!(told.status.success(), "{place}: `{code}` is not understood");
            }
            ["make", ..] if words.len() > 1 => is_a_target(place, &words),
            [_, "make", ..] => is_a_target(place, &words[1..]),
            [script, ..] if script.starts_with("scripts/") => {
                assert!(root().join(script).exists(), "{place}: there is no {script}");
            }
            _ => continue,
        }
        known += 1;
    }
    assert!(known > 50, "only {known} commands were found");
}

/// `make` knows how to make it.
fn is_a_target(place: &str, words: &[&str]) {
    let mut make = process::Command::new("make");
    let tried = make.arg("--dry-run").args(&words[1..]).current_dir(root()).output().unwrap();
    let told = String::from_utf8_lossy(&tried.stderr);
    assert!(tried.status.success() && !tried.stdout.is_empty(), "{place}: {told}");
}

/// The test or benchmark is a file of its package.
fn is_a_test(place: &str, words: &[&str]) {
    let after = |option: &str| {
        let at = words.iter().position(|word| *word == option)?;
        words.get(at + 1).copied()
    };
    let package = root().join(after("-p").unwrap_or("."));
    let (folder, name) = match after("--bench") {
        Some(name) => ("benches", name),
        None => ("tests", after("--test").unwrap_or_else(|| panic!("{place} names no test"))),
    };
    let files = [format!("{folder}/{name}.rs"), format!("{folder}/{name}/main.rs")];
    assert!(files.iter().any(|file| package.join(file).is_file()), "{place}: there is no {name}");
}

/// The script is one, and says at its head that it is called so.
fn is_told_by(place: &str, script: &str, command: &str) {
    let checked = process::Command::new("bash").arg("-n").arg(root().join(script)).status();
    assert!(checked.unwrap().success(), "{place}: {script} is no script");
    let calls = read(script);
    let mut calls = calls.lines().filter_map(|line| line.strip_prefix("#   "));
    let is_told = calls.any(|call| call.split("  ").next() == Some(command));
    assert!(is_told, "{place}: {script} does not tell of `{command}`");
}

/// The files, the image and the service are ours, and the program takes what it is given.
fn names_what_there_is(place: &str, words: &[&str]) {
    let image = concat!("localhost/dataget:", env!("CARGO_PKG_VERSION"));
    for word in words {
        let path = word.split('=').next_back().unwrap();
        if path.starts_with("docker/") {
            assert!(root().join(path).exists(), "{place}: there is no {path}");
        }
        assert!(!path.contains("/dataget:") || path == image, "{place}: the image is {image}");
    }
    if let Some(at) = words.iter().position(|word| *word == "exec") {
        let name = words[at + 1];
        let compose = fs::read_to_string(root().join("docker/compose.yaml")).unwrap();
        let is_service = compose.contains(&format!("\n  {name}:\n"));
        assert!(is_service, "{place}: there is no service {name}");
    }
    let program = words.iter().position(|word| [image, "/bin/dataget"].contains(word));
    let arguments = program.map_or("", |at| words[at + 1..].first().copied().unwrap_or(""));
    // What follows an image's name in `build` is the folder.
    if program.is_some() && arguments != "." {
        let asked = shell(Path::new("."), &format!("dataget {arguments} --help"));
        assert!(asked.status.success(), "{place}: dataget has no {arguments}");
    }
}
