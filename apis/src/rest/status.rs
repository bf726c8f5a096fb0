//! The stages as they are at the moment.

use std::sync::Arc;

use actix_web::{HttpResponse, http::header, web};
use serde::Serialize;
use storage::{generations::GenerationName, index::Totals};
use utoipa::ToSchema;

use super::{Api, Problem};
use crate::catalogue::{Catalogue, Unavailable};

/// The state of each stage.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(example = json!({"version": "0.1.0", "uptime": 3600, "generation": "20261101",
    "totals": {"releases": 500, "works": 420, "videos": 800},
    "stages": [{"name": "index", "state": "working", "detail": "mapped from a file"}]}))]
pub struct Status {
    /// The program's version.
    #[schema(value_type = String)]
    pub version: &'static str,
    /// How long the server runs, in seconds.
    pub uptime: u64,
    /// The generation that answers; `null` while nothing is published.
    #[schema(value_type = Option<String>, example = "20261101")]
    pub generation: Option<GenerationName>,
    /// What it has.
    #[schema(value_type = Option<Object>, example = json!({"releases": 500, "works": 420, "videos": 800}))]
    pub totals: Option<Totals>,
    /// The stages in the order in which data flows.
    pub stages: Vec<Stage>,
}

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

/// What is loaded and how each stage does.
#[utoipa::path(get, path = "/api/v1/status", tag = "operation", responses((status = 200, description = "The state", body = Status)))]
pub(super) async fn status(api: web::Data<Api>) -> Result<HttpResponse, Problem> {
    let shared = api.clone();
    let status = api.work(move || Ok(shared.status())).await?;
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(status))
}

impl Api {
    /// The stages as they are at the moment. Asks the servers that are in use.
    #[must_use]
    pub fn status(&self) -> Status {
        self.status_of(&self.live.catalogue())
    }

    /// The same where the catalogue is this one.
    #[must_use]
    pub fn status_of(&self, catalogue: &Result<Arc<Catalogue>, Unavailable>) -> Status {
        let (generation, totals) = match catalogue {
            Ok(catalogue) => (Some(catalogue.generation()), Some(catalogue.totals())),
            Err(_) => (None, None),
        };
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
        Status {
            version: env!("CARGO_PKG_VERSION"),
            uptime: self.started.elapsed().as_secs(),
            generation,
            totals,
            stages: vec![documents, index, sessions, answering],
        }
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
