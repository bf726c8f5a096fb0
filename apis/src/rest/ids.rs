//! All of an answer, as ids: a line each, sent while they are found.

use std::sync::Arc;

use actix_web::{
    HttpRequest, HttpResponse, get,
    http::header::{self, EntityTag},
    web::{self, Bytes},
};
use futures_util::stream;
use serde::Deserialize;
use storage::index::Rank;
use utoipa::IntoParams;

use super::{
    Api, Problem,
    answer::CACHE,
    parameters::{Parameters, required},
};
use crate::{
    catalogue::{Catalogue, EntryId, Planned},
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
#[utoipa::path(tag = "catalogue", params(IdsParameters), responses(
    (status = 200, description = "All of them", body = EntryId, content_type = "application/x-ndjson",
        example = json!({"kind": "release", "id": 1})),
    (status = 400, description = "The query is not understood", body = Problem, content_type = "application/problem+json"),
    (status = 503, description = "Nothing can be asked at the moment", body = Problem, content_type = "application/problem+json"),
))]
#[get("/ids")]
pub(super) async fn ids(
    parameters: Parameters<IdsParameters>,
    _request: HttpRequest,
    api: web::Data<Api>,
) -> Result<HttpResponse, Problem> {
    let query = query::parse(&required(parameters.0.q)?)?;
    let shared = api.clone();
    let (catalogue, planned) = api
        .work(move || {
            // All lines are of one generation, whatever is published while they are sent.
            let catalogue = shared.live.catalogue()?;
            let planned = catalogue.plan(&query)?;
            Ok((catalogue, planned))
        })
        .await?;
    let tag = EntityTag::new_weak(catalogue.version().to_owned());
    let lines = Lines { api, catalogue, planned: Arc::new(planned), after: None };
    // The first piece shows whether it works at all, while that can still be told.
    let (first, rest) = lines.next().await?;
    let rest = stream::try_unfold(rest, async |rest| match rest {
        Some(lines) => lines.next().await.map(|(piece, rest)| Some((piece, rest))),
        None => Ok::<_, Problem>(None),
    });
    let lines = stream::StreamExt::chain(stream::iter([Ok(first)]), rest);
    Ok(HttpResponse::Ok()
        .content_type("application/x-ndjson")
        .insert_header((header::CACHE_CONTROL, CACHE))
        .insert_header(header::ETag(tag))
        .streaming(lines))
}

struct Lines {
    api: web::Data<Api>,
    catalogue: Arc<Catalogue>,
    planned: Arc<Planned>,
    after: Option<Rank>,
}

impl Lines {
    /// The next piece, and what is left after it.
    async fn next(self) -> Result<(Bytes, Option<Self>), Problem> {
        let Self { api, catalogue, planned, after } = self;
        let (asked, plan) = (catalogue.clone(), planned.clone());
        let (lines, last) = api
            .work(move || {
                let ids = asked.ids_after(&plan, after, PIECE)?;
                let mut lines = Vec::with_capacity(ids.len() * 34);
                for (_, id) in &ids {
                    // A vector takes all that is written.
                    let _ = serde_json::to_writer(&mut lines, id);
                    lines.push(b'\n');
                }
                let is_last = ids.len() < PIECE;
                Ok((lines, ids.last().map(|&(rank, _)| rank).filter(|_| !is_last)))
            })
            .await?;
        let rest = last.map(|last| Self { api, catalogue, planned, after: Some(last) });
        Ok((lines.into(), rest))
    }
}
