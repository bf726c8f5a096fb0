use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{Api, Problem, answer::answer, parameters::Parameters};
use crate::{catalogue::Facets, query};

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct FacetParameters {
    /// What is searched for; without it the whole catalogue.
    #[param(example = "genre:electronic style:techno")]
    q: Option<String>,
}

/// How a search divides by genre, style, country, format, decade and year. The counts of a field
/// leave out what the query itself says of that field at its top level.
#[utoipa::path(get, path = "/api/v1/facets", tag = "catalogue", params(FacetParameters), responses(
    (status = 200, description = "The values of each field", body = Facets),
    (status = 304, description = "As before: the `ETag` still holds"),
    (status = 400, description = "The query is not understood", body = Problem, content_type = "application/problem+json"),
    (status = 503, description = "Nothing can be asked at the moment", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn facets(
    parameters: Parameters<FacetParameters>,
    request: HttpRequest,
    api: web::Data<Api>,
) -> Result<HttpResponse, Problem> {
    let q = parameters.0.q.filter(|q| !q.trim().is_empty());
    let query = q.as_deref().map(query::parse).transpose()?;
    answer(&request, &api, move |catalogue| Ok(Facets::clone(&*catalogue.facets(query.as_ref())?)))
        .await
}
