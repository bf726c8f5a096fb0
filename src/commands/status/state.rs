use serde::Serialize;
use storage::{
    generations::{GenerationName, Store},
    runs::Runs,
    state,
};

use super::{
    generations::{Generation, generations},
    runs::Running,
    youtube::Asked,
};
use crate::{
    commands::{connect_mongodb, connect_redis, serve::STATE_FILE, told},
    config::{Config, Units},
};

/// All that is told.
#[derive(Serialize)]
pub(super) struct State {
    pub(super) data_dir: String,
    /// The server of the documents, where they are not in the data folder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) mongodb: Option<String>,
    /// The server of the index, where it is not in the data folder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) redis: Option<String>,
    /// What is asked of YouTube; where that is in a file that a server has open, its page
    /// `/status` tells it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) youtube: Option<Asked>,
    /// The generation that is answered from, where the index is on a server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) index: Option<GenerationName>,
    /// Null as well where a problem keeps it from being known.
    pub(super) current: Option<GenerationName>,
    pub(super) generations: Vec<Generation>,
    /// The runs that bring dumps in.
    #[serde(flatten)]
    pub(super) runs: Running,
    /// What could not be asked, and is missing above.
    pub(super) problems: Vec<Problem>,
}

/// A part that could not be asked.
#[derive(Serialize)]
pub(super) struct Problem {
    part: Part,
    /// What is wrong and what to do.
    error: String,
}

/// A place where something is kept, called as its field of [`State`] is.
#[derive(Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Part {
    DataDir,
    #[serde(rename = "mongodb")]
    MongoDb,
    Redis,
}

impl State {
    /// What can be learned: a server that does not answer hides no other.
    pub(super) fn of(config: &Config, units: &Units) -> anyhow::Result<Self> {
        let (mongodb_url, redis_url) = (config.mongodb_url()?, config.redis_url()?);
        let mut store = Store::open(&config.data_dir)?;
        let mut state = Self {
            data_dir: store.path().display().to_string(),
            mongodb: None,
            redis: None,
            youtube: None,
            index: None,
            current: None,
            generations: Vec::new(),
            runs: Running::default(),
            problems: Vec::new(),
        };
        // Without Redis it is told what is known on this machine.
        let mut runs = Runs::new(store.path(), None);
        if let Some(url) = redis_url {
            let redis = connect_redis(config, &url);
            if let Some(redis) = state.noting(Part::Redis, redis) {
                state.redis = Some(redis.server().to_owned());
                state.index =
                    state.noting(Part::Redis, redis.current().map_err(Into::into)).flatten();
                if state.problem(Part::Redis).is_none() {
                    let kept = state::State::in_redis(redis.clone());
                    runs = Runs::new(store.path(), Some(kept.clone()));
                    state.youtube = state.noting(Part::Redis, Asked::of(&kept, units));
                }
            }
        }
        state.runs = Running::of(&runs);
        let file = store.path().join(STATE_FILE);
        if state.redis.is_none() && state.problem(Part::Redis).is_none() && file.exists() {
            // A server that runs has it open, and nobody else may.
            state.youtube = match state::State::open(&file) {
                Err(state::Error::InUse { .. }) => None,
                kept => {
                    let asked = kept.map_err(Into::into).and_then(|kept| Asked::of(&kept, units));
                    state.noting(Part::DataDir, asked)
                }
            };
        }
        let mut documents = Part::DataDir;
        if let Some(url) = mongodb_url {
            documents = Part::MongoDb;
            let mongodb = connect_mongodb(config, &url);
            // What is in the folder says nothing of generations that are in MongoDB.
            let Some(mongodb) = state.noting(documents, mongodb) else { return Ok(state) };
            state.mongodb = Some(mongodb.servers().to_owned());
            store = store.with_mongodb(mongodb);
        }
        if let Some((current, generations)) = state.noting(documents, generations(&store)) {
            (state.current, state.generations) = (current, generations);
        }
        Ok(state)
    }

    /// What was asked for; where that failed it is a problem of this part.
    fn noting<T>(&mut self, part: Part, asked: anyhow::Result<T>) -> Option<T> {
        let note = |error| self.problems.push(Problem { part, error: told(&error) });
        asked.map_err(note).ok()
    }

    pub(super) fn problem(&self, part: Part) -> Option<&str> {
        let found = self.problems.iter().find(|problem| problem.part == part);
        found.map(|problem| problem.error.as_str())
    }
}
