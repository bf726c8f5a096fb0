use std::{
    io::{self, Write},
    path::Path,
};

use apis::jobs::Jobs;
use clap::Args;
use etl::load::{REJECTED_FILE, Report};
use jiff::Timestamp;
use serde::Serialize;
use storage::{
    generations::{GenerationName, Manifest, Store},
    state,
};

use super::{connect_mongodb, connect_redis, search::counted, serve::STATE_FILE, told};
use crate::config::{Config, Units};

/// Show what is loaded and how the loads went.
#[derive(Debug, Args)]
pub(crate) struct Status {
    /// Write one JSON object
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    units: Units,
}

#[derive(Serialize)]
struct State {
    data_dir: String,
    /// The server of the documents, where they are not in the data folder.
    #[serde(skip_serializing_if = "Option::is_none")]
    mongodb: Option<String>,
    /// The server of the index, where it is not in the data folder.
    #[serde(skip_serializing_if = "Option::is_none")]
    redis: Option<String>,
    /// What is asked of YouTube; where that is in a file that a server has open, its page
    /// `/status` tells it.
    #[serde(skip_serializing_if = "Option::is_none")]
    youtube: Option<Asked>,
    /// The generation that is answered from, where the index is on a server.
    #[serde(skip_serializing_if = "Option::is_none")]
    index: Option<GenerationName>,
    /// Null as well where a problem keeps it from being known.
    current: Option<GenerationName>,
    generations: Vec<Generation>,
    /// What could not be asked, and is missing above.
    problems: Vec<Problem>,
}

/// What is asked of YouTube.
#[derive(Serialize)]
struct Asked {
    /// Units that are left today, of all visitors together.
    units_left: u64,
    /// Units of a day.
    units_daily: u64,
    /// When there are all of them again: midnight in California.
    resets_at: Timestamp,
    /// Playlist jobs that a worker is at, that one could take up, and that wait.
    jobs: Jobbed,
}

#[derive(Serialize)]
struct Jobbed {
    running: u64,
    due: u64,
    waiting: u64,
}

#[derive(Serialize)]
struct Problem {
    part: Part,
    /// What is wrong and what to do.
    error: String,
}

/// A place where something is kept, called as its field of [`State`] is.
#[derive(Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Part {
    DataDir,
    #[serde(rename = "mongodb")]
    MongoDb,
    Redis,
}

#[derive(Serialize)]
struct Generation {
    name: GenerationName,
    current: bool,
    manifest: Manifest,
    report: Option<Report>,
    /// Where the records are that were set aside.
    rejected: Option<String>,
}

impl Status {
    pub(crate) fn run(self, config: &Config) -> anyhow::Result<()> {
        let state = State::of(config, &self.units)?;
        let mut out = io::stdout().lock();
        if self.json {
            serde_json::to_writer(&mut out, &state).map_err(io::Error::from)?;
            writeln!(out)?;
        } else {
            write_text(&state, &mut out)?;
        }
        out.flush()?;
        let is_whole = state.problems.is_empty();
        anyhow::ensure!(
            is_whole,
            "the status is not complete: what is missing is told in its place"
        );
        Ok(())
    }
}

impl State {
    /// What can be learned: a server that does not answer hides no other.
    fn of(config: &Config, units: &Units) -> anyhow::Result<Self> {
        let (mongodb_url, redis_url) = (config.mongodb_url()?, config.redis_url()?);
        let mut store = Store::open(&config.data_dir)?;
        let mut state = Self {
            data_dir: store.path().display().to_string(),
            mongodb: None,
            redis: None,
            youtube: None,
            index: None,
            current: None,
            generations: Vec::new(),
            problems: Vec::new(),
        };
        if let Some(url) = redis_url {
            let redis = connect_redis(config, &url);
            if let Some(redis) = state.noting(Part::Redis, redis) {
                state.redis = Some(redis.server().to_owned());
                state.index =
                    state.noting(Part::Redis, redis.current().map_err(Into::into)).flatten();
                if state.problem(Part::Redis).is_none() {
                    let kept = state::State::in_redis(redis.clone());
                    state.youtube = state.noting(Part::Redis, Asked::of(&kept, units));
                }
            }
        }
        let file = store.path().join(STATE_FILE);
        if state.redis.is_none() && state.problem(Part::Redis).is_none() && file.exists() {
            // A server that runs has it open, and nobody else may.
            state.youtube = match state::State::open(&file) {
                Err(state::Error::InUse { .. }) => None,
                kept => {
                    let asked = kept.map_err(Into::into).and_then(|kept| Asked::of(&kept, units));
                    state.noting(Part::DataDir, asked)
                }
            };
        }
        let mut documents = Part::DataDir;
        if let Some(url) = mongodb_url {
            documents = Part::MongoDb;
            let mongodb = connect_mongodb(config, &url);
            // What is in the folder says nothing of generations that are in MongoDB.
            let Some(mongodb) = state.noting(documents, mongodb) else { return Ok(state) };
            state.mongodb = Some(mongodb.servers().to_owned());
            store = store.with_mongodb(mongodb);
        }
        if let Some((current, generations)) = state.noting(documents, generations(&store)) {
            (state.current, state.generations) = (current, generations);
        }
        Ok(state)
    }

    /// What was asked for; where that failed it is a problem of this part.
    fn noting<T>(&mut self, part: Part, asked: anyhow::Result<T>) -> Option<T> {
        let note = |error| self.problems.push(Problem { part, error: told(&error) });
        asked.map_err(note).ok()
    }

    fn problem(&self, part: Part) -> Option<&str> {
        let found = self.problems.iter().find(|problem| problem.part == part);
        found.map(|problem| problem.error.as_str())
    }
}

impl Asked {
    fn of(kept: &state::State, units: &Units) -> anyhow::Result<Self> {
        let ledger = units.ledger(kept);
        let left = ledger.left(None)?;
        let jobs = Jobs::lengths_in(kept, Timestamp::now())?;
        Ok(Self {
            units_left: left.all,
            units_daily: ledger.daily(),
            resets_at: left.resets_at,
            jobs: Jobbed { running: jobs.held, due: jobs.due, waiting: jobs.waiting },
        })
    }
}

/// The current one and all that are published.
fn generations(store: &Store) -> anyhow::Result<(Option<GenerationName>, Vec<Generation>)> {
    let current = store.current()?;
    let generation = |name| -> anyhow::Result<Generation> {
        let report: Option<Report> = store.report(name)?;
        let has_rejected = report
            .as_ref()
            .is_some_and(|report| report.kinds.values().any(|kind| kind.rejected > 0));
        let rejected = store.path_of(name).join(REJECTED_FILE);
        Ok(Generation {
            name,
            current: current == Some(name),
            manifest: store.manifest(name)?,
            report,
            rejected: has_rejected.then(|| rejected.display().to_string()),
        })
    };
    Ok((current, store.published()?.into_iter().map(generation).collect::<Result<_, _>>()?))
}

fn write_text(state: &State, out: &mut impl Write) -> io::Result<()> {
    let folder = &state.data_dir;
    match state.problem(Part::DataDir) {
        Some(error) => writeln!(out, "data folder {folder}: {error}")?,
        None => writeln!(out, "data folder {folder}")?,
    }
    match (state.problem(Part::MongoDb), &state.mongodb) {
        (Some(error), _) => writeln!(out, "documents in MongoDB: {error}")?,
        (None, Some(mongodb)) => writeln!(out, "documents in MongoDB at {mongodb}")?,
        (None, None) => {}
    }
    match (state.problem(Part::Redis), &state.redis) {
        (Some(error), _) => writeln!(out, "index in Redis: {error}")?,
        (None, Some(redis)) => {
            let index = state.index.map_or("nothing yet".to_owned(), |name| name.to_string());
            writeln!(out, "index in Redis at {redis}: {index}")?;
        }
        (None, None) => {}
    }
    if let Some(Asked { units_left, units_daily, resets_at, jobs }) = &state.youtube {
        writeln!(out, "YouTube: {units_left} of {units_daily} units are left until {resets_at}")?;
        let Jobbed { running, due, waiting } = jobs;
        writeln!(out, "playlists: {running} being made, {due} to be taken up, {waiting} waiting")?;
    } else if state.redis.is_none() && Path::new(folder).join(STATE_FILE).exists() {
        writeln!(
            out,
            "YouTube: the server's page /status shows the day's units and the playlists"
        )?;
    }
    let has_documents =
        state.problem(Part::DataDir).is_none() && state.problem(Part::MongoDb).is_none();
    if state.generations.is_empty() && has_documents {
        writeln!(out, "nothing is loaded yet: run `dataget load DIR` or `dataget demo`")?;
    }
    for generation in state.generations.iter().rev() {
        let current = if generation.current { ", current" } else { "" };
        writeln!(out, "\ngeneration {}{current}", generation.name)?;
        if let Some(report) = &generation.report {
            write_report(report, out)?;
        }
        if let Some(rejected) = &generation.rejected {
            writeln!(out, "  rejected records: {rejected}")?;
        }
    }
    Ok(())
}

/// A table of what a load did.
pub(super) fn write_report(report: &Report, out: &mut impl Write) -> io::Result<()> {
    writeln!(
        out,
        "  {:<9}{:>11}{:>11}{:>10}{:>9}{:>10}{:>9}",
        "", "read", "stored", "rejected", "unknown", "seconds", "MB/s"
    )?;
    for (kind, of) in &report.kinds {
        if let Some(from) = &of.taken_over_from {
            writeln!(
                out,
                "  {:<9}{:>11}{:>11}  taken over from {from}",
                kind.name(),
                "",
                of.stored
            )?;
            continue;
        }
        let unknown: u64 = of.unknown.values().sum();
        writeln!(
            out,
            "  {:<9}{:>11}{:>11}{:>10}{:>9}{:>10.1}{:>9.1}",
            kind.name(),
            of.read,
            of.stored,
            of.rejected,
            unknown,
            of.seconds,
            of.mb_per_second
        )?;
    }
    let index = &report.index;
    writeln!(
        out,
        "  index: {}, {}, {}; {:.1} MB in {:.1} s",
        counted(index.totals.releases, "release"),
        counted(index.totals.works, "work"),
        counted(index.totals.videos, "video"),
        index.bytes as f64 / 1e6,
        index.seconds
    )?;
    for (kind, of) in &report.kinds {
        for (path, count) in &of.unknown {
            let times = counted(*count, "time");
            writeln!(out, "  unknown in {kind}: {path}, {times}, kept under `other`")?;
        }
        if of.repeated > 0 {
            writeln!(
                out,
                "  {kind}: {} with an id that comes again; the later stands",
                of.repeated
            )?;
        }
    }
    writeln!(out, "  in all {:.1} s, {:.1} MB/s of XML", report.seconds, report.mb_per_second)
}
