//! The REST API: what the catalogue knows, over HTTP.
//!
//! [`configure`] adds the routes to an actix application whose data holds an [`Api`]. A handler
//! reads its parameters, asks the catalogue away from the threads that serve connections
//! ([`Api::answer`]) and gives JSON; whatever goes wrong becomes a [`Problem`].

mod answer;
mod api;
mod basket;
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
mod problem;
mod request_log;
mod search;
mod session;
mod status;
mod suggest;
mod values;
mod videos;

use actix_web::{HttpResponse, web};

pub use api::{Api, Limits};
pub use head::answer_head;
pub use limits::limit_rate;
pub use metrics::Metrics;
pub use openapi::document as openapi;
pub use origin::PublicUrl;
pub use parameters::{Parameters, PlaylistParameters};
pub use problem::Problem;
pub use request_log::{RequestId, log_requests};
pub use session::{Forgotten, SameOrigin, Visitor};
pub use status::{Stage, StageState, Status};

/// Adds all routes: those under `/api/v1`, and what operators and programs look at.
pub fn configure(config: &mut web::ServiceConfig) {
    config
        .service(
            web::scope("/api/v1")
                .wrap(cors())
                .service(search::search)
                .service(facets::facets)
                .service(suggest::suggest)
                .service(videos::videos)
                .service(ids::list)
                .configure(documents::configure)
                .configure(charts::configure)
                .configure(values::configure)
                .configure(basket::configure)
                .configure(session::configure)
                .service(dumps::list)
                .service(status::status)
                .default_service(web::to(no_such_route)),
        )
        .service(health::healthz)
        .service(health::readyz)
        .service(metrics::metrics)
        .configure(openapi::configure);
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
