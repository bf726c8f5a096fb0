//! All playlists that a visitor has had made.

use actix_web::{HttpResponse, http::StatusCode, web};
use apis::rest::{Api, Problem};

use super::{job::standing, report::counts};
use crate::{
    pages::visit::{About, Visit, page, private, rendered},
    view::{
        layout::Section,
        playlist::{PlaylistsPage, Row},
    },
};

/// Shows them, the newest first.
pub(super) async fn show(visit: Visit, api: web::Data<Api>) -> Result<HttpResponse, Problem> {
    let shared = api.clone();
    let shown = api.work(move || rendered(&fill(&shared, &visit)?)).await?;
    Ok(private(page(StatusCode::OK, shown)))
}

fn fill(api: &Api, visit: &Visit) -> Result<PlaylistsPage, Problem> {
    let playlists = api.playlists()?;
    let account = api.signed_in(&visit.visitor.id)?;
    let jobs = playlists.jobs.of_user(&account.user)?;
    let rows = jobs.iter().map(|job| Row {
        title: job.title().to_owned(),
        url: format!("/playlist/{}", job.id),
        day: job.created.strftime("%-d %B %Y").to_string(),
        standing: standing(job),
        counts: counts(job),
    });
    let about = About {
        title: "Your playlists".to_owned(),
        description: "The playlists that you have had made at YouTube.".to_owned(),
        path: "",
        section: Section::Playlists,
    };
    let catalogue = api.live.catalogue().ok();
    let basket = visit.basket(api);
    let layout = visit.layout(api, catalogue.as_deref(), basket.as_ref(), about);
    Ok(PlaylistsPage { layout, rows: rows.collect() })
}
