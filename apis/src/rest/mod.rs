//! The REST API: what the catalogue knows, over HTTP.
//!
//! [`configure`] adds the routes to an actix application whose data holds an [`Api`]. A handler
//! reads its parameters, asks the catalogue away from the threads that serve connections
//! ([`Api::work`]) and gives JSON; whatever goes wrong becomes a [`Problem`].

mod answer;
mod api;
mod basket;
mod body;
mod changes;
mod charts;
mod client;
mod documents;
mod dumps;
mod facets;
mod head;
mod health;
mod ids;
mod limits;
mod metrics;
mod openapi;
mod origin;
mod parameters;
mod playlists;
mod problem;
mod request_log;
mod search;
mod session;
mod status;
mod suggest;
mod values;
mod videos;

use actix_web::{HttpResponse, Resource, web};

pub use api::{Api, Limits, Parts};
pub use body::Body;
pub use client::Proxies;
pub use head::answer_head;
pub use limits::limit_rate;
pub use metrics::Metrics;
pub use origin::PublicUrl;
pub use parameters::{Parameters, PlaylistParameters};
pub use playlists::{PlaylistRequest, Source, suggested_title};
pub use problem::Problem;
pub use request_log::{RequestId, log_requests};
pub use session::{Forgotten, Renewed, SameOrigin, Visitor};
pub use status::{
    CurrentRun, EndedRun, KeptGeneration, RunFile, RunOutcome, Stage, StageState, Status,
};

/// Adds all routes: those under `/api/v1`, and what operators and programs look at.
pub fn configure(config: &mut web::ServiceConfig) {
    config
        .service(
            web::scope("/api/v1")
                .wrap(cors())
                .service(at("/search").get(search::search))
                .service(at("/facets").get(facets::facets))
                .service(at("/suggest").get(suggest::suggest))
                .service(at("/videos").get(videos::videos))
                .service(at("/ids").get(ids::ids))
                .configure(documents::configure)
                .configure(charts::configure)
                .configure(values::configure)
                .configure(basket::configure)
                .configure(session::configure)
                .configure(playlists::configure)
                .service(at("/dumps").get(dumps::dumps))
                .service(at("/status").get(status::status))
                .default_service(web::to(no_such_route)),
        )
        .service(at("/healthz").get(health::healthz))
        .service(at("/readyz").get(health::readyz))
        .service(at("/metrics").get(metrics::metrics))
        .configure(openapi::configure);
}

/// The routes of an address. A method that is none of them is told as a [`Problem`].
fn at(path: &str) -> Resource {
    web::resource(path).default_service(web::to(async || Problem::wrong_method().response()))
}

/// Anybody's page may read what the catalogue says; a session belongs to the site's own pages.
fn cors() -> actix_cors::Cors {
    actix_cors::Cors::default()
        .allow_any_origin()
        .send_wildcard()
        .allowed_methods(["GET", "HEAD"])
        .allowed_headers(["if-none-match", "accept", "content-type"])
        .expose_headers(["etag", "retry-after", "x-request-id"])
        .block_on_origin_mismatch(false)
        .max_age(86_400)
}

async fn no_such_route(request: actix_web::HttpRequest) -> HttpResponse {
    Problem::no_route(request.path()).response()
}
