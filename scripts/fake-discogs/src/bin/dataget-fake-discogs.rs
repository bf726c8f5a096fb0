//! Runs a stand-in for data.discogs.com, for whoever wants to try downloads out.
//!
//! ```sh
//! dataget-fake-discogs --listen 127.0.0.1:8092 --dumps samples
//! ```
//!
//! It publishes the dump files of the folder, shows the base address of each layout, and answers
//! until Ctrl-C.

use std::{
    env,
    ffi::OsString,
    io::{self, Write},
    path::PathBuf,
    process,
    sync::mpsc,
};

use anyhow::{Context, bail, ensure};
use fake_discogs::{FakeDiscogs, Layout, Options};

const USAGE: &str =
    "usage: dataget-fake-discogs --dumps FOLDER [--listen ADDRESS:PORT] [--ignore-ranges]";

fn main() -> anyhow::Result<()> {
    let (options, folder) = read(env::args_os().skip(1))?;
    let listen = options.listen;
    let discogs = FakeDiscogs::start_with(options);
    let discogs = discogs.with_context(|| format!("{listen} cannot be listened on"))?;
    let names = discogs.put_folder(&folder);
    let names =
        names.with_context(|| format!("the dumps of {} cannot be read", folder.display()))?;
    ensure!(!names.is_empty(), "{} has no discogs_….xml.gz", folder.display());
    wait(&discogs, names.len())
}

fn read(mut arguments: impl Iterator<Item = OsString>) -> anyhow::Result<(Options, PathBuf)> {
    let mut options = Options::default();
    let mut folder = None;
    while let Some(argument) = arguments.next() {
        let name = argument.to_str().context(USAGE)?;
        let mut value =
            || arguments.next().with_context(|| format!("{name} needs a value\n{USAGE}"));
        match name {
            "--dumps" => folder = Some(PathBuf::from(value()?)),
            "--listen" => {
                let value = value()?;
                let address = value.to_str().and_then(|address| address.parse().ok());
                options.listen = address.with_context(|| {
                    format!("--listen {}: no address and port", value.display())
                })?;
            }
            "--ignore-ranges" => options.ignores_ranges = true,
            "--help" | "-h" => {
                writeln!(io::stdout(), "{USAGE}")?;
                process::exit(0);
            }
            _ => bail!("{name} is not known\n{USAGE}"),
        }
    }
    Ok((options, folder.with_context(|| format!("--dumps is missing\n{USAGE}"))?))
}

/// Shows where it is, and answers until it is asked to end.
fn wait(discogs: &FakeDiscogs, files: usize) -> anyhow::Result<()> {
    let (ended, ends) = mpsc::channel();
    ctrlc::set_handler(move || {
        // The first request to end is enough; nobody waits for a second one.
        let _ = ended.send(());
    })?;
    let mut stdout = io::stdout().lock();
    writeln!(stdout, "# A stand-in for Discogs (this is not Discogs) publishes {files} files")?;
    for layout in Layout::ALL {
        writeln!(stdout, "{:<8}{}", format!("{layout:?}").to_lowercase(), discogs.url(layout))?;
    }
    stdout.flush()?;
    ends.recv()?;
    Ok(())
}
