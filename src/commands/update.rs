use std::io::{self, Write};

use clap::Args;
use etl::{
    load,
    update::{Options, UpdateError, Updated, update},
};
use storage::{generations::Store, model::Kind, runs::Runs};

use super::{notify, open_store, progress::Shown, runs, status::write_report};
use crate::config::{Alarm, Config, Dumps, Keeping, Log};

/// What it does.
const EXAMPLES: &str = "\
Examples:
  dataget update                               bring the newest month in, if there is one
  dataget update --only masters                only the masters of it: 0.6 GB, not 11
  17 4 * * * dataget update                    a line for cron

It is safe to run at any time and as often as you like: one request tells whether there is
anything new, and what was interrupted goes on where it was.";

/// Bring the newest month in, if there is one.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Update {
    #[command(flatten)]
    pub(super) updating: Updating,
}

/// How to update.
#[derive(Clone, Args)]
pub(crate) struct Updating {
    #[command(flatten)]
    dumps: Dumps,
    #[command(flatten)]
    keeping: Keeping,
    /// Only these kinds: artists, labels, masters, releases
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    only: Option<Vec<Kind>>,
    /// Load the files as they come, without keeping them: less disk, and no way to go on
    #[arg(long)]
    stream: bool,
    /// Publish although many records are rejected, vanished, or a kind has shrunk
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    alarm: Alarm,
}

impl Update {
    pub(crate) fn run(self, config: &Config) -> anyhow::Result<()> {
        let shown = shown(config)?;
        self.updating.once(config, &shown)?;
        Ok(())
    }
}

impl Updating {
    /// Updates, tells what came of it, and raises the alarm where it failed.
    pub(super) fn once(&self, config: &Config, shown: &Shown) -> anyhow::Result<Updated> {
        let updated = open_store(config).and_then(|data| self.update(&data, shown));
        match &updated {
            Ok(updated) if config.log == Log::Text => tell(updated)?,
            Ok(_) => {}
            Err(error) => {
                let is_for_others = matches!(error.downcast_ref(), Some(UpdateError::Busy { .. }));
                if !is_for_others && !shown.is_cancelled() {
                    // Where the servers cannot be reached, the folder knows of the run.
                    notify::failed(&self.alarm, &Runs::new(&config.data_dir, None), error);
                }
            }
        }
        updated
    }

    fn update(&self, data: &Store, shown: &Shown) -> anyhow::Result<Updated> {
        let client = self.dumps.client()?;
        let load = load::Options {
            force: self.force,
            keep: self.keeping.keep,
            stops_at_vanished: true,
            ..load::Options::default()
        };
        let options = Options { load, kinds: self.only.clone(), stream: self.stream };
        Ok(update(data, &client, &options, &runs(data), shown)?)
    }
}

/// Shows an update on stderr, unless log lines tell it.
pub(super) fn shown(config: &Config) -> anyhow::Result<Shown> {
    let shown = Shown::until_interrupted()?;
    Ok(if config.log == Log::Json { shown.silently() } else { shown })
}

fn tell(updated: &Updated) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{}", updated.told())?;
    if let Updated::Published { report, .. } = updated {
        write_report(report, &mut out)?;
    }
    out.flush()
}
