use std::{
    io::{self, Write},
    path::Path,
};

use super::{
    state::{Part, State},
    youtube::{Asked, Jobbed},
};
use crate::commands::serve::STATE_FILE;

/// The state as text.
pub(super) fn write(state: &State, out: &mut impl Write) -> io::Result<()> {
    let folder = &state.data_dir;
    match state.problem(Part::DataDir) {
        Some(error) => writeln!(out, "data folder {folder}: {error}")?,
        None => writeln!(out, "data folder {folder}")?,
    }
    match (state.problem(Part::MongoDb), &state.mongodb) {
        (Some(error), _) => writeln!(out, "documents in MongoDB: {error}")?,
        (None, Some(mongodb)) => writeln!(out, "documents in MongoDB at {mongodb}")?,
        (None, None) => {}
    }
    match (state.problem(Part::Redis), &state.redis) {
        (Some(error), _) => writeln!(out, "index in Redis: {error}")?,
        (None, Some(redis)) => {
            let index = state.index.map_or("nothing yet".to_owned(), |name| name.to_string());
            writeln!(out, "index in Redis at {redis}: {index}")?;
        }
        (None, None) => {}
    }
    if let Some(Asked { units_left, units_daily, resets_at, jobs }) = &state.youtube {
        writeln!(out, "YouTube: {units_left} of {units_daily} units are left until {resets_at}")?;
        let Jobbed { running, due, waiting } = jobs;
        writeln!(out, "playlists: {running} being made, {due} to be taken up, {waiting} waiting")?;
    } else if state.redis.is_none() && Path::new(folder).join(STATE_FILE).exists() {
        writeln!(
            out,
            "YouTube: the server's page /status shows the day's units and the playlists"
        )?;
    }
    state.runs.write(out)?;
    let has_documents =
        state.problem(Part::DataDir).is_none() && state.problem(Part::MongoDb).is_none();
    if state.generations.is_empty() && has_documents {
        writeln!(out, "nothing is loaded yet: run `dataget load DIR` or `dataget demo`")?;
    }
    for generation in state.generations.iter().rev() {
        generation.write(out)?;
    }
    Ok(())
}
