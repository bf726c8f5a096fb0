mod generations;
mod report;
mod runs;
mod state;
mod text;
mod youtube;

use std::io::{self, Write};

use clap::Args;

pub(super) use report::{told_index, write_report};
use state::State;

use crate::config::{Config, Units};

/// Show what is loaded and how the loads went.
#[derive(Args)]
pub(crate) struct Status {
    /// Write one JSON object
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    units: Units,
}

impl Status {
    pub(crate) fn run(self, config: &Config) -> anyhow::Result<()> {
        let state = State::of(config, &self.units)?;
        let mut out = io::stdout().lock();
        if self.json {
            serde_json::to_writer(&mut out, &state).map_err(io::Error::from)?;
            writeln!(out)?;
        } else {
            text::write(&state, &mut out)?;
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
