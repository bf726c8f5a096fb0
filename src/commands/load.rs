use std::{
    io::{self, Write},
    path::PathBuf,
};

use clap::Args;
use etl::{
    load::{Dump, LoadError, Options, Report, load_files},
    update::{Recorded, entered},
};
use storage::{
    generations::{GenerationName, Manifest},
    runs::{Outcome, Stage},
};

use super::{open_store, progress::Shown, runs, status::write_report};
use crate::config::{Config, Keeping};

/// What can be loaded.
const EXAMPLES: &str = "\
Examples:
  dataget load ~/discogs                          the files of a month in a folder
  dataget load discogs_20261101_masters.xml.gz    some of them; others can follow

A CHECKSUM file beside the dump is heeded. Nothing is published unless all of it is good.";

/// Load a dump: documents and index, published when all of it is good.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Load {
    /// A folder with dump files, or the files: .xml.gz or .xml
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Publish although many records are rejected or a kind has shrunk
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    keeping: Keeping,
}

impl Load {
    pub(crate) fn run(self, config: &Config) -> anyhow::Result<()> {
        let data = open_store(config)?;
        let options = Options { force: self.force, keep: self.keeping.keep, ..Options::default() };
        let shown = Shown::until_interrupted()?;
        // A dump that is none leaves no trace.
        let dump = Dump::find(&self.paths).map_err(LoadError::from)?;
        let recorder = runs(&data).begin("dataget load", Stage::Load);
        let _entered = entered(&recorder, Stage::Load);
        let recorded = Recorded::new(&recorder, &shown);
        // An old generation whose manifest is damaged is no reason not to load a new one.
        let before = data.current()?.and_then(|name| data.manifest(name).ok());
        let loaded = load_files(&data, "dataget load", dump, options, &recorded);
        match &loaded {
            Ok((name, _)) => recorder.end(Outcome::Published(*name), None),
            Err(LoadError::Cancelled) => recorder.end(Outcome::Stopped, None),
            Err(error) => recorder.end(Outcome::Failed, error.to_string()),
        }
        let (name, report) = loaded?;
        // It is published: nothing is asked of a server any more.
        if let Some(before) = before {
            warn_of_missing(&before, name, &report)?;
        }
        let mut out = io::stdout().lock();
        writeln!(out, "generation {name} is published")?;
        write_report(&report, &mut out)?;
        Ok(out.flush()?)
    }
}

/// Tells of kinds that the generation before had and this one has not: its date has no file of
/// them yet.
fn warn_of_missing(before: &Manifest, now: GenerationName, report: &Report) -> io::Result<()> {
    for (kind, of_kind) in &before.kinds {
        if !report.kinds.contains_key(kind) {
            writeln!(
                io::stderr(),
                "note: generation {now} has no {kind}, {} has {}: load the {kind} file of {} as \
                 well, or go back with `dataget generations publish {}`",
                before.name,
                of_kind.documents,
                now.date(),
                before.name
            )?;
        }
    }
    Ok(())
}
