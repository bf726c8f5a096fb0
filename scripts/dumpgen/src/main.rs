//! Generates a Discogs dump into a folder.

use std::path::PathBuf;

use anyhow::Context;
use clap::{Parser, ValueEnum};
use dumpgen::Options;

/// Generates a Discogs dump: four files and their checksums.
#[derive(Parser)]
struct Arguments {
    /// The folder to write into; made where it is missing.
    folder: PathBuf,
    /// How many releases; the other kinds follow in proportion.
    #[arg(long, default_value_t = 300_000)]
    releases: u32,
    /// The year whose way of writing to follow.
    #[arg(long, value_enum, default_value = "2026")]
    form: Form,
    /// Another seed gives another dump, the same seed the same bytes.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The dump's date, in the files' names.
    #[arg(long, default_value = "20261101")]
    date: String,
    /// Plain XML instead of gzip.
    #[arg(long)]
    plain: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Form {
    #[value(name = "2020")]
    Y2020,
    #[value(name = "2026")]
    Y2026,
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let form = match arguments.form {
        Form::Y2020 => dumpgen::Form::Y2020,
        Form::Y2026 => dumpgen::Form::Y2026,
    };
    let Arguments { folder, releases, seed, date, plain, .. } = arguments;
    let in_folder = || format!("writing a dump into {}", folder.display());
    std::fs::create_dir_all(&folder).with_context(in_folder)?;
    dumpgen::write_dump(&folder, &Options { releases, seed, form, date }, !plain)
        .with_context(in_folder)
}
