use std::io::{self, Write};

use apis::rest::{CurrentRun, EndedRun, RunOutcome};
use jiff::Timestamp;
use serde::Serialize;
use storage::runs::Runs;

use crate::commands::search::grouped;

/// Runs that are over and are told of as text.
const SHOWN: usize = 10;

/// The runs that bring dumps in, with all that they told.
#[derive(Default, Serialize)]
pub(super) struct Running {
    /// The one that goes on.
    run: Option<CurrentRun>,
    /// Those that are over, the newest first.
    runs: Vec<EndedRun>,
    /// When the schedule runs next.
    next_run: Option<Timestamp>,
}

impl Running {
    /// What is written down of the runs.
    pub(super) fn of(runs: &Runs) -> Self {
        let now = Timestamp::now();
        let (running, over): (Vec<_>, Vec<_>) =
            runs.list().into_iter().partition(|run| run.is_running(now));
        Self {
            run: running.first().map(|run| CurrentRun::of(run, None)),
            runs: over.iter().map(EndedRun::of).collect(),
            next_run: runs.next(),
        }
    }

    /// The runs as text.
    pub(super) fn write(&self, out: &mut impl Write) -> io::Result<()> {
        if let Some(run) = &self.run {
            write_current(run, out)?;
        }
        if let Some(next) = self.next_run {
            writeln!(out, "the schedule runs next at {next}")?;
        }
        if !self.runs.is_empty() {
            writeln!(out, "last runs")?;
        }
        for run in self.runs.iter().take(SHOWN) {
            let outcome = outcome(run);
            let took = took(run.started, run.ended);
            writeln!(out, "  {:.0}  {}: {outcome}, after {took}", run.started, run.command)?;
            for line in run.told.iter().flat_map(|told| told.lines()) {
                writeln!(out, "    {line}")?;
            }
        }
        Ok(())
    }
}

fn write_current(run: &CurrentRun, out: &mut impl Write) -> io::Result<()> {
    let dump = run.dump.map(|dump| format!(" of {dump}")).unwrap_or_default();
    let ran = took(run.started, run.updated);
    write!(out, "running: {}, {}{dump}, for {ran}", run.command, run.stage.name())?;
    let Some(file) = &run.file else { return writeln!(out) };
    write!(out, "\n  {}: {:.1}", file.name, file.done as f64 / 1e6)?;
    if let Some(size) = file.size {
        write!(out, " of {:.1}", size as f64 / 1e6)?;
    }
    write!(out, " MB")?;
    if file.records > 0 {
        write!(out, ", {} records", grouped(file.records))?;
    }
    writeln!(out)
}

fn outcome(run: &EndedRun) -> String {
    let at = run.stage.name();
    match run.outcome {
        RunOutcome::Published => match run.generation {
            Some(name) => format!("published {name}"),
            None => "published".to_owned(),
        },
        RunOutcome::Nothing => "nothing to do".to_owned(),
        RunOutcome::Done => "done".to_owned(),
        RunOutcome::Wait => match run.again {
            Some(again) => format!("waits at {at} until {again}"),
            None => format!("waits at {at}"),
        },
        RunOutcome::Stopped => format!("stopped at {at}"),
        RunOutcome::Failed => format!("failed at {at}"),
        RunOutcome::Lost => format!("lost at {at}: it was killed, or its machine went down"),
    }
}

/// How long it took: `12.3 s`, `1 h 36 min`.
fn took(from: Timestamp, to: Timestamp) -> String {
    let seconds = to.duration_since(from).as_secs_f64();
    match seconds as u64 / 60 {
        0 => format!("{seconds:.1} s"),
        minutes @ 1..60 => format!("{minutes} min"),
        minutes => format!("{} h {} min", minutes / 60, minutes % 60),
    }
}
