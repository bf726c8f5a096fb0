//! A job, watched.

use std::time::Duration;

use actix_web::{
    HttpResponse,
    http::header,
    rt::time::sleep,
    web::{self, Bytes},
};
use futures_util::stream;

use crate::{
    jobs::JobView,
    rest::{Api, Problem, Visitor, session::PRIVATE},
    session::SessionId,
};

/// How often a job is looked at for who watches it.
const LOOK: Duration = Duration::from_millis(700);

/// After so many looks without news something is sent, so that nobody in between hangs up.
const SILENT: u32 = 20;

/// The job each time something has changed, until it is at its end: server-sent events, each the
/// job's JSON.
#[utoipa::path(get, path = "/api/v1/playlists/{job}/events", tag = "playlists",
    params(("job" = String, Path, description = "The job", example = "0f1e2d3c4b5a69788796a5b4c3d2e1f0")), responses(
    (status = 200, description = "The events", body = String, content_type = "text/event-stream", example = "data: {…}"),
    (status = 401, description = "Nobody is signed in", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "There is no session", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "The user has no such job", body = Problem, content_type = "application/problem+json"),
    (status = 503, description = "It cannot be read", body = Problem, content_type = "application/problem+json"),
))]
pub(in crate::rest) async fn events(
    visitor: Visitor,
    job: web::Path<String>,
    api: web::Data<Api>,
) -> Result<HttpResponse, Problem> {
    let watching = Watching { api: api.clone(), session: visitor.id, job: job.into_inner() };
    // Whether there is anything to watch is told while that can still be told.
    let first = watching.look().await?;
    let begin = Some((watching, first, None, 0));
    let events = stream::unfold(begin, async |begin| {
        let (watching, mut view, told, mut silent): (_, JobView, Option<JobView>, u32) = begin?;
        loop {
            if told.as_ref() != Some(&view) {
                let data = serde_json::to_string(&view).unwrap_or_default();
                let event = Bytes::from(format!("data: {data}\n\n"));
                let rest =
                    (!view.state.is_final()).then(|| (watching, view.clone(), Some(view), 0));
                return Some((Ok::<_, Problem>(event), rest));
            }
            sleep(LOOK).await;
            silent += 1;
            if silent % SILENT == 0 {
                let rest = Some((watching, view.clone(), Some(view), silent));
                return Some((Ok(Bytes::from_static(b": still there\n\n")), rest));
            }
            if watching.api.is_stopping() {
                return None;
            }
            // Who is told nothing more asks again by himself.
            view = watching.look().await.ok()?;
        }
    });
    Ok(HttpResponse::Ok()
        .content_type("text/event-stream")
        .insert_header(PRIVATE)
        // nginx passes it on as it comes.
        .insert_header(("x-accel-buffering", "no"))
        .insert_header((header::CONTENT_ENCODING, "identity"))
        .streaming(Box::pin(events)))
}

/// Who watches which job.
struct Watching {
    api: web::Data<Api>,
    session: SessionId,
    job: String,
}

impl Watching {
    async fn look(&self) -> Result<JobView, Problem> {
        let (shared, session, job) = (self.api.clone(), self.session.clone(), self.job.clone());
        self.api.work(move || Ok(JobView::from(&shared.own_job(&session, &job)?.1))).await
    }
}
