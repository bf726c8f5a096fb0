//! A search's videos as a file.

use actix_web::{HttpResponse, get, http::header, web};
use apis::{
    playlist::{Format, MAX_LIMIT, Options, PlaylistVideo},
    query,
    rest::{Api, Parameters, Problem},
};

use super::address::Asked;

#[get("/export/{format}")]
pub(super) async fn export(
    format: web::Path<String>,
    asked: Parameters<Asked>,
    api: web::Data<Api>,
) -> Result<HttpResponse, Problem> {
    let Parameters(asked) = asked;
    let format = format_of(&format)?;
    let query = asked.query().ok_or_else(|| Problem::parameter("q", "there is no query"))?;
    let query = query.to_owned();
    query::parse(&query)?;
    let options = asked.options()?;
    let limit = if asked.limit.is_some() { options.limit } else { MAX_LIMIT };
    let options = Options { limit, ..options };
    let shared = api.clone();
    let playlist = api
        .work(move || Ok(shared.live.answer(|catalogue| catalogue.playlist(&query, &options))?))
        .await?;
    file(format, &playlist.query, &playlist.videos)
}

/// The format that a path names.
pub(super) fn format_of(name: &str) -> Result<Format, Problem> {
    name.parse()
        .map_err(|error: apis::playlist::UnknownFormat| Problem::not_found(error.to_string()))
}

/// A list as a file to keep.
pub(super) fn file(
    format: Format,
    title: &str,
    videos: &[PlaylistVideo],
) -> Result<HttpResponse, Problem> {
    let mut bytes = Vec::new();
    // A vector takes all that is written.
    let _ = format.write(title, videos, &mut bytes);
    let name = format!("attachment; filename=\"dataget.{}\"", format.extension());
    Ok(HttpResponse::Ok()
        .content_type(format.media_type())
        .insert_header((header::CONTENT_DISPOSITION, name))
        .insert_header((header::CACHE_CONTROL, "private, no-cache"))
        .body(bytes))
}
