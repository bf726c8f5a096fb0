//! The visitor's basket: the successor of a session's video cache.

use actix_web::{HttpResponse, http::StatusCode, web};
use serde::{Deserialize, Serialize};
use storage::model::{InvalidVideoId, VideoId};
use utoipa::ToSchema;

use super::{Api, Body, Problem, SameOrigin, Visitor, at, session::PRIVATE};
use crate::{
    catalogue::CatalogueError,
    playlist::PlaylistVideo,
    session::{Basket, SessionId},
};

pub(super) fn configure(config: &mut web::ServiceConfig) {
    let basket = at("/basket")
        .route(web::get().to(show))
        .route(web::put().to(put))
        .route(web::delete().to(clear));
    config.service(basket);
}

/// What a basket holds.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"videos": [{"id": "MF-LbyI3MZs", "title": "Djurgårdsbron",
    "duration": 310, "release_id": 79, "artist": "The Persuader",
    "release_title": "City Of Islands", "year": 1998}], "duration": 310}))]
pub(super) struct Contents {
    /// The videos in their order.
    videos: Vec<PlaylistVideo>,
    /// How long all of them together are, in seconds, as far as that is known.
    duration: u64,
}

/// What a basket is to hold.
#[derive(Deserialize, ToSchema)]
#[schema(example = json!({"videos": ["AHuQWcylaU4"]}))]
struct Wanted {
    /// The YouTube ids in their order, at most 5,000; one that comes again is left out.
    #[schema(value_type = Vec<String>)]
    videos: Vec<String>,
}

/// The basket of the session.
#[utoipa::path(get, path = "/api/v1/basket", tag = "session", responses(
    (status = 200, description = "What it holds", body = Contents),
    (status = 503, description = "It cannot be read", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn show(visitor: Visitor, api: web::Data<Api>) -> Result<HttpResponse, Problem> {
    let shared = api.clone();
    let contents = api
        .work(move || {
            let basket = shared.sessions.basket(&visitor.id)?;
            contents(&shared, &basket)
        })
        .await?;
    Ok(HttpResponse::Ok().insert_header(PRIVATE).json(contents))
}

/// Replaces what the basket holds.
#[utoipa::path(put, path = "/api/v1/basket", tag = "session", request_body = Wanted, responses(
    (status = 200, description = "What it holds now", body = Contents),
    (status = 400, description = "That is no list of videos of the catalogue", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "Not from the site's own pages, or without its cookie", body = Problem, content_type = "application/problem+json"),
    (status = 408, description = "The list comes too slowly", body = Problem, content_type = "application/problem+json"),
    (status = 413, description = "The list is too long", body = Problem, content_type = "application/problem+json"),
    (status = 503, description = "It cannot be changed", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn put(
    visitor: SameOrigin,
    body: Body,
    api: web::Data<Api>,
) -> Result<HttpResponse, Problem> {
    let ids = wanted(&body)?;
    let SameOrigin(Visitor { id, .. }) = visitor;
    let shared = api.clone();
    let contents = api.work(move || replace(&shared, &id, ids)).await?;
    Ok(HttpResponse::Ok().insert_header(PRIVATE).json(contents))
}

/// Empties the basket.
#[utoipa::path(delete, path = "/api/v1/basket", tag = "session", responses(
    (status = 204, description = "It is empty"),
    (status = 403, description = "Not from the site's own pages, or without its cookie", body = Problem, content_type = "application/problem+json"),
    (status = 503, description = "It cannot be changed", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn clear(
    visitor: SameOrigin,
    api: web::Data<Api>,
) -> Result<HttpResponse, Problem> {
    let SameOrigin(Visitor { id, .. }) = visitor;
    let shared = api.clone();
    api.work(move || {
        shared.sessions.change(&id, |basket| {
            basket.clear();
            Ok(())
        })?;
        Ok(())
    })
    .await?;
    Ok(HttpResponse::NoContent().insert_header(PRIVATE).finish())
}

fn wanted(body: &Body) -> Result<Vec<VideoId>, Problem> {
    let wanted: Wanted = body.json("{\"videos\": [\"AHuQWcylaU4\"]}")?;
    let ids = wanted.videos.iter().map(|id| id.parse());
    ids.collect::<Result<_, _>>().map_err(|error: InvalidVideoId| {
        let title = "The body is not understood";
        Problem::new(StatusCode::BAD_REQUEST, "invalid-body", title, error.to_string())
    })
}

fn replace(api: &Api, id: &SessionId, ids: Vec<VideoId>) -> Result<Contents, Problem> {
    api.check_videos(&ids)?;
    let (basket, ()) = api.sessions.change(id, |basket| basket.set(ids.clone()))?;
    contents(api, &basket)
}

impl Api {
    /// Checks that the catalogue has all of these videos: a basket is not for other things.
    ///
    /// # Errors
    /// 400 for the first that it does not have, and when the catalogue cannot be read.
    pub fn check_videos(&self, videos: &[VideoId]) -> Result<(), Problem> {
        let owners = self.live.answer(|catalogue| {
            videos.iter().map(|&video| catalogue.owner_of(video)).collect::<Result<Vec<_>, _>>()
        })?;
        let Some(place) = owners.iter().position(Option::is_none) else { return Ok(()) };
        let detail = format!("no record of the catalogue has the video {}", videos[place]);
        let title = "The basket cannot be changed so";
        Err(Problem::new(StatusCode::BAD_REQUEST, "unknown-video", title, detail))
    }
}

fn contents(api: &Api, basket: &Basket) -> Result<Contents, Problem> {
    let videos = basket_videos(api, basket)?;
    let duration = videos.iter().filter_map(|video| video.duration).map(u64::from).sum();
    Ok(Contents { videos, duration })
}

/// The videos of a basket with what the catalogue says of them. One that the current generation no
/// longer has stays in the basket, and is not told.
fn basket_videos(api: &Api, basket: &Basket) -> Result<Vec<PlaylistVideo>, CatalogueError> {
    let found = api.live.answer(|catalogue| catalogue.videos_by_id(basket.videos()))?;
    Ok(found.into_iter().flatten().collect())
}
