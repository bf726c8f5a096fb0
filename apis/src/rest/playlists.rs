//! Playlist jobs: made, looked at, watched, and ended.

use std::time::Duration;

use actix_web::{
    HttpRequest, HttpResponse,
    http::{StatusCode, header},
    rt::time::sleep,
    web::{self, Bytes},
};
use futures_util::stream;
use jiff::Timestamp;
use serde::{Deserialize, Deserializer};
use storage::model::VideoId;
use utoipa::ToSchema;

use super::{Api, Body, PlaylistParameters, Problem, SameOrigin, Visitor, at, session::PRIVATE};
use crate::{
    account::Account,
    jobs::{Job, JobId, JobView, Playlists, SavedQuery, Wish},
    query,
    session::SessionId,
    youtube::Privacy,
};

pub(super) fn configure(config: &mut web::ServiceConfig) {
    config
        .service(at("/playlists").route(web::post().to(make)))
        .service(at("/playlists/{job}").route(web::get().to(show)).route(web::delete().to(end)))
        .service(at("/playlists/{job}/events").route(web::get().to(events)));
}

/// How often a job is looked at for who watches it.
const LOOK: Duration = Duration::from_millis(700);

/// After so many looks without news something is sent, so that nobody in between hangs up.
const SILENT: u32 = 20;

/// What is to become a playlist: a query's videos, some videos, or the basket.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(example = json!({"query": "style:\"deep house\" year:1994..1996", "limit": 50,
    "title": "Deep house", "privacy": "private"}))]
pub(super) struct Wanted {
    /// A query, whose videos are taken as `videos` gives them with the same options.
    query: Option<String>,
    /// YouTube ids, at most 5,000.
    #[schema(value_type = Option<Vec<String>>)]
    videos: Option<Vec<String>>,
    /// `true`: the videos of the basket.
    basket: Option<bool>,
    /// The title of a new playlist; made of the query where it is left out.
    title: Option<String>,
    /// What stands below the title.
    description: Option<String>,
    /// `private` unless given: `unlisted` or `public`.
    #[schema(value_type = Option<Privacy>)]
    privacy: Option<String>,
    /// The id of a playlist of the user's own that is to be filled, instead of a new one.
    playlist: Option<String>,
    /// Whether another video of the same work takes the place of one that is not available.
    replace: Option<bool>,
    /// Whether new videos are added after each month's load; of a query alone.
    follow: Option<bool>,
    /// How many videos, 1 to 5,000.
    #[serde(deserialize_with = "text")]
    #[schema(value_type = Option<u32>)]
    limit: Option<String>,
    /// `best`, `date` or `shuffle`.
    #[serde(deserialize_with = "text")]
    #[schema(value_type = Option<crate::playlist::Order>)]
    order: Option<String>,
    /// The same seed gives the same shuffle.
    #[serde(deserialize_with = "text")]
    #[schema(value_type = Option<u64>)]
    seed: Option<String>,
    /// How many of one artist at most.
    #[serde(deserialize_with = "text")]
    #[schema(value_type = Option<u32>)]
    per_artist: Option<String>,
    /// How many of one work at most.
    #[serde(deserialize_with = "text")]
    #[schema(value_type = Option<u32>)]
    per_work: Option<String>,
    /// Leaves out what is shorter: `90s`, or seconds.
    #[serde(deserialize_with = "text")]
    #[schema(value_type = Option<String>)]
    min_length: Option<String>,
    /// Leaves out what is longer.
    #[serde(deserialize_with = "text")]
    #[schema(value_type = Option<String>)]
    max_length: Option<String>,
}

/// A text, or a number as one.
fn text<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Given {
        Text(String),
        Number(serde_json::Number),
    }
    Ok(Option::<Given>::deserialize(from)?.map(|given| match given {
        Given::Text(text) => text,
        Given::Number(number) => number.to_string(),
    }))
}

/// What is to become a playlist, read.
#[derive(Debug)]
pub struct PlaylistRequest {
    /// Where the videos come from.
    pub source: Source,
    /// The title; `None`: one is made.
    pub title: Option<String>,
    /// What stands below it.
    pub description: String,
    /// Who sees it.
    pub privacy: Privacy,
    /// The user's own playlist that is to be filled.
    pub playlist: Option<String>,
    /// See [`Wish::replace`].
    pub replace: bool,
    /// See [`Wish::follow`].
    pub follow: bool,
    /// Told once by whoever sends it, so that sending it twice is one job.
    pub key: Option<String>,
}

/// Where the videos of a playlist come from.
#[derive(Debug, Clone)]
pub enum Source {
    /// The answer to a query.
    Query(SavedQuery),
    /// These.
    Videos(Vec<VideoId>),
    /// The session's basket.
    Basket,
}

impl Wanted {
    fn read(self) -> Result<PlaylistRequest, Problem> {
        let options = PlaylistParameters {
            limit: self.limit,
            order: self.order,
            seed: self.seed,
            per_artist: self.per_artist,
            per_work: self.per_work,
            min_length: self.min_length,
            max_length: self.max_length,
        };
        let source = match (self.query, self.videos, self.basket.unwrap_or(false)) {
            (Some(query), None, false) => {
                Source::Query(SavedQuery { query, options: options.options()? })
            }
            (None, Some(videos), false) => {
                let videos = videos.iter().map(|id| id.parse());
                let videos = videos.collect::<Result<Vec<VideoId>, _>>();
                let videos =
                    videos.map_err(|error| Problem::parameter("videos", error.to_string()))?;
                if videos.len() > crate::playlist::MAX_LIMIT {
                    let detail = "at most 5000 videos make a playlist";
                    return Err(Problem::parameter("videos", detail));
                }
                Source::Videos(videos)
            }
            (None, None, true) => Source::Basket,
            _ => {
                let detail = "name one of them: {\"query\": \"…\"}, {\"videos\": [\"id\", …]} or \
                              {\"basket\": true}";
                return Err(Problem::parameter("query", detail));
            }
        };
        let privacy = self.privacy.as_deref().map(str::parse).transpose();
        let privacy = privacy.map_err(|error: crate::youtube::UnknownPrivacy| {
            Problem::parameter("privacy", error.to_string())
        })?;
        Ok(PlaylistRequest {
            source,
            title: self.title.filter(|title| !title.trim().is_empty()),
            description: self.description.unwrap_or_default(),
            privacy: privacy.unwrap_or_default(),
            playlist: self.playlist.filter(|id| !id.is_empty()),
            replace: self.replace.unwrap_or(false),
            follow: self.follow.unwrap_or(false),
            key: None,
        })
    }
}

/// What is told where nobody can sign in.
const NO_CREDENTIALS: &str = "playlists at YouTube are not set up on this site; what needs no \
                              account goes on: play here, open on YouTube, download";

impl Api {
    /// What playlists need; there is none without Google's credentials.
    ///
    /// # Errors
    /// 401, as nobody can sign in, with what to do instead.
    pub fn playlists(&self) -> Result<&Playlists, Problem> {
        self.playlists.as_ref().ok_or_else(|| {
            let title = "There is no sign-in here";
            Problem::new(StatusCode::UNAUTHORIZED, "no-credentials", title, NO_CREDENTIALS)
        })
    }

    /// Who a session belongs to.
    ///
    /// # Errors
    /// 401 where nobody has signed in, or nobody can, and when it cannot be read.
    pub fn signed_in(&self, session: &SessionId) -> Result<Account, Problem> {
        let (account, detail) = match &self.playlists {
            Some(playlists) => (playlists.account(session)?, "sign in first, at /authorise"),
            None => (None, NO_CREDENTIALS),
        };
        account.ok_or_else(|| {
            Problem::new(StatusCode::UNAUTHORIZED, "not-signed-in", "Nobody is signed in", detail)
        })
    }

    /// The videos of a source.
    ///
    /// # Errors
    /// When the query cannot be read, and when the catalogue or the basket cannot be.
    pub fn videos_of(&self, source: &Source, session: &SessionId) -> Result<Vec<VideoId>, Problem> {
        Ok(match source {
            Source::Query(saved) => {
                let query = query::parse(&saved.query)?;
                self.live.answer(|catalogue| catalogue.video_ids(&query, &saved.options))?
            }
            Source::Videos(videos) => videos.clone(),
            Source::Basket => self.sessions.basket(session)?.videos().to_vec(),
        })
    }

    /// Makes a playlist job of a request.
    ///
    /// # Errors
    /// When nobody has signed in, when there is nothing to make a playlist of, and when something
    /// cannot be read or written.
    pub fn make_playlist(
        &self,
        session: &SessionId,
        request: PlaylistRequest,
    ) -> Result<Job, Problem> {
        let account = self.signed_in(session)?;
        let videos = self.videos_of(&request.source, session)?;
        let title = request.title.unwrap_or_else(|| suggested_title(&request.source));
        let query = match request.source {
            Source::Query(saved) => Some(saved),
            _ => None,
        };
        let wish = Wish {
            title: title.trim().to_owned(),
            description: request.description,
            privacy: request.privacy,
            playlist: request.playlist,
            follow: request.follow && query.is_some(),
            query,
            replace: request.replace,
        };
        let playlists = self.playlists()?;
        let job = playlists.job(&account.user, request.key.as_deref(), wish, &videos);
        Ok(playlists.jobs.submit(&job)?)
    }

    /// A job of who is signed in.
    ///
    /// # Errors
    /// 401, 404, and when it cannot be read.
    pub fn own_job(&self, session: &SessionId, id: &str) -> Result<(Account, Job), Problem> {
        let account = self.signed_in(session)?;
        let job = self.playlists()?.jobs.get(&account.user, &job_id(id)?)?;
        Ok((account, job))
    }
}

/// A title for what has none.
#[must_use]
pub fn suggested_title(source: &Source) -> String {
    let title = match source {
        Source::Query(saved) => query::parse(&saved.query)
            .map_or_else(|_| saved.query.clone(), |query| query.in_words()),
        _ => Timestamp::now().strftime("Dataget, %-d %B %Y").to_string(),
    };
    let mut letters = title.chars().filter(|c| !matches!(c, '<' | '>') && !c.is_control());
    let first: String = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    first + &letters.take(99).collect::<String>()
}

fn job_id(id: &str) -> Result<JobId, Problem> {
    id.parse().map_err(|_| crate::jobs::JobError::Unknown.into())
}

/// Makes a playlist: answers at once with the job that does it.
#[utoipa::path(post, path = "/api/v1/playlists", tag = "playlists", request_body = Wanted,
    params(("Idempotency-Key" = Option<String>, Header, description = "Sent twice, it is one job")),
    responses(
    (status = 202, description = "The job, at `Location`", body = JobView),
    (status = 400, description = "That is no playlist", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Nobody is signed in", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "Not from the site's own pages, or without its cookie", body = Problem, content_type = "application/problem+json"),
    (status = 408, description = "The body comes too slowly", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "Too many playlists are being made", body = Problem, content_type = "application/problem+json"),
    (status = 413, description = "The list is too long", body = Problem, content_type = "application/problem+json"),
    (status = 503, description = "It cannot be made now", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn make(
    visitor: SameOrigin,
    body: Body,
    request: HttpRequest,
    api: web::Data<Api>,
) -> Result<HttpResponse, Problem> {
    let SameOrigin(Visitor { id, .. }) = visitor;
    let wanted: Wanted = body.json("{\"query\": \"style:house\", \"title\": \"House\"}")?;
    let key = request.headers().get("idempotency-key").and_then(|key| key.to_str().ok());
    let wanted = PlaylistRequest { key: key.map(str::to_owned), ..wanted.read()? };
    let shared = api.clone();
    let job = api.work(move || shared.make_playlist(&id, wanted)).await?;
    Ok(HttpResponse::Accepted()
        .insert_header((header::LOCATION, format!("/api/v1/playlists/{}", job.id)))
        .insert_header(PRIVATE)
        .json(JobView::from(&job)))
}

/// A job, and how far it is.
#[utoipa::path(get, path = "/api/v1/playlists/{job}", tag = "playlists",
    params(("job" = String, Path, description = "The job", example = "0f1e2d3c4b5a69788796a5b4c3d2e1f0")), responses(
    (status = 200, description = "The job", body = JobView),
    (status = 401, description = "Nobody is signed in", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "There is no session", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "The user has no such job", body = Problem, content_type = "application/problem+json"),
    (status = 503, description = "It cannot be read", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn show(
    visitor: Visitor,
    job: web::Path<String>,
    api: web::Data<Api>,
) -> Result<HttpResponse, Problem> {
    let shared = api.clone();
    let (_, job) = api.work(move || shared.own_job(&visitor.id, &job)).await?;
    Ok(HttpResponse::Ok().insert_header(PRIVATE).json(JobView::from(&job)))
}

/// Cancels a job that is not at its end: what was added stays. Removes the record of one that is.
#[utoipa::path(delete, path = "/api/v1/playlists/{job}", tag = "playlists",
    params(("job" = String, Path, description = "The job", example = "0f1e2d3c4b5a69788796a5b4c3d2e1f0")), responses(
    (status = 200, description = "It ends after the step that it is at", body = JobView),
    (status = 204, description = "Its record is removed"),
    (status = 401, description = "Nobody is signed in", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "Not from the site's own pages, or without its cookie", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "The user has no such job", body = Problem, content_type = "application/problem+json"),
    (status = 503, description = "It cannot be changed", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn end(
    visitor: SameOrigin,
    job: web::Path<String>,
    api: web::Data<Api>,
) -> Result<HttpResponse, Problem> {
    let SameOrigin(Visitor { id, .. }) = visitor;
    let shared = api.clone();
    let left = api
        .work(move || {
            let (account, job) = shared.own_job(&id, &job)?;
            let jobs = &shared.playlists()?.jobs;
            if job.state.is_final() {
                jobs.delete(&account.user, &job.id)?;
                return Ok(None);
            }
            Ok(Some(jobs.cancel(&account.user, &job.id)?))
        })
        .await?;
    Ok(match left {
        Some(job) => HttpResponse::Ok().insert_header(PRIVATE).json(JobView::from(&job)),
        None => HttpResponse::NoContent().insert_header(PRIVATE).finish(),
    })
}

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
pub(super) async fn events(
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
