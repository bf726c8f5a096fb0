use std::io::{self, Write};

use clap::{Args, Subcommand};
use storage::generations::{Error, GenerationName, Store, WriterLock};

use super::open_store;
use crate::config::Config;

/// List the generations, go back to one, or drop one.
#[derive(Args)]
pub(crate) struct Generations {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// List what is published; `*` marks the current one
    List,
    /// Make a published generation the current one
    Publish {
        /// Its name: 20261101, 20261101-2
        name: GenerationName,
    },
    /// Drop a generation that is not the current one
    Drop {
        /// Its name: 20261101, 20261101-2
        name: GenerationName,
    },
}

impl Generations {
    pub(crate) fn run(self, config: &Config) -> anyhow::Result<()> {
        let data = open_store(config)?;
        let mut out = io::stdout().lock();
        match self.action {
            Action::List => list(&data, &mut out)?,
            Action::Publish { name } => {
                lock(&data, "dataget generations publish")?.publish_existing(name)?;
                writeln!(out, "generation {name} is current")?;
            }
            Action::Drop { name } => {
                lock(&data, "dataget generations drop")?.drop_generation(name)?;
                writeln!(out, "generation {name} is dropped")?;
            }
        }
        Ok(out.flush()?)
    }
}

/// Locks a data folder that has something to change; a new one is not made for that.
fn lock(data: &Store, command: &str) -> Result<WriterLock, Error> {
    match data.current()? {
        Some(_) => data.lock(command),
        None => Err(Error::NothingLoaded),
    }
}

fn list(data: &Store, out: &mut impl Write) -> anyhow::Result<()> {
    let current = data.current()?;
    let published = data.published()?;
    if published.is_empty() {
        writeln!(io::stderr(), "nothing is loaded yet: run `dataget load DIR` or `dataget demo`")?;
    }
    for name in published {
        let mark = if current == Some(name) { '*' } else { ' ' };
        let kinds: Vec<String> = data
            .manifest(name)?
            .kinds
            .iter()
            .map(|(kind, manifest)| format!("{} {kind}", manifest.documents))
            .collect();
        writeln!(out, "{mark} {name:<12} {}", kinds.join(", "))?;
    }
    Ok(())
}
