use std::sync::Arc;

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    catalogue::{Catalogue, Unavailable},
    rest::Api,
};

/// One stage.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Stage {
    /// `documents`, `index`, `sessions`, `catalogue`.
    #[schema(value_type = String)]
    pub name: &'static str,
    /// Whether it does what it is for.
    pub state: StageState,
    /// The same in words.
    pub detail: String,
}

/// How a stage does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum StageState {
    /// All is well.
    Working,
    /// It goes on with less than it should have.
    Degraded,
    /// It does not work.
    Away,
}

impl Api {
    /// The stages as they are at the moment, where the catalogue is this one. Asks the servers
    /// that are in use.
    #[must_use]
    pub fn stages_of(&self, catalogue: &Result<Arc<Catalogue>, Unavailable>) -> Vec<Stage> {
        let store = &self.store;
        let documents = match (store.mongodb(), store.current()) {
            (mongodb, Ok(current)) => {
                let home = mongodb.map_or("in files", |_| "in MongoDB");
                let what = match current {
                    Some(name) => format!("generation {name}, {home}"),
                    None => format!("nothing loaded yet, {home}"),
                };
                stage("documents", StageState::Working, what)
            }
            (_, Err(error)) => {
                tracing::warn!(%error, "the documents cannot be reached");
                stage("documents", StageState::Away, "cannot be reached at the moment")
            }
        };
        let home = if store.redis().is_some() { "in Redis" } else { "mapped from a file" };
        let (state, detail) = match (catalogue, self.live.trouble()) {
            (Ok(_), Some(_)) => {
                (StageState::Degraded, "a copy answers: its home cannot be read".to_owned())
            }
            (Ok(catalogue), None) if catalogue.is_warm() => (StageState::Working, home.to_owned()),
            (Ok(_), None) => (StageState::Working, format!("{home}, being fetched")),
            (Err(unavailable), _) => (StageState::Away, told(unavailable)),
        };
        let index = stage("index", state, detail);
        let home = if store.redis().is_some() { "in Redis" } else { "in a file" };
        let sessions = match self.sessions.check() {
            Ok(()) => stage("sessions", StageState::Working, home),
            Err(error) => {
                tracing::warn!(reason = ?error, "the sessions cannot be reached");
                stage("sessions", StageState::Away, "cannot be reached at the moment")
            }
        };
        let answering = match catalogue {
            Ok(_) => stage("catalogue", StageState::Working, "searches are answered"),
            Err(error) => stage("catalogue", StageState::Away, told(error)),
        };
        vec![documents, index, sessions, answering]
    }
}

/// Why there is nothing to ask, without what is for the log.
fn told(unavailable: &Unavailable) -> String {
    match unavailable {
        Unavailable::NothingLoaded => unavailable.to_string(),
        Unavailable::Trouble(_) => "cannot be read at the moment".to_owned(),
    }
}

fn stage(name: &'static str, state: StageState, detail: impl Into<String>) -> Stage {
    Stage { name, state, detail: detail.into() }
}
