//! What is loaded, what brings it in, and the stages as they are at the moment.

mod kept;
mod pace;
mod runs;
mod stages;
mod told;

use std::sync::{Arc, PoisonError};

use actix_web::{HttpResponse, http::header, web};
use jiff::Timestamp;
use serde::Serialize;
use storage::{generations::GenerationName, index::Totals};
use utoipa::ToSchema;

pub use kept::KeptGeneration;
pub(super) use pace::Pace;
pub use runs::{CurrentRun, EndedRun, RunFile, RunOutcome};
pub use stages::{Stage, StageState};

use super::{Api, Problem};
use crate::catalogue::{Catalogue, Unavailable};

/// How many runs that are over are told of.
const TOLD: usize = 10;

/// The state of each stage.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(example = json!({"version": "0.1.0", "uptime": 3600, "generation": "20261101",
    "totals": {"releases": 500, "works": 420, "videos": 800},
    "stages": [{"name": "index", "state": "working", "detail": "mapped from a file"}],
    "run": null, "runs": [{"id": "20261102T030405Z-4711", "command": "dataget update",
    "started": "2026-11-02T03:04:05Z", "ended": "2026-11-02T03:44:05Z", "stage": "publish",
    "dump": "20261101", "outcome": "published", "generation": "20261101", "again": null,
    "told": null}],
    "next_run": "2026-11-03T09:17:00Z",
    "generations": [{"name": "20261101", "current": true, "created": "2026-11-02T03:44:05Z",
    "bytes": 480_000, "entries": 500, "index_bytes": 120_000, "rejected": 0}]}))]
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
    /// The run that goes on: an update, a load. `null` while there is none.
    pub run: Option<CurrentRun>,
    /// The last runs that are over, at most ten, the newest first.
    pub runs: Vec<EndedRun>,
    /// When the schedule runs next; `null` where nothing is scheduled.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub next_run: Option<Timestamp>,
    /// The generations that are kept, the newest first; none while they cannot be read.
    pub generations: Vec<KeptGeneration>,
}

/// What is loaded and how each stage does.
#[utoipa::path(get, path = "/api/v1/status", tag = "operation", responses((status = 200, description = "The state", body = Status)))]
pub(super) async fn status(api: web::Data<Api>) -> Result<HttpResponse, Problem> {
    let shared = api.clone();
    let status = api.work(move || Ok(shared.status())).await?;
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(status))
}

impl Api {
    /// The state at the moment. Asks the servers that are in use.
    #[must_use]
    pub fn status(&self) -> Status {
        self.status_of(&self.live.catalogue())
    }

    /// The same where the catalogue is this one.
    #[must_use]
    pub fn status_of(&self, catalogue: &Result<Arc<Catalogue>, Unavailable>) -> Status {
        let catalogue_here = catalogue.as_deref().ok();
        let now = Timestamp::now();
        let (running, over): (Vec<_>, Vec<_>) =
            self.runs.list().into_iter().partition(|run| run.is_running(now));
        let run = running.first().map(|run| {
            let pace = self.pace.lock().unwrap_or_else(PoisonError::into_inner).of(run);
            CurrentRun::of(run, pace).in_public()
        });
        let generations = kept::kept(&self.store).unwrap_or_else(|error| {
            tracing::warn!(%error, "the generations cannot be read");
            Vec::new()
        });
        Status {
            version: env!("CARGO_PKG_VERSION"),
            uptime: self.started.elapsed().as_secs(),
            generation: catalogue_here.map(Catalogue::generation),
            totals: catalogue_here.map(Catalogue::totals),
            stages: self.stages_of(catalogue),
            run,
            runs: over.iter().take(TOLD).map(EndedRun::of).map(EndedRun::in_public).collect(),
            next_run: self.runs.next(),
            generations,
        }
    }
}
