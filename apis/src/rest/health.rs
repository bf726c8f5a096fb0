//! What watches over the server asks.

use actix_web::{HttpResponse, http::header, web};
use serde::Serialize;
use storage::generations::GenerationName;
use utoipa::ToSchema;

use super::{Api, Problem};

const FRESH: (header::HeaderName, &str) = (header::CACHE_CONTROL, "no-store");

/// Whether the server runs at all.
#[utoipa::path(get, path = "/healthz", tag = "operation", responses((status = 200, description = "It does", body = String, content_type = "text/plain")))]
pub(super) async fn healthz() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").insert_header(FRESH).body("ok\n")
}

/// That a generation can be asked.
#[derive(Serialize, ToSchema)]
struct Ready {
    /// The generation that answers.
    #[schema(value_type = String, example = "20261101")]
    generation: GenerationName,
}

/// Whether a generation is published and can be asked.
#[utoipa::path(get, path = "/readyz", tag = "operation", responses(
    (status = 200, description = "It can", body = Ready),
    (status = 503, description = "None can, and why", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn readyz(api: web::Data<Api>) -> Result<HttpResponse, Problem> {
    let generation = api.live.catalogue()?.generation();
    Ok(HttpResponse::Ok().insert_header(FRESH).json(Ready { generation }))
}
