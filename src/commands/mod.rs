//! The commands: each reads its arguments, calls the libraries and writes what came of it.
//!
//! Results go to stdout, everything else to stderr.

pub(crate) mod demo;
pub(crate) mod download;
pub(crate) mod generations;
pub(crate) mod health;
pub(crate) mod index;
mod interrupt;
pub(crate) mod load;
#[cfg(feature = "manual")]
pub(crate) mod manual;
mod notify;
pub(crate) mod playlist;
mod progress;
pub(crate) mod schedule;
pub(crate) mod search;
pub(crate) mod serve;
pub(crate) mod status;
pub(crate) mod update;
pub(crate) mod worker;

use std::{
    io::{self, Write},
    process::ExitCode,
    str::FromStr,
};

use apis::{
    catalogue::{Catalogue, CatalogueError, UnknownValue},
    playlist::InvalidOptions,
    query::QueryError,
};
use storage::{generations::Store, mongodb::MongoDb, redis::Redis, runs::Runs, state::State};

use crate::config::{Config, Log};

/// The query was not understood: wrong usage, not a failure.
#[derive(Debug)]
struct WrongQuery {
    query: String,
    error: QueryError,
}

impl std::fmt::Display for WrongQuery {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the query is not understood\n{}", self.error.render(&self.query))
    }
}

impl std::error::Error for WrongQuery {}

/// The options contradict each other.
#[derive(Debug)]
struct WrongOptions(InvalidOptions);

impl std::fmt::Display for WrongOptions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            InvalidOptions::Zero { option } => {
                let option = option.replace('_', "-");
                write!(f, "--{option} is 0, which leaves no video: give 1 or more")
            }
            ref error => error.fmt(f),
        }
    }
}

impl std::error::Error for WrongOptions {}

/// Says what went wrong and gives the exit code: 0, 1 for a failure, 2 for wrong usage.
pub(crate) fn exit(outcome: anyhow::Result<()>) -> ExitCode {
    let Err(error) = outcome else { return ExitCode::SUCCESS };
    // Whoever reads a list and stops, as `head` does, has seen enough.
    let mut io_errors = error.chain().filter_map(|cause| cause.downcast_ref::<io::Error>());
    if io_errors.any(|error| error.kind() == io::ErrorKind::BrokenPipe) {
        return ExitCode::SUCCESS;
    }
    // Nobody is left to be told that stderr is closed.
    let _ = writeln!(io::stderr(), "error: {}", told(&error));
    let is_wrong_usage = error.is::<WrongQuery>() || error.is::<WrongOptions>();
    if is_wrong_usage { ExitCode::from(2) } else { ExitCode::FAILURE }
}

/// An error and what it came from, each cause once: many messages have theirs in them already.
fn told(error: &anyhow::Error) -> String {
    error.chain().map(ToString::to_string).fold(String::new(), |told, cause| {
        if told.is_empty() {
            cause
        } else if told.contains(&cause) {
            told
        } else {
            format!("{told}: {cause}")
        }
    })
}

/// Reads how many, for an option; the standard text for what is none does not say what to write.
fn whole_number<T: FromStr>(text: &str) -> Result<T, String> {
    text.parse().map_err(|_| "write a whole number, like 20".to_owned())
}

/// Reads a query from the command line, where it may begin with `-` for “not”.
fn query(text: &str) -> Result<String, String> {
    match text.strip_prefix("--") {
        Some(_) => Err("this is neither an option nor a query".to_owned()),
        None => Ok(text.to_owned()),
    }
}

/// Says something of a service: on stdout, as a log line where that is all that stands there.
fn say(config: &Config, text: &str) -> io::Result<()> {
    match config.log {
        Log::Json => {
            tracing::info!("{text}");
            Ok(())
        }
        Log::Text => {
            let mut out = io::stdout().lock();
            writeln!(out, "{text}")?;
            out.flush()
        }
    }
}

/// The data folder and the servers that are set.
fn open_store(config: &Config) -> anyhow::Result<Store> {
    let mut store = Store::open(&config.data_dir)?;
    if let Some(url) = config.mongodb_url()? {
        store = store.with_mongodb(connect_mongodb(config, &url)?);
    }
    if let Some(url) = config.redis_url()? {
        store = store.with_redis(connect_redis(config, &url)?);
    }
    Ok(store)
}

/// Where the runs are written down that bring dumps in.
fn runs(store: &Store) -> Runs {
    let shared = store.redis().map(|redis| State::in_redis(redis.clone()));
    Runs::new(store.path(), shared)
}

fn connect_mongodb(config: &Config, url: &str) -> anyhow::Result<MongoDb> {
    Ok(MongoDb::connect(url, &config.mongodb_database)?)
}

fn connect_redis(config: &Config, url: &str) -> anyhow::Result<Redis> {
    Ok(Redis::connect(url, &config.redis_prefix)?)
}

fn open_catalogue(config: &Config) -> anyhow::Result<Catalogue> {
    Ok(Catalogue::open(&open_store(config)?)?)
}

/// Shows where in the query an error is.
fn with_query(query: &str) -> impl Fn(CatalogueError) -> anyhow::Error + '_ {
    move |error| match error {
        CatalogueError::Query(error) => WrongQuery { query: query.to_owned(), error }.into(),
        error => error.into(),
    }
}

/// Tells of values that nobody has, so that an empty answer explains itself.
fn warn_of_unknown(unknown: &[UnknownValue]) -> io::Result<()> {
    unknown.iter().try_for_each(|unknown| writeln!(io::stderr(), "note: {unknown}"))
}
