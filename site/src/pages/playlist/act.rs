//! What the owner of a playlist does with it.

use actix_web::{HttpResponse, web};
use apis::{
    rest::{Api, Body, Problem, SameOrigin, Source},
    session::SessionId,
};

use crate::pages::{
    form::check_token,
    visit::{go, private},
};

/// Does what a button of the page says, and leads back to it.
pub(super) async fn act(
    visitor: SameOrigin,
    path: web::Path<(String, String)>,
    body: Body,
    api: web::Data<Api>,
) -> Result<HttpResponse, Problem> {
    let SameOrigin(visitor) = visitor;
    check_token(&body.form()?, &visitor.id)?;
    let (job, act) = path.into_inner();
    let shared = api.clone();
    let to = api.work(move || done(&shared, &visitor.id, &job, &act)).await?;
    Ok(private(go(&to)))
}

/// Does it, and gives where to go on.
fn done(api: &Api, session: &SessionId, id: &str, act: &str) -> Result<String, Problem> {
    let jobs = &api.playlists()?.jobs;
    let (account, job) = api.own_job(session, id)?;
    let user = &*account.user;
    let back = format!("/playlist/{}", job.id);
    match act {
        "cancel" => jobs.cancel(user, &job.id)?,
        "retry" => jobs.retry(user, &job.id)?,
        "follow" => jobs.follow(user, &job.id, true)?,
        "unfollow" => jobs.follow(user, &job.id, false)?,
        "sync" => {
            let Some(saved) = job.wish.query else { return Ok(back) };
            let videos = api.videos_of(&Source::Query(saved), session)?;
            let (_, new) = jobs.extend(user, &job.id, &videos)?;
            return Ok(format!("{back}?new={new}"));
        }
        "delete" => {
            jobs.delete(user, &job.id)?;
            return Ok("/playlists".to_owned());
        }
        _ => return Err(Problem::not_found("a playlist has no such button")),
    };
    Ok(back)
}
