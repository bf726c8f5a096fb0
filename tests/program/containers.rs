//! What runs the program in containers says what the program understands.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use crate::run::Dataget;

/// All files below a folder of the repository, each with its path.
fn files(folder: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            // Those are of who runs it.
            if path.is_dir() && !path.ends_with("secrets") {
                folders.push(path);
            } else if path.is_file() && !path.ends_with(".env") {
                let text = fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }
    found
}

/// The words of a text that begin so, up to what cannot be part of a variable's name.
fn variables(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices("DATAGET_").map(|(at, _)| {
        let name = &text[at..];
        let end = name.find(|c: char| !(c.is_ascii_uppercase() || c == '_'));
        &name[..end.unwrap_or(name.len())]
    })
}

/// The variables that the program reads.
fn settings() -> BTreeSet<String> {
    let mut sources = files("src/config");
    let config = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/config.rs");
    sources.push((config.clone(), fs::read_to_string(config).unwrap()));
    let read = sources.iter().flat_map(|(_, text)| text.split("env = \"").skip(1));
    read.map(|after| after.split('"').next().unwrap().to_owned()).collect()
}

#[test]
fn the_template_explains_every_setting_there_is() {
    let template = files("docker").into_iter().find(|(path, _)| path.ends_with(".env.template"));
    let (_, template) = template.unwrap();
    let mut told = BTreeSet::new();
    let mut is_explained = false;
    for line in template.lines() {
        let name = line.trim_start_matches('#').split('=').next().unwrap();
        // Those that say the same in another way may follow.
        if name.starts_with("DATAGET_") && line.contains('=') {
            assert!(is_explained, "{line} has no comment");
            assert!(told.insert(name.to_owned()), "{name} comes again");
        } else {
            is_explained = line.starts_with("# ");
        }
    }
    assert_eq!(told, settings());
}

#[test]
fn containers_are_given_settings_that_there_are() {
    let settings = settings();
    let mut given = 0;
    for (path, text) in files("docker") {
        for name in variables(&text) {
            assert!(settings.contains(name), "{}: {name}", path.display());
            given += 1;
        }
    }
    assert!(given > 50, "only {given} settings were found");
}

#[test]
fn containers_are_started_with_commands_that_there_are() {
    let dataget = Dataget::new();
    let mut commands = BTreeSet::new();
    for (_, text) in files("docker") {
        let lines = text.lines().map(str::trim);
        let given = lines.filter_map(|line| {
            let given = ["args: [", "command: ["].iter().find_map(|key| line.strip_prefix(key));
            given?.split(']').next()
        });
        commands.extend(given.map(|given| given.replace(',', "")));
    }
    // Those of other programs.
    commands.retain(|command| {
        let others = ["/bin/sh", "mongosh", "redis-server"];
        !others.iter().any(|other| command.starts_with(other))
    });
    for command in &commands {
        let mut words: Vec<&str> = command.split_whitespace().collect();
        words.push("--help");
        dataget.run(&words).succeeds();
    }
    assert!(commands.contains("serve --no-worker") && commands.len() >= 5, "{commands:?}");
}

#[test]
fn the_image_has_the_version_of_the_program() {
    let mut named = 0;
    for (path, text) in files("docker") {
        for tag in text.split("localhost/dataget:").skip(1) {
            let version = tag.split(|c: char| !(c.is_ascii_digit() || c == '.')).next().unwrap();
            assert_eq!(version, env!("CARGO_PKG_VERSION"), "{}", path.display());
            named += 1;
        }
        if let Some((_, given)) = text.split_once("ARG VERSION=") {
            assert_eq!(given.lines().next(), Some(env!("CARGO_PKG_VERSION")));
            named += 1;
        }
    }
    assert!(named > 4, "only {named} names of the image were found");
}
