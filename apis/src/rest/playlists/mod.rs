//! Playlist jobs: made, looked at, watched, and ended.

pub(super) mod events;
mod making;
mod request;
mod title;

use actix_web::{HttpRequest, HttpResponse, http::header, web};

pub(super) use request::Wanted;
pub use request::{PlaylistRequest, Source};
pub use title::suggested_title;

use super::{Api, Body, Problem, SameOrigin, Visitor, at, session::PRIVATE};
use crate::jobs::JobView;

pub(super) fn configure(config: &mut web::ServiceConfig) {
    config
        .service(at("/playlists").route(web::post().to(make)))
        .service(at("/playlists/{job}").route(web::get().to(show)).route(web::delete().to(end)))
        .service(at("/playlists/{job}/events").route(web::get().to(events::events)));
}

/// Makes a playlist: answers at once with the job that does it.
#[utoipa::path(post, path = "/api/v1/playlists", tag = "playlists", request_body = Wanted,
    params(("Idempotency-Key" = Option<String>, Header, description = "Sent twice, it is one job")),
    responses(
    (status = 202, description = "The job, at `Location`", body = JobView),
    (status = 400, description = "That is no playlist", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Nobody is signed in", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "Not from the site's own pages, or without its cookie", body = Problem, content_type = "application/problem+json"),
    (status = 408, description = "The body comes too slowly", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "Too many playlists are being made", body = Problem, content_type = "application/problem+json"),
    (status = 413, description = "The list is too long", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "The key is another request's", body = Problem, content_type = "application/problem+json"),
    (status = 503, description = "It cannot be made now", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn make(
    visitor: SameOrigin,
    body: Body,
    request: HttpRequest,
    api: web::Data<Api>,
) -> Result<HttpResponse, Problem> {
    let SameOrigin(Visitor { id, .. }) = visitor;
    let wanted: Wanted = body.json("{\"query\": \"style:house\", \"title\": \"House\"}")?;
    let key = request.headers().get("idempotency-key").and_then(|key| key.to_str().ok());
    let wanted = PlaylistRequest { key: key.map(str::to_owned), ..wanted.read()? };
    let shared = api.clone();
    let job = api.work(move || shared.make_playlist(&id, wanted)).await?;
    Ok(HttpResponse::Accepted()
        .insert_header((header::LOCATION, format!("/api/v1/playlists/{}", job.id)))
        .insert_header(PRIVATE)
        .json(JobView::from(&job)))
}

/// A job, and how far it is.
#[utoipa::path(get, path = "/api/v1/playlists/{job}", tag = "playlists",
    params(("job" = String, Path, description = "The job", example = "0f1e2d3c4b5a69788796a5b4c3d2e1f0")), responses(
    (status = 200, description = "The job", body = JobView),
    (status = 401, description = "Nobody is signed in", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "There is no session", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "The user has no such job", body = Problem, content_type = "application/problem+json"),
    (status = 503, description = "It cannot be read", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn show(
    visitor: Visitor,
    job: web::Path<String>,
    api: web::Data<Api>,
) -> Result<HttpResponse, Problem> {
    let shared = api.clone();
    let (_, job) = api.work(move || shared.own_job(&visitor.id, &job)).await?;
    Ok(HttpResponse::Ok().insert_header(PRIVATE).json(JobView::from(&job)))
}

/// Cancels a job that is not at its end: what was added stays. Removes the record of one that is.
#[utoipa::path(delete, path = "/api/v1/playlists/{job}", tag = "playlists",
    params(("job" = String, Path, description = "The job", example = "0f1e2d3c4b5a69788796a5b4c3d2e1f0")), responses(
    (status = 200, description = "It ends after the step that it is at", body = JobView),
    (status = 204, description = "Its record is removed"),
    (status = 401, description = "Nobody is signed in", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "Not from the site's own pages, or without its cookie", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "The user has no such job", body = Problem, content_type = "application/problem+json"),
    (status = 503, description = "It cannot be changed", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn end(
    visitor: SameOrigin,
    job: web::Path<String>,
    api: web::Data<Api>,
) -> Result<HttpResponse, Problem> {
    let SameOrigin(Visitor { id, .. }) = visitor;
    let shared = api.clone();
    let left = api
        .work(move || {
            let (account, job) = shared.own_job(&id, &job)?;
            let jobs = &shared.playlists()?.jobs;
            if job.state.is_final() {
                jobs.delete(&account.user, &job.id)?;
                return Ok(None);
            }
            Ok(Some(jobs.cancel(&account.user, &job.id)?))
        })
        .await?;
    Ok(match left {
        Some(job) => HttpResponse::Ok().insert_header(PRIVATE).json(JobView::from(&job)),
        None => HttpResponse::NoContent().insert_header(PRIVATE).finish(),
    })
}
