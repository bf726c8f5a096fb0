//! What came out when.

use actix_web::{HttpResponse, get, http::StatusCode, web};
use apis::{
    catalogue::{Catalogue, CatalogueError, FacetField, MOST_VALUES, Point},
    query::{self, Expr},
    rest::{Api, Parameters, Problem},
};
use serde::Deserialize;

use super::{
    address,
    visit::{About, Visit, page, rendered},
};
use crate::view::{
    chart::{self, Chart},
    charts::{ChartsPage, Choices},
    layout::Section,
};

/// The genre and the style that are chosen; both is what has both.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Chosen {
    genre: Option<String>,
    style: Option<String>,
}

const DESCRIPTION: &str = "Releases and videos a year, by genre and style.";

#[get("/charts")]
pub(super) async fn show(
    chosen: Parameters<Chosen>,
    visit: Visit,
    api: web::Data<Api>,
) -> Result<HttpResponse, Problem> {
    let Parameters(chosen) = chosen;
    let shared = api.clone();
    let filled = api
        .work(move || {
            let basket = visit.basket(&shared);
            let filled = shared.live.answer(|catalogue| {
                let (title, description) = ("Charts".to_owned(), DESCRIPTION.to_owned());
                let about = About { title, description, path: "/charts", section: Section::Charts };
                let layout = visit.layout(&shared, Some(catalogue), basket.as_ref(), about);
                fill(catalogue, &chosen, layout)
            })?;
            rendered(&filled)
        })
        .await?;
    Ok(page(StatusCode::OK, filled))
}

fn fill(
    catalogue: &Catalogue,
    chosen: &Chosen,
    layout: crate::view::layout::Layout,
) -> Result<ChartsPage, CatalogueError> {
    let mut choices = Vec::new();
    let mut terms = Vec::new();
    let mut names = Vec::new();
    let mut note = None;
    for (field, title, given) in
        [(FacetField::Genre, "Genre", &chosen.genre), (FacetField::Style, "Style", &chosen.style)]
    {
        let given = given.as_deref().map(str::trim).filter(|given| !given.is_empty());
        let mut values: Vec<String> = catalogue
            .values(field, MOST_VALUES, None)?
            .values
            .into_iter()
            .map(|value| value.value)
            .collect();
        values.sort_unstable();
        let selected = given.and_then(|given| catalogue.known_value(field, given));
        match (given, selected) {
            (Some(_), Some(value)) => {
                terms.extend(query::edit::toggled(None, field, value));
                names.push(value.to_owned());
            }
            (Some(unknown), None) => {
                let nearest = catalogue.nearest_value(field, unknown);
                let nearest = nearest.map(|nearest| format!(" The nearest is “{nearest}”."));
                let nearest = nearest.unwrap_or_default();
                note = Some(format!("No {} is called “{unknown}”.{nearest}", field.name()));
            }
            (None, _) => {}
        }
        choices.push(Choices {
            field: field.name().to_owned(),
            title: title.to_owned(),
            values,
            selected: selected.map(str::to_owned),
        });
    }
    let query = Expr::all(terms);
    let drawings = match note {
        Some(_) => Vec::new(),
        None => drawn(&catalogue.chart_of(query.as_ref())?, query.as_ref()),
    };
    let chosen = if names.is_empty() { "Everything".to_owned() } else { names.join(", ") };
    let search = query.as_ref().map(address::search);
    Ok(ChartsPage { layout, choices, chosen, search, charts: drawings, note })
}

/// Releases and videos of the same years, each drawn.
fn drawn(points: &[Point], query: Option<&Expr>) -> Vec<Chart> {
    let releases = chart("releases", "Releases a year", "release", points, query, |p| p.releases);
    let videos = chart("videos", "Videos a year", "video", points, query, |p| p.videos);
    [releases, Chart { is_playable: true, ..videos }]
        .into_iter()
        .filter(|chart| !chart.points.is_empty())
        .collect()
}

/// One count of each year, leading to a search for the year.
pub(super) fn chart(
    id: &str,
    title: &str,
    noun: &str,
    points: &[Point],
    query: Option<&Expr>,
    count: impl Fn(&Point) -> u64,
) -> Chart {
    let counted = points.iter().filter(|point| count(point) > 0);
    let points = counted.map(|point| {
        let of_year = query::edit::toggled(query, FacetField::Year, &point.year.to_string());
        let url = of_year.as_ref().map(address::search);
        chart::Point { year: point.year, count: count(point), url }
    });
    Chart {
        id: id.to_owned(),
        title: title.to_owned(),
        noun: noun.to_owned(),
        is_playable: false,
        points: points.collect(),
    }
}
