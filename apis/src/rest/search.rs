use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    Api, Problem,
    answer::answer_page,
    parameters::{Parameters, limit, required},
};
use crate::catalogue::{Search, SearchResult};

/// The most hits that are given at once.
const MOST: usize = 100;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct SearchParameters {
    /// What to search for, in the query language.
    #[param(required = true, example = r#"genre:electronic style:"deep house" year:1994..2001"#)]
    q: Option<String>,
    /// How many hits to give, 1 to 100.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100, example = 20)]
    limit: Option<String>,
    /// The `next` of the page before. It stays with its generation.
    cursor: Option<String>,
}

/// Searches: how much there is in all, and a page of hits, best first.
#[utoipa::path(get, path = "/api/v1/search", tag = "catalogue", params(SearchParameters), responses(
    (status = 200, description = "The page", body = SearchResult),
    (status = 304, description = "As before: the `ETag` still holds"),
    (status = 400, description = "The query or a parameter is not understood", body = Problem, content_type = "application/problem+json"),
    (status = 410, description = "The cursor's generation has gone", body = Problem, content_type = "application/problem+json"),
    (status = 503, description = "Nothing can be asked at the moment", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn search(
    parameters: Parameters<SearchParameters>,
    request: HttpRequest,
    api: web::Data<Api>,
) -> Result<HttpResponse, Problem> {
    let Parameters(SearchParameters { q, limit: given, cursor }) = parameters;
    let (query, limit) = (required(q)?, limit(given.as_deref(), 20, MOST)?);
    answer_page(&request, &api, cursor, move |catalogue, cursor| {
        catalogue.search(Search { query: &query, limit, cursor })
    })
    .await
}
