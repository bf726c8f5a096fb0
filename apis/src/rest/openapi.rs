//! What the routes say of themselves: OpenAPI, and a page to try them on.

use actix_web::{HttpResponse, http::header, web};
use utoipa::OpenApi;
use utoipa_swagger_ui::{Config, SwaggerUi};

use super::{
    basket, charts, documents, dumps, facets, health, ids, metrics, playlists, search, session,
    status, suggest, values, videos,
};

/// Dataget's REST API.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Dataget",
        description = "The monthly Discogs dumps, asked by queries. `docs/QUERIES.md` tells the query \
                       language. Errors are problem details (RFC 9457) with a stable `code`. Lists \
                       name their next page in `next`, to be given as `cursor`.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0"),
    ),
    servers((url = "/", description = "This server")),
    tags(
        (name = "catalogue", description = "What is on the records"),
        (name = "documents", description = "Whole records"),
        (name = "values", description = "The values of a field, and their years"),
        (name = "session", description = "What belongs to one visitor"),
        (name = "playlists", description = "Playlists at YouTube, for who is signed in"),
        (name = "operation", description = "What is loaded, and how the server does"),
    ),
    components(schemas(crate::playlist::Order, crate::catalogue::SuggestField)),
    paths(
        search::search, facets::facets, suggest::suggest, videos::videos, ids::ids,
        documents::artist, documents::label, documents::master, documents::release,
        values::genres, values::styles, values::countries, values::formats, values::decades,
        values::years, charts::genre, charts::style, charts::country, charts::format,
        charts::decade, charts::year, basket::show, basket::put, basket::clear, session::show,
        session::forget, playlists::make, playlists::show, playlists::end, playlists::events::events, dumps::dumps, status::status, health::healthz, health::readyz,
        metrics::metrics,
    ),
)]
struct Description;

/// The description of all routes.
fn document() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

pub(super) fn configure(config: &mut web::ServiceConfig) {
    let swagger = SwaggerUi::new("/docs/{_:.*}").config(Config::new(["/openapi.json"]));
    config.service(super::at("/openapi.json").get(description));
    config.service(web::resource("/docs").get(async || {
        HttpResponse::PermanentRedirect().insert_header((header::LOCATION, "/docs/")).finish()
    }));
    config.service(swagger);
}

async fn description() -> HttpResponse {
    HttpResponse::Ok().insert_header((header::CACHE_CONTROL, super::answer::CACHE)).json(document())
}
