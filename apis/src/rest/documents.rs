//! Whole records, as the dump has them.

use actix_web::{HttpRequest, HttpResponse, web};
use storage::model::{Id, Kind};

use super::{Api, Problem, answer::answer_bytes, at, parameters::number};

pub(super) fn configure(config: &mut web::ServiceConfig) {
    config
        .service(at("/artists/{id}").get(artist))
        .service(at("/labels/{id}").get(label))
        .service(at("/masters/{id}").get(master))
        .service(at("/releases/{id}").get(release));
}

macro_rules! document_route {
    ($name:ident, $kind:expr, $path:literal, $what:literal, $example:literal, $document:tt) => {
        #[utoipa::path(get, path = $path, tag = "documents",
            summary = concat!("A whole ", $what, ": all that the dump says of it."),
            params(("id" = u32, Path, description = "The Discogs id", minimum = 1, example = $example)),
            responses(
                (status = 200, description = "The document, with the dump's own field names", body = Object, example = json!($document)),
                (status = 304, description = "As before: the `ETag` still holds"),
                (status = 400, description = "That is no id", body = Problem, content_type = "application/problem+json"),
                (status = 404, description = "The generation has none of this id", body = Problem, content_type = "application/problem+json"),
                (status = 503, description = "Nothing can be asked at the moment", body = Problem, content_type = "application/problem+json"),
            ))]
        pub(super) async fn $name(
            id: web::Path<String>,
            request: HttpRequest,
            api: web::Data<Api>,
        ) -> Result<HttpResponse, Problem> {
            document($kind, &id, &request, &api).await
        }
    };
}

document_route!(artist, Kind::Artists, "/api/v1/artists/{id}", "artist", 1, {"id": 1, "name": "The Persuader",
    "namevariations": ["Persuader"], "aliases": [{"id": 239, "name": "Jesper Dahlbäck"}]});
document_route!(label, Kind::Labels, "/api/v1/labels/{id}", "label", 5, {"id": 5, "name": "Svek",
    "parentLabel": {"id": 4711, "name": "Goldhead Music"}});
document_route!(master, Kind::Masters, "/api/v1/masters/{id}", "master", 1162018, {"id": 1162018,
    "main_release": 7763038, "title": "Amenin", "artists": [{"id": 4100769, "name": "Garage Voice"}],
    "genres": ["Blues"], "styles": ["Gospel"], "year": 2013});
document_route!(release, Kind::Releases, "/api/v1/releases/{id}", "release", 1, {"id": 1, "title": "Stockholm",
    "artists": [{"id": 1, "name": "The Persuader"}],
    "labels": [{"id": 5, "name": "Svek", "catno": "SK032"}], "country": "Sweden",
    "released": "1999-03-00", "year": 1999});

async fn document(
    kind: Kind,
    id: &str,
    request: &HttpRequest,
    api: &web::Data<Api>,
) -> Result<HttpResponse, Problem> {
    let id: Id = number("id", Some(id))?.unwrap_or_default();
    answer_bytes(request, api, None, move |catalogue, _| {
        let document = catalogue.document(kind, id)?;
        Ok(document.map(|document| document.to_json()).ok_or_else(|| {
            let generation = catalogue.generation();
            let detail = format!("generation {generation} has no {} {id}", kind.element());
            Problem::not_found(detail)
        }))
    })
    .await
}
