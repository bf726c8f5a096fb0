//! How the site does, for who runs it.

use actix_web::{HttpResponse, get, http::StatusCode, web};
use apis::rest::{Api, Problem};

use super::{
    playlist::moment,
    reading::stages,
    visit::{About, Visit, page, private, rendered},
};
use crate::view::{
    layout::Section,
    status::{Jobs, Quota, StatusPage},
};

#[get("/status")]
pub(super) async fn show(visit: Visit, api: web::Data<Api>) -> Result<HttpResponse, Problem> {
    let shared = api.clone();
    let shown = api.work(move || rendered(&fill(&shared, &visit))).await?;
    Ok(private(page(StatusCode::OK, shown)))
}

fn fill(api: &Api, visit: &Visit) -> StatusPage {
    let basket = visit.basket(api);
    let catalogue = api.live.catalogue();
    let status = api.status_of(&catalogue);
    let about = About {
        title: "Status".to_owned(),
        description: "How each part of the site does at the moment.".to_owned(),
        path: "/status",
        section: Section::Elsewhere,
    };
    StatusPage {
        layout: visit.layout(api, catalogue.as_deref().ok(), basket.as_ref(), about),
        stages: stages(status.generation, status.totals, &status.stages),
        generation: status.generation.map(|name| name.to_string()),
        uptime: status.uptime,
        version: status.version.to_owned(),
        quota: quota(api),
        jobs: jobs(api),
    }
}

fn quota(api: &Api) -> Option<Quota> {
    let left = api.ledger.left(None);
    let left = left.inspect_err(|error| tracing::warn!(%error, "the books cannot be read")).ok()?;
    Some(Quota {
        daily: api.ledger.daily(),
        left: left.all,
        share: api.ledger.share(),
        resets: moment(left.resets_at),
    })
}

fn jobs(api: &Api) -> Jobs {
    let Ok(playlists) = api.playlists() else { return Jobs::Absent };
    match playlists.jobs.lengths() {
        Ok(lengths) => {
            Jobs::Here { due: lengths.due, held: lengths.held, waiting: lengths.waiting }
        }
        Err(error) => {
            tracing::warn!(%error, "the queue of playlist jobs cannot be read");
            Jobs::Away
        }
    }
}
