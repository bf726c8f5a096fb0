//! What is counted, for Prometheus.

use std::{fmt::Write as _, time::Duration};

use actix_web::{HttpResponse, web};
use prometheus_client::{
    encoding::{EncodeLabelSet, text::encode},
    metrics::{
        counter::Counter,
        family::Family,
        histogram::{Histogram, exponential_buckets},
    },
    registry::{Registry, Unit},
};

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

/// What is counted, as Prometheus reads it.
#[utoipa::path(get, path = "/metrics", tag = "operation", responses((status = 200, description = "OpenMetrics text")))]
pub(super) async fn metrics(api: web::Data<Api>) -> HttpResponse {
    let mut text = String::new();
    // A `String` takes all that is written.
    let _ = encode(&mut text, &api.metrics.registry);
    let _ = write_generation(&mut text, &api);
    HttpResponse::Ok()
        .content_type("application/openmetrics-text; version=1.0.0; charset=utf-8")
        .insert_header(("cache-control", "no-store"))
        .body(text)
}

/// What is known at the time of asking only, before the end mark.
fn write_generation(text: &mut String, api: &Api) -> std::fmt::Result {
    let end = "# EOF\n";
    text.truncate(text.len() - if text.ends_with(end) { end.len() } else { 0 });
    let up = api.started.elapsed().as_secs();
    writeln!(text, "# HELP dataget_uptime_seconds Since the server has started.")?;
    writeln!(text, "# TYPE dataget_uptime_seconds gauge\n# UNIT dataget_uptime_seconds seconds")?;
    writeln!(text, "dataget_uptime_seconds {up}")?;
    let catalogue = api.live.catalogue().ok();
    writeln!(text, "# HELP dataget_ready Whether a generation can be asked.")?;
    writeln!(text, "# TYPE dataget_ready gauge\ndataget_ready {}", u8::from(catalogue.is_some()))?;
    if let Some(catalogue) = catalogue {
        let totals = catalogue.totals();
        let name = catalogue.generation();
        writeln!(text, "# HELP dataget_generation_entries What the current generation has.")?;
        writeln!(text, "# TYPE dataget_generation_entries gauge")?;
        for (of, count) in
            [("releases", totals.releases), ("works", totals.works), ("videos", totals.videos)]
        {
            writeln!(
                text,
                "dataget_generation_entries{{generation=\"{name}\",of=\"{of}\"}} {count}"
            )?;
        }
    }
    text.write_str(end)
}
