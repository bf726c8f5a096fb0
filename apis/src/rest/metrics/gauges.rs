use std::sync::atomic::AtomicU64;

use jiff::Timestamp;
use prometheus_client::{
    metrics::{family::Family, gauge::Gauge},
    registry::{Metric, Registry, Unit},
};
use storage::runs::Stage;

use super::known::{Known, has_succeeded};
use crate::rest::{Api, StageState};

/// The stages that are not servers or files of their own.
const NO_BACKEND: &str = "catalogue";

type Labels = Vec<(&'static str, String)>;
type Real = Gauge<f64, AtomicU64>;

/// Gauges that are made anew for each who asks.
struct Gauges(Registry);

impl Gauges {
    fn new() -> Self {
        Self(Registry::with_prefix("dataget"))
    }

    /// One value.
    fn one(&mut self, name: &str, help: &str, unit: Option<Unit>, value: f64) {
        let gauge = Real::default();
        gauge.set(value);
        self.register(name, help, unit, gauge);
    }

    /// A time, where there is one.
    fn time(&mut self, name: &str, help: &str, at: Option<Timestamp>) {
        if let Some(at) = at {
            self.one(name, help, Some(Unit::Seconds), at.as_millisecond() as f64 / 1e3);
        }
    }

    /// A value for each of these labels.
    fn each(
        &mut self,
        name: &str,
        help: &str,
        unit: Option<Unit>,
        values: impl IntoIterator<Item = (Labels, f64)>,
    ) {
        let family = Family::<Labels, Real>::default();
        for (labels, value) in values {
            family.get_or_create(&labels).set(value);
        }
        self.register(name, help, unit, family);
    }

    fn register(&mut self, name: &str, help: &str, unit: Option<Unit>, metric: impl Metric) {
        match unit {
            Some(unit) => self.0.register_with_unit(name, help, unit, metric),
            None => self.0.register(name, help, metric),
        }
    }
}

/// What a server knows of itself, without asking anybody.
pub(super) fn of_server(api: &Api) -> Registry {
    let mut gauges = Gauges::new();
    let up = api.started.elapsed().as_secs() as f64;
    gauges.one("uptime", "Since the server has started", Some(Unit::Seconds), up);
    let catalogue = api.live.catalogue().ok();
    let is_ready = f64::from(u8::from(catalogue.is_some()));
    gauges.one("ready", "Whether a generation can be asked", None, is_ready);
    if let Some(catalogue) = catalogue {
        let totals = catalogue.totals();
        let of = |(of, count): (&str, u64)| {
            let generation = catalogue.generation().to_string();
            (vec![("generation", generation), ("of", of.to_owned())], count as f64)
        };
        let counts =
            [("releases", totals.releases), ("works", totals.works), ("videos", totals.videos)];
        let help = "What the current generation has";
        gauges.each("generation_entries", help, None, counts.map(of));
    }
    gauges.0
}

/// What the servers and the data folder tell.
pub(super) fn of_state(known: &Known) -> Registry {
    let mut gauges = Gauges::new();
    of_runs(known, &mut gauges);
    let generations = &known.status.generations;
    let current = generations.iter().find(|generation| generation.current);
    let created = current.map(|generation| generation.created);
    let help = "When the published generation was built";
    gauges.time("generation_created_timestamp", help, created);
    let bytes = generations.iter().filter_map(|generation| {
        Some((vec![("generation", generation.name.to_string())], generation.bytes? as f64))
    });
    let help = "What a generation takes on this machine";
    gauges.each("generation", help, Some(Unit::Bytes), bytes);
    if let Some((left, daily)) = known.units {
        gauges.one("youtube_units_left", "YouTube's units that are left today", None, left as f64);
        gauges.one("youtube_units_daily", "YouTube's units of a day", None, daily as f64);
    }
    let jobs = known.jobs.iter().flat_map(|jobs| {
        [("running", jobs.held), ("due", jobs.due), ("waiting", jobs.waiting)]
            .map(|(state, count)| (vec![("state", state.to_owned())], count as f64))
    });
    gauges.each("playlist_jobs", "Playlists that are not at their end", None, jobs);
    let backends = known.status.stages.iter().filter(|stage| stage.name != NO_BACKEND);
    let backends = backends.map(|stage| {
        let is_up = f64::from(u8::from(stage.state == StageState::Working));
        (vec![("backend", stage.name.to_owned())], is_up)
    });
    gauges.each("backend_up", "Whether what the site stands on can be reached", None, backends);
    gauges.0
}

fn of_runs(known: &Known, gauges: &mut Gauges) {
    let run = known.status.run.as_ref();
    let stages = Stage::ALL.map(|stage| {
        let is_here = run.is_some_and(|run| run.stage == stage);
        (vec![("stage", stage.name().to_owned())], f64::from(u8::from(is_here)))
    });
    gauges.each("run_running", "Whether a run is at a stage", None, stages);
    let help = "When the run has begun that goes on";
    gauges.time("run_started_timestamp", help, run.map(|run| run.started));
    if let Some(file) = run.and_then(|run| run.file.as_ref()) {
        let help = "How much of its file the run has done";
        gauges.one("run_file_done", help, Some(Unit::Bytes), file.done as f64);
        if let Some(size) = file.size {
            let help = "The size of the file that the run is at";
            gauges.one("run_file_size", help, Some(Unit::Bytes), size as f64);
        }
    }
    let now = Timestamp::now();
    let over = || known.runs.iter().filter(|run| !run.is_running(now));
    let last = |is_success| {
        over()
            .find(|run| has_succeeded(run) == Some(is_success))
            .map(|run| run.ended.unwrap_or(run.updated))
    };
    let help = "When a run ended last that did what it was to do";
    gauges.time("run_last_success_timestamp", help, last(true));
    let help = "When a run ended last that failed or was killed";
    gauges.time("run_last_failure_timestamp", help, last(false));
}
