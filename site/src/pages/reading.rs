//! Pages to read.

use std::sync::Arc;

use actix_web::{HttpResponse, http::StatusCode, web};
use apis::{
    catalogue::{Catalogue, Unavailable},
    rest::{self, Api, Parameters, Problem, StageState},
};
use askama::Template;
use serde::Deserialize;
use storage::{generations::GenerationName, index::Totals};

use super::visit::{About, Visit, page, rendered};
use crate::view::{
    about::{AboutPage, Health, Stage, Stages},
    figures,
    layout::{Layout, Section},
    reading::{FaqPage, PrivacyPage},
};

pub(super) fn configure(config: &mut web::ServiceConfig) {
    config
        .route("/about", web::get().to(about))
        .route("/faq", web::get().to(faq))
        .route("/privacy", web::get().to(privacy));
}

/// A page that says the same to all, but for what stands around it.
async fn read<P: Template + Send + 'static>(
    visit: Visit,
    api: web::Data<Api>,
    (title, description, path, section): (&'static str, &'static str, &'static str, Section),
    fill: impl FnOnce(Layout, &Api, &Result<Arc<Catalogue>, Unavailable>) -> P + Send + 'static,
) -> Result<HttpResponse, Problem> {
    let shared = api.clone();
    let filled = api
        .work(move || {
            let basket = visit.basket(&shared);
            let catalogue = shared.live.catalogue();
            let opened = catalogue.as_deref().ok();
            let (title, description) = (title.to_owned(), description.to_owned());
            let about = About { title, description, path, section };
            let layout = visit.layout(&shared, opened, basket.as_ref(), about);
            rendered(&fill(layout, &shared, &catalogue))
        })
        .await?;
    Ok(page(StatusCode::OK, filled))
}

async fn about(visit: Visit, api: web::Data<Api>) -> Result<HttpResponse, Problem> {
    let about = "What Dataget is, how it works, and how each of its parts does at the moment.";
    read(visit, api, ("About", about, "/about", Section::About), |layout, api, catalogue| {
        let opened = catalogue.as_deref().ok();
        let totals = opened.map(Catalogue::totals);
        let stages = stages(opened.map(Catalogue::generation), totals, &api.stages_of(catalogue));
        let totals = totals.unwrap_or_default();
        AboutPage {
            layout,
            releases: totals.releases,
            works: totals.works,
            videos: totals.videos,
            stages,
            version: env!("CARGO_PKG_VERSION").to_owned(),
        }
    })
    .await
}

async fn faq(visit: Visit, api: web::Data<Api>) -> Result<HttpResponse, Problem> {
    let about = "How to ask, how to listen, and what to do when something does not play.";
    read(visit, api, ("Questions", about, "/faq", Section::Elsewhere), |layout, _, _| FaqPage {
        layout,
    })
    .await
}

/// What the page is told of what was done last.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Done {
    erased: Option<String>,
}

async fn privacy(
    visit: Visit,
    done: Parameters<Done>,
    api: web::Data<Api>,
) -> Result<HttpResponse, Problem> {
    let about = "What is kept of a visit, for how long, and what YouTube gets to know.";
    let page = ("Privacy", about, "/privacy", Section::Elsewhere);
    let is_erased = done.0.erased.is_some();
    read(visit, api, page, move |layout, _, _| PrivacyPage { layout, is_erased }).await
}

/// The stages of the drawing, from what the server knows of its parts.
fn stages(
    generation: Option<GenerationName>,
    totals: Option<Totals>,
    stages: &[rest::Stage],
) -> Stages {
    let of = |names: &[&str]| {
        let stages = stages.iter().filter(|stage| names.contains(&stage.name));
        let worst = stages.max_by_key(|stage| health(stage.state) as u8);
        worst.map(|stage| Stage { state: stage.detail.clone(), health: health(stage.state) })
    };
    let dump = match generation {
        Some(name) => Stage { state: super::visit::day(&name.to_string()), health: Health::Good },
        None => of(&["documents"]).unwrap_or_default(),
    };
    let loaded = match totals {
        Some(totals) => format!("{} loaded", figures::counted(&totals.releases, "release")),
        None => "waiting for a dump".to_owned(),
    };
    Stages {
        etl: Stage { state: loaded, health: dump.health },
        dump,
        storage: of(&["documents", "index"]).unwrap_or_default(),
        apis: of(&["catalogue"]).unwrap_or_default(),
        site: of(&["sessions"]).unwrap_or_default(),
    }
}

/// From good to bad, as [`StageState`] goes.
pub(super) fn health(state: StageState) -> Health {
    match state {
        StageState::Working => Health::Good,
        StageState::Degraded => Health::Waiting,
        StageState::Away => Health::Bad,
    }
}
