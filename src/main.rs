//! Dataget: the monthly Discogs dumps, loaded, queryable, playable.

mod commands;
mod config;
mod telemetry;

use std::{
    io::{self, Write},
    process::ExitCode,
};

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

/// A load makes and drops hundreds of small texts a record, on several threads at once.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

use commands::{
    demo, download, generations, health, index, load, playlist, schedule, search, serve, status,
    update, worker,
};
use config::{Config, SettingsFile, YouTube};
use telemetry::Voice;

/// Load the monthly Discogs dumps, ask them, and turn the answers into playlists.
#[derive(Parser)]
#[command(name = "dataget", version, max_term_width = 100)]
struct Dataget {
    #[command(flatten)]
    config: Config,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Load a built-in sample catalogue and show what can be asked of it
    Demo(demo::Demo),
    /// Bring the newest month in, if there is one: what cron runs each day
    Update(update::Update),
    /// Do so each day at some minute, until stopped
    Schedule(schedule::Schedule),
    /// Fetch the files of a month, checked, without loading them
    Download(download::Download),
    /// Load a dump: documents and index, published when all of it is good
    Load(load::Load),
    /// Build the current generation's index again from its stored documents
    Index(index::Index),
    /// Search the catalogue
    Search(search::Search),
    /// Turn a query into a playlist
    Playlist(playlist::Playlist),
    /// Serve the site and the API until stopped
    Serve(serve::Serve),
    /// Make the playlists that visitors ask for, beside `serve --no-worker`, until stopped
    Worker(worker::Worker),
    /// Ask a server whether it is well
    Health(health::Health),
    /// List the generations, go back to one, or drop one
    Generations(generations::Generations),
    /// Show what is loaded and how the loads went
    Status(status::Status),
    /// Write the manual pages and the shells' completions into a folder
    #[cfg(feature = "manual")]
    #[command(hide = true)]
    Manual(commands::manual::Manual),
}

impl Command {
    /// The settings of playlists at YouTube, of a command that makes some.
    fn youtube(&mut self) -> Option<&mut YouTube> {
        match self {
            Self::Demo(demo) => Some(demo.youtube()),
            Self::Serve(serve) => Some(serve.youtube()),
            Self::Worker(worker) => Some(worker.youtube()),
            _ => None,
        }
    }
}

/// What is to be done, and how, by the flags, the environment and the file of settings.
fn told() -> anyhow::Result<Dataget> {
    let mut usage = Dataget::command();
    let file = SettingsFile::find(std::env::args_os().skip(1), &usage).or_else(|wrong| {
        match usage.clone().try_get_matches() {
            // Help is there also for who has made a mistake in the file.
            Err(help) if !help.use_stderr() => help.exit(),
            _ => Err(wrong),
        }
    })?;
    usage = file.under(usage);
    let read = |usage: &mut clap::Command| {
        let matches = usage.try_get_matches_from_mut(std::env::args_os())?;
        let mut dataget = Dataget::from_arg_matches(&matches)?;
        dataget.config.settle(&matches, usage)?;
        if let (Some(youtube), Some((_, given))) = (dataget.command.youtube(), matches.subcommand())
        {
            youtube.settle(given, usage)?;
        }
        Ok(dataget)
    };
    read(&mut usage).or_else(|error: clap::Error| {
        if let Some(path) = file.path().filter(|_| error.use_stderr()) {
            // Where that cannot be told, the error cannot, either.
            let _ = writeln!(io::stderr(), "note: settings are also read from {}", path.display());
        }
        error.exit()
    })
}

fn main() -> ExitCode {
    let Dataget { config, command } = match told() {
        Ok(dataget) => dataget,
        Err(error) => return commands::exit(Err(error)),
    };
    let voice = match command {
        Command::Serve(_) | Command::Worker(_) => Voice::Service,
        Command::Update(_) | Command::Schedule(_) => Voice::Run,
        _ => Voice::Command,
    };
    telemetry::start(config.log, voice);
    commands::exit(match command {
        Command::Demo(demo) => demo.run(&config),
        Command::Update(update) => update.run(&config),
        Command::Schedule(schedule) => schedule.run(&config),
        Command::Download(download) => download.run(&config),
        Command::Load(load) => load.run(&config),
        Command::Index(index) => index.run(&config),
        Command::Search(search) => search.run(&config),
        Command::Playlist(playlist) => playlist.run(&config),
        Command::Serve(serve) => serve.run(&config),
        Command::Worker(worker) => worker.run(&config),
        Command::Health(health) => health.run(),
        Command::Generations(generations) => generations.run(&config),
        Command::Status(status) => status.run(&config),
        #[cfg(feature = "manual")]
        Command::Manual(manual) => manual.run(Dataget::command()),
    })
}
