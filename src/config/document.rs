//! docs/CONFIGURATION.md tells of every setting there is: its tables are written from the flags.

use std::{fmt::Write, fs, path::Path};

use clap::{Arg, Command, CommandFactory};

use crate::Dataget;

/// What stands around the tables in the document.
const MARKS: [&str; 2] =
    ["<!-- settings: written by `cargo test --bin dataget` -->", "<!-- end -->"];

/// A setting, and the commands that read it.
struct Setting {
    argument: Arg,
    commands: Vec<String>,
}

/// All settings, in the order of the commands.
fn settings() -> Vec<Setting> {
    let mut usage = Dataget::command();
    usage.build();
    let mut settings: Vec<Setting> = Vec::new();
    for command in usage.get_subcommands() {
        for argument in command.get_arguments().filter(|argument| argument.get_env().is_some()) {
            match settings.iter_mut().find(|known| known.argument.get_env() == argument.get_env()) {
                Some(known) => known.commands.push(command.get_name().to_owned()),
                None => settings.push(Setting {
                    argument: argument.clone(),
                    commands: vec![command.get_name().to_owned()],
                }),
            }
        }
    }
    settings
}

/// The commands as they are told of in a heading.
fn heading(commands: &[String], usage: &Command) -> String {
    let all = usage.get_subcommands().filter(|command| !command.is_hide_set()).count();
    if commands.len() >= all {
        return "All commands".to_owned();
    }
    let names: Vec<String> = commands.iter().map(|name| format!("`{name}`")).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

fn row(argument: &Arg) -> String {
    let text = |value: &std::ffi::OsStr| value.to_str().expect("ours are UTF-8").to_owned();
    let variable = text(argument.get_env().expect("only those are asked for"));
    let is_secret = argument.is_hide_env_values_set() && argument.is_hide_set();
    let flag = argument.get_long().filter(|_| !is_secret);
    let flag = flag.map(|flag| format!("`--{flag}`")).unwrap_or_default();
    // The folder of whoever runs the test is nobody else's.
    let defaults = argument.get_default_values().iter().filter(|_| argument.get_id() != "data_dir");
    let default: Vec<String> = defaults.map(|value| format!("`{}`", text(value))).collect();
    let mut meaning = argument.get_help().map(ToString::to_string).unwrap_or_default();
    assert!(!meaning.is_empty(), "{variable} has no comment");
    let choices: Vec<String> = argument
        .get_possible_values()
        .iter()
        .map(|value| match value.get_help() {
            Some(help) => format!("`{}`: {}", value.get_name(), lower(&help.to_string())),
            None => format!("`{}`", value.get_name()),
        })
        .collect();
    if !choices.is_empty() {
        meaning = format!("{meaning}. {}", choices.join("; "));
    }
    let meaning = meaning.replace('|', "\\|");
    format!("| `{variable}` | {flag} | {} | {meaning} |\n", default.join(" "))
}

/// Without a capital, and without the point of the sentence.
fn lower(text: &str) -> String {
    let mut letters = text.trim_end_matches('.').chars();
    let first = letters.next().map(|letter| letter.to_ascii_lowercase());
    first.into_iter().chain(letters).collect()
}

/// The tables: a heading for each set of commands that read the same settings.
fn tables() -> String {
    let usage = Dataget::command();
    let settings = settings();
    let mut groups: Vec<&[String]> = Vec::new();
    for setting in &settings {
        if !groups.contains(&setting.commands.as_slice()) {
            groups.push(&setting.commands);
        }
    }
    groups.sort_by_key(|commands| std::cmp::Reverse(commands.len()));
    let mut text = String::new();
    for commands in groups {
        let title = heading(commands, &usage);
        write!(text, "\n### {title}\n\n| variable | flag | unless set | |\n|---|---|---|---|\n")
            .expect("a text takes all");
        let rows = settings.iter().filter(|setting| setting.commands == commands);
        text.extend(rows.map(|setting| row(&setting.argument)));
    }
    text
}

#[test]
fn the_document_tells_of_every_setting() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/CONFIGURATION.md");
    let written = fs::read_to_string(&path).unwrap();
    let (head, rest) = written.split_once(MARKS[0]).expect("the tables have a beginning");
    let (_, tail) = rest.split_once(MARKS[1]).expect("the tables have an end");
    let expected = format!("{head}{}\n{}\n{}{tail}", MARKS[0], tables(), MARKS[1]);
    if written != expected {
        fs::write(&path, expected).unwrap();
        panic!("docs/CONFIGURATION.md was of other settings, and is written anew: commit it");
    }
}
