//! The page of a playlist that is being made, or was.

use actix_web::{HttpResponse, http::StatusCode, web};
use apis::{
    jobs::{Job, JobState},
    query,
    rest::{Api, Parameters, Problem},
};
use serde::Deserialize;

use super::{
    moment,
    report::{counts, report},
};
use crate::{
    pages::{
        address::Asked,
        visit::{About, Visit, page, private, rendered},
    },
    view::{
        layout::Section,
        link::Link,
        playlist::{Acts, Counts, PlaylistPage, Standing},
    },
};

/// What the page is told of what was done last.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Done {
    /// How many new videos the query has found.
    new: Option<String>,
}

/// Shows how a playlist stands.
pub(super) async fn show(
    job: web::Path<String>,
    done: Parameters<Done>,
    visit: Visit,
    api: web::Data<Api>,
) -> Result<HttpResponse, Problem> {
    let shared = api.clone();
    let shown = api
        .work(move || {
            shared.playlists()?;
            let (_, job) = shared.own_job(&visit.visitor.id, &job)?;
            // What was done last is told once, not wherever the page leads back to.
            let visit = Visit { here: format!("/playlist/{}", job.id), ..visit };
            rendered(&fill(&shared, &visit, &job, &done.0)?)
        })
        .await?;
    Ok(private(page(StatusCode::OK, shown)))
}

fn fill(api: &Api, visit: &Visit, job: &Job, done: &Done) -> Result<PlaylistPage, Problem> {
    let catalogue = api.live.catalogue()?;
    let basket = visit.basket(api);
    let about = About {
        title: job.title().to_owned(),
        description: "A playlist at YouTube, and how far it is.".to_owned(),
        path: "",
        section: Section::Playlists,
    };
    let counts = counts(job);
    let embed = job
        .lists
        .first()
        .map(|list| format!("https://www.youtube-nocookie.com/embed/videoseries?list={list}"));
    let playlists = job.urls().enumerate().map(|(part, url)| Link {
        text: match part {
            0 => "Open the playlist on YouTube".to_owned(),
            part => format!("Its part {}, as YouTube's are full at 5,000", part + 1),
        },
        url,
    });
    Ok(PlaylistPage {
        layout: visit.layout(api, Some(&catalogue), basket.as_ref(), about),
        job: job.id.to_string(),
        title: job.title().to_owned(),
        privacy: job.privacy().name().to_owned(),
        search: search(job),
        standing: standing(job),
        playlists: playlists.collect(),
        embed,
        acts: acts(job, counts),
        report: report(&catalogue, job)?,
        told: done.new.as_deref().and_then(|new| new.parse().ok()).map(told),
        counts,
    })
}

fn told(new: u64) -> String {
    match new {
        0 => "Nothing is new: all that the search finds is in the playlist or was left out.".into(),
        1 => "1 new video is being added.".into(),
        new => format!("{} new videos are being added.", crate::view::figures::number(&new)),
    }
}

fn search(job: &Job) -> Option<Link> {
    let saved = job.wish.query.as_ref()?;
    let text = query::parse(&saved.query).map_or_else(|_| saved.query.clone(), |q| q.in_words());
    let url = Asked { q: Some(saved.query.clone()), ..Asked::default() }.at("/");
    Some(Link { text, url })
}

/// How a job stands, in words.
pub(super) fn standing(job: &Job) -> Standing {
    let (words, class) = match job.state {
        _ if job.needs_consent => ("Waiting for you to sign in again", "waiting"),
        _ if job.cancelled => ("Ending after the video that is being added", "going"),
        JobState::Queued => ("Waiting for its turn", "going"),
        JobState::Running => ("Being filled", "going"),
        JobState::Parked => ("Waiting", "waiting"),
        JobState::Done => ("Done", "done"),
        JobState::Cancelled if job.lists.is_empty() => ("Cancelled", "ended"),
        JobState::Cancelled => ("Cancelled: what was added stays", "ended"),
        JobState::Failed => ("It could not be finished", "ended"),
    };
    Standing {
        words: words.to_owned(),
        class,
        why: job.error.as_deref().map(sentence),
        resumes: job.resume_at.map(moment),
        needs_consent: job.needs_consent,
        is_final: job.state.is_final(),
    }
}

/// A reason as it stands alone.
fn sentence(why: &str) -> String {
    let mut letters = why.chars();
    let first: String = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    first + letters.as_str().trim_end_matches('.')
}

fn acts(job: &Job, counts: Counts) -> Acts {
    let is_final = job.state.is_final();
    let has_query = job.wish.query.is_some();
    Acts {
        cancel: !is_final && !job.cancelled,
        retry: is_final && counts.left_out + counts.waiting > 0,
        sync: is_final && has_query,
        follow: has_query.then_some(job.wish.follow),
        delete: is_final,
    }
}
