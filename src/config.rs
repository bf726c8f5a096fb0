//! What the program is told from outside: by flags and by the environment.

use std::{fs, path::PathBuf};

use anyhow::Context;
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

    /// Keep the documents in this MongoDB: mongodb://HOST/
    // Environment: DATAGET_MONGODB_URL, or a file with it, DATAGET_MONGODB_URL_FILE.
    #[arg(
        long,
        global = true,
        env = "DATAGET_MONGODB_URL",
        value_name = "URL",
        hide_env_values = true
    )]
    mongodb_url: Option<String>,

    #[arg(long, global = true, env = "DATAGET_MONGODB_URL_FILE", value_name = "FILE", hide = true)]
    mongodb_url_file: Option<PathBuf>,

    /// What the databases in MongoDB are named after
    // Environment: DATAGET_MONGODB_DATABASE. For several catalogues on one server.
    #[arg(
        long,
        global = true,
        env = "DATAGET_MONGODB_DATABASE",
        value_name = "NAME",
        default_value = "discogs",
        hide = true
    )]
    pub(crate) mongodb_database: String,

    /// Keep the indexes in this Redis, one node or a cluster: redis://HOST/
    // Environment: DATAGET_REDIS_URL, or a file with it, DATAGET_REDIS_URL_FILE.
    #[arg(
        long,
        global = true,
        env = "DATAGET_REDIS_URL",
        value_name = "URL",
        hide_env_values = true
    )]
    redis_url: Option<String>,

    #[arg(long, global = true, env = "DATAGET_REDIS_URL_FILE", value_name = "FILE", hide = true)]
    redis_url_file: Option<PathBuf>,

    /// What the keys in Redis begin with
    // Environment: DATAGET_REDIS_PREFIX. For several catalogues on one server.
    #[arg(
        long,
        global = true,
        env = "DATAGET_REDIS_PREFIX",
        value_name = "NAME",
        default_value = "dataget",
        hide = true
    )]
    pub(crate) redis_prefix: String,

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

impl Config {
    /// Where MongoDB is, if the documents are kept there.
    pub(crate) fn mongodb_url(&self) -> anyhow::Result<Option<String>> {
        secret(self.mongodb_url.as_ref(), self.mongodb_url_file.as_ref())
    }

    /// Where Redis is, if the indexes are kept there.
    pub(crate) fn redis_url(&self) -> anyhow::Result<Option<String>> {
        secret(self.redis_url.as_ref(), self.redis_url_file.as_ref())
    }
}

/// A setting that may be a secret: given as it is, or in a file.
fn secret(given: Option<&String>, file: Option<&PathBuf>) -> anyhow::Result<Option<String>> {
    // An empty variable is one that is not set.
    let given = given.map(|given| given.trim()).filter(|given| !given.is_empty());
    match (given, file.filter(|file| !file.as_os_str().is_empty())) {
        (Some(given), _) => Ok(Some(given.to_owned())),
        (None, None) => Ok(None),
        (None, Some(file)) => {
            let secret = fs::read_to_string(file)
                .with_context(|| format!("cannot read the address from {}", file.display()))?;
            let secret = secret.trim();
            anyhow::ensure!(
                !secret.is_empty(),
                "{} is empty: write the address into it",
                file.display()
            );
            Ok(Some(secret.to_owned()))
        }
    }
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
