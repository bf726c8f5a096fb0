use std::io::{self, Write};

use clap::Args;
use etl::{
    load::{LoadError, rebuild_index},
    update::{Recorded, entered},
};
use storage::{
    generations::GenerationName,
    runs::{Outcome, Stage},
};

use super::{open_store, progress::Shown, runs, status::told_index};
use crate::config::Config;

/// Build the current generation's index again from its stored documents.
#[derive(Args)]
pub(crate) struct Index {
    /// Another generation: 20261101, 20261101-2
    name: Option<GenerationName>,
}

impl Index {
    pub(crate) fn run(self, config: &Config) -> anyhow::Result<()> {
        let data = open_store(config)?;
        let shown = Shown::until_interrupted()?;
        // Where nothing is loaded, no trace is left either.
        data.require_current()?;
        let recorder = runs(&data).begin("dataget index", Stage::Index);
        let _entered = entered(&recorder, Stage::Index);
        let built = rebuild_index(&data, self.name, &Recorded::new(&recorder, &shown));
        match &built {
            Ok(_) => recorder.end(Outcome::Done, None),
            Err(LoadError::Cancelled) => recorder.end(Outcome::Stopped, None),
            Err(error) => recorder.end(Outcome::Failed, error.to_string()),
        }
        let (name, index) = built?;
        let mut out = io::stdout().lock();
        writeln!(out, "the index of generation {name} is built: {}", told_index(&index))?;
        Ok(out.flush()?)
    }
}
