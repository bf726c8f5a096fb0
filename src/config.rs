//! What the program is told from outside: by flags and by the environment.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// Settings of all commands. A flag wins over its environment variable.
#[derive(Debug, Clone, Args)]
pub(crate) struct Config {
    /// The folder that everything is kept in
    // Environment: DATAGET_DATA_DIR.
    #[arg(
        long,
        global = true,
        env = "DATAGET_DATA_DIR",
        value_name = "DIR",
        default_value_os_t = default_data_dir(),
        hide_default_value = true
    )]
    pub(crate) data_dir: PathBuf,

    /// How log lines are written to stderr
    // Environment: DATAGET_LOG.
    #[arg(
        long,
        global = true,
        env = "DATAGET_LOG",
        value_enum,
        default_value = "text",
        hide = true
    )]
    pub(crate) log: Log,
}

/// How log lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Log {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// Where programs keep their data on this system, else a folder beside the caller.
fn default_data_dir() -> PathBuf {
    let folder = |name: &str| std::env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    folder("XDG_DATA_HOME")
        .or_else(|| folder("HOME").map(|home| home.join(".local").join("share")))
        .map_or_else(|| PathBuf::from("dataget-data"), |data| data.join("dataget"))
}
