use anyhow::Context;
use apis::{
    catalogue::Live,
    jobs::{Pace, Stop},
};
use clap::Args;
use std::{
    io::{self, Write},
    sync::Arc,
};

use super::{interrupt, open_store, say, serve};
use crate::config::{Config, YouTube};

/// Make the playlists that visitors ask for, beside `serve --no-worker`, until stopped
#[derive(Args)]
pub(crate) struct Worker {
    #[command(flatten)]
    youtube: YouTube,
}

impl Worker {
    pub(crate) fn youtube(&mut self) -> &mut YouTube {
        &mut self.youtube
    }

    pub(crate) fn run(self, config: &Config) -> anyhow::Result<()> {
        let store = open_store(config)?;
        anyhow::ensure!(
            store.redis().is_some(),
            "a worker of its own needs the jobs in Redis: set DATAGET_REDIS_URL; without it, \
             `dataget serve` makes the playlists itself"
        );
        let state = serve::state(&store)?;
        // A worker leads nobody back from Google.
        let site = "http://127.0.0.1".parse()?;
        let playlists = self.youtube.playlists(&state, &site, store.path(), true)?;
        let playlists = playlists.context(
            "there are no credentials: set DATAGET_GOOGLE_CLIENT_ID and \
             DATAGET_GOOGLE_CLIENT_SECRET as for `dataget serve`",
        )?;
        let live = Arc::new(Live::open(store)?);
        let stop = Stop::default();
        let first = stop.clone();
        interrupt::on_first(move || {
            // Nobody is left to be told that stderr is closed.
            let _ = writeln!(io::stderr(), "stopping after the running step");
            first.stop();
        })?;
        let working = serve::work(&playlists.worker(Some(live), Pace::default()), &stop);
        say(config, "the worker waits for playlists")?;
        for working in working {
            // A worker survives its own mistakes.
            let _ = working.join();
        }
        Ok(())
    }
}
