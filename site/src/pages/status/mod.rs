//! How the site does, for who runs it.

mod kept;
mod pipeline;
mod runs;

use actix_web::{HttpResponse, get, http::StatusCode, web};
use apis::rest::{self, Api, Problem};
use jiff::Timestamp;

use super::{
    playlist::moment,
    reading::health,
    visit::{About, Visit, page, private, rendered},
};
use crate::view::{
    about::Stage,
    layout::Section,
    status::{Backend, Jobs, Quota, StatusPage, Time},
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
        pipeline: pipeline::pipeline(status.run.as_ref(), status.runs.first(), catalogue.is_ok()),
        going: status.run.as_ref().map(runs::going),
        over: runs::over(&status.runs),
        next: status.next_run.map(time),
        kept: kept::kept(api, &status.generations),
        backends: status.stages.iter().map(backend).collect(),
        generation: status.generation.map(|name| name.to_string()),
        uptime: status.uptime,
        version: status.version.to_owned(),
        quota: quota(api),
        jobs: jobs(api),
    }
}

fn backend(stage: &rest::Stage) -> Backend {
    let is = Stage { state: stage.detail.clone(), health: health(stage.state) };
    Backend { name: stage.name.to_owned(), is }
}

/// A time in words.
fn time(at: Timestamp) -> Time {
    Time {
        datetime: at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        text: at.strftime("%-d %b %Y, %H:%M UTC").to_string(),
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
