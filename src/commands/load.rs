use std::{
    io::{self, Write},
    path::PathBuf,
};

use clap::Args;
use etl::load::{Options, load};
use storage::generations::DataDir;

use super::{progress::Shown, status::write_report};
use crate::config::Config;

/// What can be loaded.
const EXAMPLES: &str = "\
Examples:
  dataget load ~/discogs                          the files of a month in a folder
  dataget load discogs_20261101_masters.xml.gz    some of them; others can follow

A CHECKSUM file beside the dump is heeded. Nothing is published unless all of it is good.";

/// Load a dump: documents and index, published when all of it is good.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Load {
    /// A folder with dump files, or the files: .xml.gz or .xml
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Publish although many records are rejected or a kind has shrunk
    #[arg(long)]
    force: bool,
}

impl Load {
    pub(crate) fn run(self, config: &Config) -> anyhow::Result<()> {
        let data = DataDir::open(&config.data_dir)?;
        let options = Options { force: self.force, threads: 0 };
        let shown = Shown::until_interrupted()?;
        let (name, report) = load(&data, &self.paths, options, &shown)?;
        let mut out = io::stdout().lock();
        writeln!(out, "generation {name} is published")?;
        write_report(&report, &mut out)?;
        Ok(out.flush()?)
    }
}
