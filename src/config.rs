//! What the program is told from outside: by flags and by the environment.

#[cfg(test)]
mod document;
mod dumps;
mod file;
mod youtube;

use std::{ffi::OsString, fs, net::SocketAddr, num::NonZeroU32, path::PathBuf};

use anyhow::Context;
use apis::rest::{Limits, Proxies, PublicUrl};
use clap::{
    ArgMatches, Args, Command, Error, ValueEnum, error::ErrorKind, parser::ValueSource,
    value_parser,
};
pub(crate) use dumps::{Alarm, Dumps, Keeping, RUN_VARIABLE};
pub(crate) use file::SettingsFile;
pub(crate) use youtube::{Units, YouTube};

/// Settings of all commands. A flag wins over its environment variable, and that over the file.
/// Like all that may have a secret in it, it cannot be printed.
#[derive(Clone, Args)]
pub(crate) struct Config {
    /// A file of settings, NAME=VALUE lines, that the environment and the flags win over
    // Environment: DATAGET_CONFIG. Read by `SettingsFile`, before the others.
    #[arg(long, global = true, env = "DATAGET_CONFIG", value_name = "FILE")]
    config: Option<OsString>,

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

    /// A file with that address, for one that has a password in it
    // Text, as a path could not be empty, which is how a flag switches it off.
    #[arg(long, global = true, env = "DATAGET_MONGODB_URL_FILE", value_name = "FILE", hide = true)]
    mongodb_url_file: Option<OsString>,

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

    /// A file with that address, for one that has a password in it
    #[arg(long, global = true, env = "DATAGET_REDIS_URL_FILE", value_name = "FILE", hide = true)]
    redis_url_file: Option<OsString>,

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

    /// How log lines are written
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
    /// Decides between an address and the file with it: a flag wins over the environment.
    ///
    /// # Errors
    ///
    /// Wrong usage, when both are flags or both are set in the environment.
    pub(crate) fn settle(
        &mut self,
        matches: &ArgMatches,
        usage: &mut Command,
    ) -> Result<(), Error> {
        let mongodb = (&mut self.mongodb_url, &mut self.mongodb_url_file, "mongodb_url");
        let redis = (&mut self.redis_url, &mut self.redis_url_file, "redis_url");
        settle([mongodb, redis], matches, usage)
    }

    /// Where MongoDB is, if the documents are kept there.
    pub(crate) fn mongodb_url(&self) -> anyhow::Result<Option<String>> {
        secret(self.mongodb_url.as_deref(), self.mongodb_url_file.as_ref(), ADDRESS)
    }

    /// Where Redis is, if the indexes are kept there.
    pub(crate) fn redis_url(&self) -> anyhow::Result<Option<String>> {
        secret(self.redis_url.as_deref(), self.redis_url_file.as_ref(), ADDRESS)
    }
}

/// Where the server listens.
#[derive(Clone, Args)]
pub(crate) struct Listening {
    /// The address and port to listen on; port 0 takes a free one
    // Environment: DATAGET_LISTEN.
    #[arg(
        long,
        env = "DATAGET_LISTEN",
        value_name = "ADDR",
        default_value = LISTEN,
        value_parser = listen_address
    )]
    pub(crate) listen: SocketAddr,
}

/// Settings of the site.
#[derive(Clone, Args)]
pub(crate) struct Serving {
    #[command(flatten)]
    pub(crate) listening: Listening,

    /// Where visitors find the site: `https://records.example`
    // Environment: DATAGET_PUBLIC_URL. Without it http:// and the address listened on.
    // Text, as an address could not be empty, which is how a variable is switched off.
    #[arg(long, env = "DATAGET_PUBLIC_URL", value_name = "URL")]
    public_url: Option<String>,

    /// Requests that one client may make a second, in the long run
    // Environment: DATAGET_REQUESTS_PER_SECOND.
    #[arg(
        long,
        env = "DATAGET_REQUESTS_PER_SECOND",
        value_name = "N",
        default_value_t = Limits::default().per_second,
        value_parser = per_second,
        hide = true
    )]
    pub(crate) requests_per_second: NonZeroU32,

    /// Seconds that a request may take
    // Environment: DATAGET_REQUEST_SECONDS.
    #[arg(
        long,
        env = "DATAGET_REQUEST_SECONDS",
        value_name = "SECONDS",
        default_value_t = 10,
        value_parser = value_parser!(u64).range(1..=600),
        hide = true
    )]
    pub(crate) request_seconds: u64,

    /// Which proxies are believed about who asks
    // Environment: DATAGET_TRUSTED_PROXIES.
    #[arg(
        long = "trusted-proxies",
        env = "DATAGET_TRUSTED_PROXIES",
        value_enum,
        default_value = "local",
        hide = true
    )]
    pub(crate) proxies: TrustedProxies,

    /// Make no playlists here: leave them to `dataget worker`
    #[arg(long)]
    pub(crate) no_worker: bool,

    #[command(flatten)]
    pub(crate) youtube: YouTube,
}

const LISTEN: &str = "127.0.0.1:8080";

/// Reads an address to listen on. An empty one is one that is not set.
fn listen_address(text: &str) -> Result<SocketAddr, String> {
    let text = if text.trim().is_empty() { LISTEN } else { text.trim() };
    text.parse().map_err(|_| format!("write an IP address and a port, like {LISTEN} or 0.0.0.0:80"))
}

/// Reads an address that something is sent to: a wrong one is told of before it is needed.
fn web_address(text: &str) -> Result<String, String> {
    let text = text.trim();
    let is_web = |url: url::Url| ["http", "https"].contains(&url.scheme());
    match text.is_empty() || text.parse().is_ok_and(is_web) {
        true => Ok(text.to_owned()),
        false => Err("write an address that begins with https://, or http://".to_owned()),
    }
}

/// Reads a number of requests.
fn per_second(text: &str) -> Result<NonZeroU32, String> {
    text.trim().parse().map_err(|_| "write a whole number from 1 on, like 300".to_owned())
}

impl Serving {
    /// Where visitors find the site, if that is said.
    pub(crate) fn public_url(&self) -> anyhow::Result<Option<PublicUrl>> {
        let given = self.public_url.as_deref().map(str::trim).filter(|given| !given.is_empty());
        Ok(given.map(str::parse).transpose()?)
    }
}

/// Which proxies are believed about who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TrustedProxies {
    /// None.
    None,
    /// Those on this machine.
    Local,
    /// Those on this machine and in private networks.
    Private,
}

impl From<TrustedProxies> for Proxies {
    fn from(proxies: TrustedProxies) -> Self {
        match proxies {
            TrustedProxies::None => Self::None,
            TrustedProxies::Local => Self::Local,
            TrustedProxies::Private => Self::Private,
        }
    }
}

/// Decides between settings and the files with them. Each has the name of its argument.
fn settle<const N: usize>(
    settings: [(&mut Option<String>, &mut Option<OsString>, &str); N],
    matches: &ArgMatches,
    usage: &mut Command,
) -> Result<(), Error> {
    for (value, file, name) in settings {
        let file_name = format!("{name}_file");
        match (source(matches, name), source(matches, &file_name)) {
            (Some(one), Some(other)) if one == other => {
                let both = both(one, name, &file_name);
                return Err(usage.error(ErrorKind::ArgumentConflict, both));
            }
            (one, other) if one > other => *file = None,
            _ => *value = None,
        }
    }
    Ok(())
}

/// Who gives a setting, the file as the default. An empty flag switches off.
fn source(matches: &ArgMatches, name: &str) -> Option<ValueSource> {
    let given = matches.get_raw(name)?.next()?;
    let source = matches.value_source(name)?;
    let is_set = source == ValueSource::CommandLine || !given.to_string_lossy().trim().is_empty();
    is_set.then_some(source)
}

/// What is told of two settings that say the same thing in two ways.
fn both(source: ValueSource, name: &str, other: &str) -> String {
    if source == ValueSource::CommandLine {
        let [name, other] = [name, other].map(|name| format!("--{}", name.replace('_', "-")));
        format!("{name} and {other} are both given: leave one of them out")
    } else {
        let [name, other] = [name, other].map(|name| format!("DATAGET_{}", name.to_uppercase()));
        format!("{name} and {other} are both set: unset one of them")
    }
}

/// What a secret is that is an address.
const ADDRESS: &str = "the address";

/// A setting that may be a secret: given as it is, or in a file.
fn secret(
    given: Option<&str>,
    file: Option<&OsString>,
    what: &str,
) -> anyhow::Result<Option<String>> {
    let Some(file) = file.map(PathBuf::from).filter(|file| !file.as_os_str().is_empty()) else {
        let given = given.map(str::trim).filter(|given| !given.is_empty());
        return Ok(given.map(str::to_owned));
    };
    let secret = fs::read_to_string(&file)
        .with_context(|| format!("cannot read {what} from {}", file.display()))?;
    let secret = secret.trim();
    anyhow::ensure!(!secret.is_empty(), "{} is empty: write {what} into it", file.display());
    Ok(Some(secret.to_owned()))
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
    folder_of("XDG_DATA_HOME", ".local/share")
        .map_or_else(|| PathBuf::from("dataget-data"), |data| data.join("dataget"))
}

/// The folder that a variable names, else one in the user's own.
fn folder_of(variable: &str, at_home: &str) -> Option<PathBuf> {
    let folder = |name: &str| std::env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    folder(variable).or_else(|| Some(folder("HOME")?.join(at_home)))
}
