//! From a question to the catalogue to an answer that may be kept and asked for again.

use std::time::Instant;

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{self, EntityTag, Header, IfNoneMatch},
    web,
};
use serde::Serialize;
use xxhash_rust::xxh3::xxh3_64;

use super::{Api, Problem};
use crate::catalogue::{Catalogue, CatalogueError};

/// Answers may be kept by anybody, who asks each time whether they still hold: what is published
/// next is seen at once.
pub(super) const CACHE: &str = "public, max-age=0, must-revalidate";

enum Answer {
    Same,
    Json(Vec<u8>),
}

/// Asks the catalogue and gives what it says as JSON.
///
/// # Errors
/// Those of the question, as a [`Problem`].
pub(super) async fn answer<T: Serialize>(
    request: &HttpRequest,
    api: &web::Data<Api>,
    ask: impl Fn(&Catalogue) -> Result<T, CatalogueError> + Send + 'static,
) -> Result<HttpResponse, Problem> {
    answer_page(request, api, None, move |catalogue, _| ask(catalogue)).await
}

/// As [`answer`], with a page of a list: the catalogue is the one that the cursor belongs to.
pub(super) async fn answer_page<T: Serialize>(
    request: &HttpRequest,
    api: &web::Data<Api>,
    cursor: Option<String>,
    ask: impl Fn(&Catalogue, Option<&str>) -> Result<T, CatalogueError> + Send + 'static,
) -> Result<HttpResponse, Problem> {
    answer_bytes(request, api, cursor, move |catalogue, cursor| {
        // The shapes have string keys only.
        ask(catalogue, cursor).map(|said| Ok(serde_json::to_vec(&said).unwrap_or_default()))
    })
    .await
}

/// As [`answer_page`], with a question that gives JSON or a problem of its own.
pub(super) async fn answer_bytes(
    request: &HttpRequest,
    api: &web::Data<Api>,
    cursor: Option<String>,
    ask: impl Fn(&Catalogue, Option<&str>) -> Result<Result<Vec<u8>, Problem>, CatalogueError>
    + Send
    + 'static,
) -> Result<HttpResponse, Problem> {
    let target = request.uri().path_and_query().map_or("", |target| target.as_str());
    let target = xxh3_64(target.as_bytes());
    let known = IfNoneMatch::parse(request).ok();
    let shared = api.clone();
    let (tag, answer) = api
        .work(move || {
            let begun = Instant::now();
            let cursor = cursor.as_deref();
            let answered = shared.live.answer_at(cursor, |catalogue| {
                let tag = tag(catalogue, target);
                if known.as_ref().is_some_and(|known| is_known(known, &tag)) {
                    return Ok(Ok((tag, Answer::Same)));
                }
                Ok(ask(catalogue, cursor)?.map(|json| (tag, Answer::Json(json))))
            });
            shared.metrics.asked(begun.elapsed());
            answered?
        })
        .await?;
    let mut response = match answer {
        Answer::Same => HttpResponse::NotModified(),
        Answer::Json(_) => HttpResponse::Ok(),
    };
    response.insert_header((header::CACHE_CONTROL, CACHE)).insert_header(header::ETag(tag));
    Ok(match answer {
        Answer::Same => response.finish(),
        Answer::Json(json) => response.content_type("application/json").body(json),
    })
}

/// By what an answer is known: it changes with the catalogue, the question and the program.
pub(super) fn tag(catalogue: &Catalogue, target: u64) -> EntityTag {
    let program = env!("CARGO_PKG_VERSION");
    EntityTag::new_weak(format!("{}-{program}-{target:x}", catalogue.version()))
}

pub(super) fn is_known(known: &IfNoneMatch, tag: &EntityTag) -> bool {
    match known {
        // Whether there is anything shows when it is asked.
        IfNoneMatch::Any => false,
        IfNoneMatch::Items(tags) => tags.iter().any(|known| known.weak_eq(tag)),
    }
}
