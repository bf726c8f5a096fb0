//! The help of each command.

use crate::run::{Dataget, Ended};

#[test]
fn the_help_of_each_command_reads_so() {
    let dataget = Dataget::new();
    let commands = [
        "",
        "demo",
        "update",
        "schedule",
        "download",
        "load",
        "index",
        "search",
        "playlist",
        "health",
        "generations",
        "status",
    ];
    for command in commands {
        let arguments: Vec<&str> =
            [command, "--help"].into_iter().filter(|a| !a.is_empty()).collect();
        let mut help = dataget.command(&arguments);
        let help = Ended::of(help.env_remove("DATAGET_DATA_DIR").output().unwrap()).succeeds();
        assert_eq!(help.stderr, "");
        let name = if command.is_empty() { "dataget" } else { command };
        insta::assert_snapshot!(name, help.stdout);
    }
}

#[test]
fn the_version_is_told() {
    let dataget = Dataget::new();
    let version = dataget.run(&["--version"]).succeeds().stdout;
    assert_eq!(version, format!("dataget {}\n", env!("CARGO_PKG_VERSION")));
}
