use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    Api, Problem,
    answer::answer_page,
    parameters::{Parameters, PlaylistParameters, required},
};
use crate::catalogue::VideosPage;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct VideoParameters {
    /// What to play, in the query language.
    #[param(required = true, example = "style:techno year:1990..1995")]
    q: Option<String>,
    /// The `next` of the page before. It stays with its generation.
    cursor: Option<String>,
}

/// The videos of an answer, each once, chosen as a playlist is.
#[utoipa::path(get, path = "/api/v1/videos", tag = "catalogue", params(VideoParameters, PlaylistParameters), responses(
    (status = 200, description = "The videos in the order asked for", body = VideosPage),
    (status = 304, description = "As before: the `ETag` still holds"),
    (status = 400, description = "The query or a parameter is not understood", body = Problem, content_type = "application/problem+json"),
    (status = 410, description = "The cursor's generation has gone", body = Problem, content_type = "application/problem+json"),
    (status = 503, description = "Nothing can be asked at the moment", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn videos(
    parameters: Parameters<VideoParameters>,
    options: Parameters<PlaylistParameters>,
    request: HttpRequest,
    api: web::Data<Api>,
) -> Result<HttpResponse, Problem> {
    let (VideoParameters { q, cursor }, options) = (parameters.0, options.0.options()?);
    let query = required(q)?;
    answer_page(&request, &api, cursor, move |catalogue, cursor| {
        catalogue.videos(&query, &options, cursor)
    })
    .await
}
