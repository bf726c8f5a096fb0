use std::io::{self, Write};

use clap::Args;
use etl::load::{REJECTED_FILE, Report};
use serde::Serialize;
use storage::generations::{GenerationName, Manifest, Store};

use super::{open_store, search::counted};
use crate::config::Config;

/// Show what is loaded and how the loads went.
#[derive(Debug, Args)]
pub(crate) struct Status {
    /// Write one JSON object
    #[arg(long)]
    json: bool,
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
    /// The generation that is answered from, where the index is on a server.
    #[serde(skip_serializing_if = "Option::is_none")]
    index: Option<GenerationName>,
    current: Option<GenerationName>,
    generations: Vec<Generation>,
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
        let state = state(&open_store(config)?)?;
        let mut out = io::stdout().lock();
        if self.json {
            serde_json::to_writer(&mut out, &state).map_err(io::Error::from)?;
            writeln!(out)?;
        } else {
            write_text(&state, &mut out)?;
        }
        Ok(out.flush()?)
    }
}

fn state(data: &Store) -> anyhow::Result<State> {
    let current = data.current()?;
    let generation = |name| -> anyhow::Result<Generation> {
        let folder = data.path_of(name);
        let report: Option<Report> = data.report(name)?;
        let has_rejected = report
            .as_ref()
            .is_some_and(|report| report.kinds.values().any(|kind| kind.rejected > 0));
        let rejected = folder.join(REJECTED_FILE);
        Ok(Generation {
            name,
            current: current == Some(name),
            manifest: data.manifest(name)?,
            report,
            rejected: has_rejected.then(|| rejected.display().to_string()),
        })
    };
    Ok(State {
        data_dir: data.path().display().to_string(),
        mongodb: data.mongodb().map(|mongodb| mongodb.servers().to_owned()),
        redis: data.redis().map(|redis| redis.server().to_owned()),
        index: data.redis().map(|redis| redis.current()).transpose()?.flatten(),
        current,
        generations: data.published()?.into_iter().map(generation).collect::<Result<_, _>>()?,
    })
}

fn write_text(state: &State, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "data folder {}", state.data_dir)?;
    if let Some(mongodb) = &state.mongodb {
        writeln!(out, "documents in MongoDB at {mongodb}")?;
    }
    if let Some(redis) = &state.redis {
        let index = state.index.map_or("nothing yet".to_owned(), |name| name.to_string());
        writeln!(out, "index in Redis at {redis}: {index}")?;
    }
    if state.generations.is_empty() {
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
