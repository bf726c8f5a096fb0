//! All of an answer, as ids: a line each, sent while they are found.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{self, Header, IfNoneMatch},
    web::{self, Bytes},
};
use futures_util::stream::{self, StreamExt};
use serde::Deserialize;
use utoipa::IntoParams;
use xxhash_rust::xxh3::xxh3_64;

use super::{
    Api, Problem,
    answer::{CACHE, is_known, tag},
    parameters::{Parameters, required},
};
use crate::{
    catalogue::{CatalogueError, EntryId, Ids},
    query,
};

/// Ids that are looked for at once.
const PIECE: usize = 10_000;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct IdsParameters {
    /// What to search for, in the query language.
    #[param(required = true, example = "label:svek")]
    q: Option<String>,
}

/// The ids of all matches, best first: a JSON object a line.
#[utoipa::path(get, path = "/api/v1/ids", tag = "catalogue", params(IdsParameters), responses(
    (status = 200, description = "All of them", body = EntryId, content_type = "application/x-ndjson",
        example = json!({"kind": "release", "id": 1})),
    (status = 400, description = "The query is not understood", body = Problem, content_type = "application/problem+json"),
    (status = 503, description = "Nothing can be asked at the moment", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn ids(
    parameters: Parameters<IdsParameters>,
    request: HttpRequest,
    api: web::Data<Api>,
) -> Result<HttpResponse, Problem> {
    let query = query::parse(&required(parameters.0.q)?)?;
    let shared = api.clone();
    let known = IfNoneMatch::parse(&request).ok();
    let target = xxh3_64(request.query_string().as_bytes());
    let (tag, ids) = api
        .work(move || {
            // All lines are of one generation, whatever is published while they are sent.
            let ask = || -> Result<_, CatalogueError> {
                let catalogue = shared.live.catalogue()?;
                let tag = tag(&catalogue, target);
                if known.as_ref().is_some_and(|known| is_known(known, &tag)) {
                    return Ok((tag, None));
                }
                Ok((tag, Some(catalogue.ids(&query)?)))
            };
            // Its index may have been replaced meanwhile.
            Ok(ask().or_else(|_| ask())?)
        })
        .await?;
    let Some(ids) = ids else {
        let mut response = HttpResponse::NotModified();
        return Ok(response.insert_header(header::ETag(tag)).finish());
    };
    // The first piece shows whether it works at all, while that can still be told.
    let (first, rest) = piece(&api, ids).await?;
    let rest = stream::try_unfold((api, rest), async |(api, rest)| match rest {
        Some(ids) => piece(&api, ids).await.map(|(lines, rest)| Some((lines, (api, rest)))),
        None => Ok::<_, Problem>(None),
    });
    Ok(HttpResponse::Ok()
        .content_type("application/x-ndjson")
        .insert_header((header::CACHE_CONTROL, CACHE))
        .insert_header(header::ETag(tag))
        .streaming(stream::iter([Ok(first)]).chain(rest)))
}

/// The next lines, and what is left after them.
async fn piece(api: &Api, mut ids: Ids) -> Result<(Bytes, Option<Ids>), Problem> {
    api.work(move || {
        let mut lines = Vec::new();
        let mut count = 0;
        for id in ids.by_ref().take(PIECE) {
            // A vector takes all that is written.
            let _ = serde_json::to_writer(&mut lines, &id);
            lines.push(b'\n');
            count += 1;
        }
        Ok((lines.into(), (count == PIECE).then_some(ids)))
    })
    .await
}
