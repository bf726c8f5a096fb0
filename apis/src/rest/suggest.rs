use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    Api, Problem,
    answer::answer,
    parameters::{Parameters, limit},
};
use crate::catalogue::{MOST_SUGGESTIONS, SUGGESTIONS, SuggestField, Suggestions};

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct SuggestParameters {
    /// The field to complete; without it all of them.
    #[param(value_type = Option<SuggestField>, example = "artist")]
    field: Option<String>,
    /// What was typed so far; nothing gives the best known.
    #[param(example = "carl cr")]
    prefix: Option<String>,
    /// How many to give, 1 to 20.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 20, example = 10)]
    limit: Option<String>,
}

/// Completes what somebody types: artists, labels, genres, styles, countries and formats.
#[utoipa::path(get, path = "/api/v1/suggest", tag = "catalogue", params(SuggestParameters), responses(
    (status = 200, description = "The best known first", body = Suggestions),
    (status = 304, description = "As before: the `ETag` still holds"),
    (status = 400, description = "A parameter is not understood", body = Problem, content_type = "application/problem+json"),
    (status = 503, description = "Nothing can be asked at the moment", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn suggest(
    parameters: Parameters<SuggestParameters>,
    request: HttpRequest,
    api: web::Data<Api>,
) -> Result<HttpResponse, Problem> {
    let SuggestParameters { field, prefix, limit: given } = parameters.0;
    let field = field.filter(|field| !field.is_empty()).map(|field| field.parse::<SuggestField>());
    let field = field.transpose();
    let field = field.map_err(|error| Problem::parameter("field", error.to_string()))?;
    let limit = limit(given.as_deref(), SUGGESTIONS, MOST_SUGGESTIONS)?;
    let prefix = prefix.unwrap_or_default();
    answer(&request, &api, move |catalogue| catalogue.suggest(field, &prefix, limit)).await
}
