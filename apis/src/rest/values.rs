//! The values of a field, best known first.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    Api, Problem,
    answer::answer_page,
    at,
    parameters::{Parameters, limit},
};
use crate::catalogue::{FacetField, MOST_VALUES, VALUES, Values};

pub(super) fn configure(config: &mut web::ServiceConfig) {
    config
        .service(at("/genres").get(genres))
        .service(at("/styles").get(styles))
        .service(at("/countries").get(countries))
        .service(at("/formats").get(formats))
        .service(at("/decades").get(decades))
        .service(at("/years").get(years));
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ValuesParameters {
    /// How many values to give, 1 to 1,000.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 1000, example = 100)]
    limit: Option<String>,
    /// The `next` of the page before. It stays with its generation.
    cursor: Option<String>,
}

macro_rules! values_route {
    ($name:ident, $field:expr, $path:literal, $what:literal) => {
        #[utoipa::path(get, path = $path, tag = "values",
            summary = concat!("All ", $what, " with their releases and videos."), params(ValuesParameters), responses(
            (status = 200, description = "A page of them", body = Values),
            (status = 304, description = "As before: the `ETag` still holds"),
            (status = 400, description = "A parameter is not understood", body = Problem, content_type = "application/problem+json"),
            (status = 410, description = "The cursor's generation has gone", body = Problem, content_type = "application/problem+json"),
            (status = 503, description = "Nothing can be asked at the moment", body = Problem, content_type = "application/problem+json"),
        ))]
        pub(super) async fn $name(
            parameters: Parameters<ValuesParameters>,
            request: HttpRequest,
            api: web::Data<Api>,
        ) -> Result<HttpResponse, Problem> {
            values($field, parameters.0, &request, &api).await
        }
    };
}

values_route!(genres, FacetField::Genre, "/api/v1/genres", "genres");
values_route!(styles, FacetField::Style, "/api/v1/styles", "styles");
values_route!(countries, FacetField::Country, "/api/v1/countries", "countries");
values_route!(formats, FacetField::Format, "/api/v1/formats", "formats and their descriptions");
values_route!(decades, FacetField::Decade, "/api/v1/decades", "decades");
values_route!(years, FacetField::Year, "/api/v1/years", "years");

async fn values(
    field: FacetField,
    parameters: ValuesParameters,
    request: &HttpRequest,
    api: &web::Data<Api>,
) -> Result<HttpResponse, Problem> {
    let ValuesParameters { limit: given, cursor } = parameters;
    let limit = limit(given.as_deref(), VALUES, MOST_VALUES)?;
    answer_page(request, api, cursor, move |catalogue, cursor| {
        catalogue.values(field, limit, cursor)
    })
    .await
}
