use std::io::{self, Write};

use clap::Args;
use etl::load::rebuild_index;
use storage::generations::GenerationName;

use super::{open_store, progress::Shown, search::counted};
use crate::config::Config;

/// Build the current generation's index again from its stored documents.
#[derive(Debug, Args)]
pub(crate) struct Index {
    /// Another generation: 20261101, 20261101-2
    name: Option<GenerationName>,
}

impl Index {
    pub(crate) fn run(self, config: &Config) -> anyhow::Result<()> {
        let data = open_store(config)?;
        let (name, index) = rebuild_index(&data, self.name, &Shown::until_interrupted()?)?;
        let mut out = io::stdout().lock();
        writeln!(
            out,
            "the index of generation {name} is built: {}, {}, {}; {:.1} MB in {:.1} s",
            counted(index.totals.releases, "release"),
            counted(index.totals.works, "work"),
            counted(index.totals.videos, "video"),
            index.bytes as f64 / 1e6,
            index.seconds
        )?;
        Ok(out.flush()?)
    }
}
