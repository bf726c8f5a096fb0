//! The pages of the records.

mod artist;
mod credited;
mod label;
mod markup;
mod master;
mod release;

use actix_web::{
    HttpResponse, Route,
    http::{StatusCode, header},
    web,
};
use apis::{
    catalogue::{Catalogue, CatalogueError},
    rest::{Api, Parameters, Problem},
    session::{Basket, SessionError},
};
use askama::Template;
use storage::model::{Id, Kind, VideoId};

use super::{
    address::Asked,
    visit::{About, Visit, go, is_of_cursor, page, rendered},
};
use crate::view::{layout::Layout, record::Elsewhere};

pub(super) fn configure(config: &mut web::ServiceConfig) {
    config
        .route("/release/{id}", of_record(Kind::Releases, release::fill))
        .route("/master/{id}", of_record(Kind::Masters, master::fill))
        .route("/artist/{id}", of_record(Kind::Artists, artist::fill))
        .route("/label/{id}", of_record(Kind::Labels, label::fill))
        .route("/video/{id}", web::get().to(of_video));
}

/// What fills the page of a record; `None` where there is none of that id.
type Fill<P> = fn(&Context<'_>, Id) -> Result<Option<P>, CatalogueError>;

/// The page of a record of a kind.
fn of_record<P: Template + 'static>(kind: Kind, fill: Fill<P>) -> Route {
    web::get().to(move |id: web::Path<String>, asked: Parameters<Asked>, visit, api| async move {
        show((kind, &id), visit, asked.0.cursor, api, fill).await
    })
}

/// The address that leads to the record of a video.
pub(super) fn page_of_video(id: VideoId) -> String {
    format!("/video/{id}")
}

/// Leads from a video to the page of the best record that has it.
async fn of_video(id: web::Path<String>, api: web::Data<Api>) -> Result<HttpResponse, Problem> {
    let missing = Problem::not_found(format!("no record of this catalogue has the video {id}"));
    let Ok(video) = id.parse::<VideoId>() else { return Err(missing) };
    let shared = api.clone();
    let owner = api
        .work(move || Ok(shared.live.answer(|catalogue| catalogue.owner_of(video))?))
        .await?
        .ok_or(missing)?;
    let page = format!("/{}/{}", owner.kind().element(), owner.id());
    Ok(HttpResponse::SeeOther().insert_header((header::LOCATION, page)).finish())
}

/// What the page of a record is made of, all from one catalogue.
struct Context<'a> {
    api: &'a Api,
    catalogue: &'a Catalogue,
    visit: &'a Visit,
    basket: &'a Result<Basket, SessionError>,
    /// Where a list on the page begins.
    cursor: Option<&'a str>,
}

impl Context<'_> {
    fn layout(&self, about: About<'_>) -> Layout {
        self.visit.layout(self.api, Some(self.catalogue), self.basket.as_ref(), about)
    }

    fn basket(&self) -> Option<&Basket> {
        self.basket.as_ref().ok()
    }
}

/// Answers with a page, or that there is none.
async fn show<P: Template + 'static>(
    (kind, id): (Kind, &str),
    visit: Visit,
    cursor: Option<String>,
    api: web::Data<Api>,
    fill: Fill<P>,
) -> Result<HttpResponse, Problem> {
    let missing = format!("there is no {} {id} in this catalogue", kind.element());
    let missing = move || Problem::not_found(missing.clone());
    let id: Id = id.parse().map_err(|_| missing())?;
    let shared = api.clone();
    let first = cursor.as_ref().map(|_| format!("/{}/{id}", kind.element()));
    let filled = api
        .work(move || {
            let basket = visit.basket(&shared);
            let filled = shared.live.answer_at(cursor.as_deref(), |catalogue| {
                let (api, visit, basket) = (&*shared, &visit, &basket);
                fill(&Context { api, catalogue, visit, basket, cursor: cursor.as_deref() }, id)
            })?;
            rendered(&filled.ok_or_else(missing)?)
        })
        .await;
    match (filled, first) {
        (Ok(filled), _) => Ok(page(StatusCode::OK, filled)),
        (Err(problem), Some(first)) if is_of_cursor(&problem) => Ok(go(&first)),
        (Err(problem), _) => Err(problem),
    }
}

/// The addresses of a record elsewhere.
fn elsewhere(kind: Kind, id: Id) -> Elsewhere {
    Elsewhere {
        discogs: format!("https://www.discogs.com/{}/{id}", kind.element()),
        document: format!("/api/v1/{}/{id}", kind.name()),
    }
}

/// A text that says something.
fn said(text: Option<&String>) -> Option<String> {
    text.map(|text| markup::plain(text)).filter(|text| !text.is_empty())
}
