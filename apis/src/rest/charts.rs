//! How the releases and videos of a value lie over the years.

use actix_web::{HttpRequest, HttpResponse, web};

use super::{Api, Problem, answer::answer_bytes, at};
use crate::catalogue::{Catalogue, ChartData, FacetField};

pub(super) fn configure(config: &mut web::ServiceConfig) {
    config
        .service(at("/genres/{value}/chart-data").get(genre))
        .service(at("/styles/{value}/chart-data").get(style))
        .service(at("/countries/{value}/chart-data").get(country))
        .service(at("/formats/{value}/chart-data").get(format))
        .service(at("/decades/{value}/chart-data").get(decade))
        .service(at("/years/{value}/chart-data").get(year));
}

macro_rules! chart_route {
    ($name:ident, $field:expr, $path:literal, $what:literal, $example:literal) => {
        #[utoipa::path(get, path = $path, tag = "values",
            summary = concat!("Releases and videos of a ", $what, " by year, ready to plot."),
            params(("value" = String, Path, description = "The value, in any case; `%2F` for a slash", example = $example)),
            responses(
                (status = 200, description = "Every year from the first to the last", body = ChartData),
                (status = 304, description = "As before: the `ETag` still holds"),
                (status = 404, description = "Nothing has this value", body = Problem, content_type = "application/problem+json"),
                (status = 503, description = "Nothing can be asked at the moment", body = Problem, content_type = "application/problem+json"),
            ))]
        pub(super) async fn $name(
            value: web::Path<String>,
            request: HttpRequest,
            api: web::Data<Api>,
        ) -> Result<HttpResponse, Problem> {
            chart($field, value.into_inner(), &request, &api).await
        }
    };
}

chart_route!(genre, FacetField::Genre, "/api/v1/genres/{value}/chart-data", "genre", "Electronic");
chart_route!(style, FacetField::Style, "/api/v1/styles/{value}/chart-data", "style", "Deep House");
chart_route!(
    country,
    FacetField::Country,
    "/api/v1/countries/{value}/chart-data",
    "country",
    "Germany"
);
chart_route!(format, FacetField::Format, "/api/v1/formats/{value}/chart-data", "format", "Vinyl");
chart_route!(decade, FacetField::Decade, "/api/v1/decades/{value}/chart-data", "decade", "1990s");
chart_route!(year, FacetField::Year, "/api/v1/years/{value}/chart-data", "year", "1994");

async fn chart(
    field: FacetField,
    value: String,
    request: &HttpRequest,
    api: &web::Data<Api>,
) -> Result<HttpResponse, Problem> {
    answer_bytes(request, api, None, move |catalogue, _| {
        let chart: Option<ChartData> = catalogue.chart_data(field, &value)?;
        let json = chart.map(|chart| serde_json::to_vec(&chart).unwrap_or_default());
        Ok(json.ok_or_else(|| unknown(catalogue, field, &value)))
    })
    .await
}

fn unknown(catalogue: &Catalogue, field: FacetField, value: &str) -> Problem {
    let nearest = match catalogue.nearest_value(field, value) {
        Some(nearest) => format!("; the nearest is `{nearest}`"),
        None => String::new(),
    };
    Problem::not_found(format!("no {} `{value}` is in the catalogue{nearest}", field.name()))
}
