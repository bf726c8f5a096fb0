//! What is counted, for Prometheus.

mod gauges;
mod known;

use std::time::Duration;

use actix_web::{HttpResponse, rt::time::timeout, web};
use prometheus_client::{
    encoding::{
        EncodeLabelSet,
        text::{encode_eof, encode_registry},
    },
    metrics::{
        counter::Counter,
        family::Family,
        histogram::{Histogram, exponential_buckets},
    },
    registry::{Registry, Unit},
};

use known::Known;

use super::Api;

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    method: String,
    /// The pattern, not the address: `/release/{id}`.
    route: String,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    route: String,
}

/// What a server counts.
pub struct Metrics {
    registry: Registry,
    requests: Family<Answered, Counter>,
    latencies: Family<Route, Histogram>,
    questions: Histogram,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("dataget");
        let requests = Family::<Answered, Counter>::default();
        let latencies: Family<Route, Histogram> =
            Family::new_with_constructor(|| Histogram::new(exponential_buckets(0.0005, 2.0, 15)));
        let questions = Histogram::new(exponential_buckets(0.000_05, 2.0, 18));
        registry.register("http_requests", "Answered requests", requests.clone());
        let help = "From a request's first byte to the head of its answer";
        registry.register_with_unit("http_latency", help, Unit::Seconds, latencies.clone());
        let help = "How long the catalogue took for a question";
        registry.register_with_unit("query_time", help, Unit::Seconds, questions.clone());
        Self { registry, requests, latencies, questions }
    }
}

impl Metrics {
    /// Counts an answer.
    pub(super) fn answered(&self, method: &str, route: &str, status: u16, took: Duration) {
        let (method, route) = (method.to_owned(), route.to_owned());
        self.latencies.get_or_create(&Route { route: route.clone() }).observe(took.as_secs_f64());
        self.requests.get_or_create(&Answered { method, route, status }).inc();
    }

    /// Counts a question to the catalogue.
    pub(super) fn asked(&self, took: Duration) {
        self.questions.observe(took.as_secs_f64());
    }
}

/// How long the servers have to tell their state: Prometheus itself gives up after ten seconds.
const PATIENCE: Duration = Duration::from_secs(5);

/// What is counted, and what is known at the time of asking, as Prometheus reads it.
#[utoipa::path(get, path = "/metrics", tag = "operation", responses((status = 200, description = "OpenMetrics text")))]
pub(super) async fn metrics(api: web::Data<Api>) -> HttpResponse {
    let shared = api.clone();
    let known = timeout(PATIENCE, api.work(move || Ok(Known::of(&shared)))).await;
    let mut text = String::new();
    // A `String` takes all that is written.
    let _ = encode_registry(&mut text, &api.metrics.registry);
    let _ = encode_registry(&mut text, &gauges::of_server(&api));
    // A server that does not answer in time hides no counter.
    if let Ok(Ok(known)) = known {
        let _ = encode_registry(&mut text, &gauges::of_state(&known));
    }
    let _ = encode_eof(&mut text);
    HttpResponse::Ok()
        .content_type("application/openmetrics-text; version=1.0.0; charset=utf-8")
        .insert_header(("cache-control", "no-store"))
        .body(text)
}
