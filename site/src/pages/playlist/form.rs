//! The form that makes a playlist, before and after it is sent.

use actix_web::{HttpResponse, http::StatusCode, web};
use apis::{
    account::Account,
    jobs::{JobId, Playlists},
    playlist::Options,
    query,
    rest::{Api, Body, Parameters, PlaylistRequest, Problem, SameOrigin, Source, suggested_title},
    youtube::Privacy,
};
use storage::model::VideoId;

use super::{
    cost::cost,
    wanted::{Filled, Wanted, read},
};
use crate::{
    pages::{
        form::check_token,
        listen, options,
        visit::{About, Visit, go, page, private, rendered},
    },
    view::{
        layout::Section,
        listen::Listen,
        playlist::{self as view, Access, Choice, Fields, Own, PlaylistForm, Wrong},
        search::PlaylistOptions,
    },
};

/// Shows the form, with what it will cost.
pub(super) async fn show(
    wanted: Parameters<Wanted>,
    visit: Visit,
    api: web::Data<Api>,
) -> Result<HttpResponse, Problem> {
    let Parameters(wanted) = wanted;
    let asked = &wanted.asked;
    // The search's own page says best what is wrong with a query.
    let is_read = asked.query().is_some_and(|query| query::parse(query).is_ok());
    if !wanted.is_basket() && !is_read {
        return Ok(go(&asked.at("/")));
    }
    let status = wanted.options().map_or_else(|problem| problem.status(), |_| StatusCode::OK);
    let shared = api.clone();
    let shown = api.work(move || rendered(&fill(&shared, &visit, &wanted, None)?)).await?;
    Ok(private(page(status, shown)))
}

/// Makes the playlist, or shows the form again with what is wrong with it.
pub(super) async fn make(
    visitor: SameOrigin,
    body: Body,
    visit: Visit,
    api: web::Data<Api>,
) -> Result<HttpResponse, Problem> {
    let fields = body.form()?;
    check_token(&fields, &visitor.0.id)?;
    let (wanted, filled): (Wanted, Filled) = (read(&fields)?, read(&fields)?);
    let shared = api.clone();
    let after = api
        .work(move || {
            if filled.show.as_deref() == Some("own") {
                let wanted = Wanted { own: Some("1".to_owned()), ..wanted };
                let again = Visit { here: wanted.address_as_typed(), ..visit };
                let form = fill(&shared, &again, &wanted, Some((filled, None)))?;
                return Ok(After::Again(StatusCode::OK, rendered(&form)?));
            }
            let problem = match made(&shared, &visit, &wanted, &filled) {
                Ok(job) => return Ok(After::Go(format!("/playlist/{job}"))),
                Err(problem) => problem,
            };
            // The form's page leads to the sign-in, and back.
            if problem.status() == StatusCode::UNAUTHORIZED {
                return Ok(After::Go(wanted.address_as_typed()));
            }
            if problem.status().is_server_error() {
                return Err(problem);
            }
            let again = Visit { here: wanted.address_as_typed(), ..visit };
            let status = problem.status();
            let form = fill(&shared, &again, &wanted, Some((filled, Some(problem))))?;
            Ok(After::Again(status, rendered(&form)?))
        })
        .await?;
    Ok(private(match after {
        After::Go(to) => go(&to),
        After::Again(status, html) => page(status, html),
    }))
}

/// What follows when the form was sent.
enum After {
    /// Another page.
    Go(String),
    /// The form once more, with what is wrong with it.
    Again(StatusCode, String),
}

fn made(api: &Api, visit: &Visit, wanted: &Wanted, filled: &Filled) -> Result<JobId, Problem> {
    let source = wanted.source(wanted.options()?).ok_or_else(|| {
        Problem::parameter("q", "there is no query, and it is not the basket either")
    })?;
    // An empty title is a mistake here, where one was suggested.
    if filled.title.trim().is_empty() {
        return Err(apis::jobs::JobError::Title.into());
    }
    let privacy = match &*filled.privacy {
        "" => Privacy::default(),
        privacy => privacy.parse().map_err(|error: apis::youtube::UnknownPrivacy| {
            Problem::parameter("privacy", error.to_string())
        })?,
    };
    let request = PlaylistRequest {
        source,
        title: Some(filled.title.clone()),
        description: filled.description.clone(),
        privacy,
        playlist: Some(filled.playlist.clone()).filter(|id| !id.is_empty()),
        replace: filled.replace.is_some(),
        follow: filled.follow.is_some(),
        key: (!filled.request.is_empty()).then(|| key(wanted, filled)),
    };
    Ok(api.make_playlist(&visit.visitor.id, request)?.id)
}

/// The form sent twice is one playlist; changed and sent again, it is another.
fn key(wanted: &Wanted, filled: &Filled) -> String {
    serde_urlencoded::to_string(filled).unwrap_or_default() + &wanted.address()
}

fn fill(
    api: &Api,
    visit: &Visit,
    wanted: &Wanted,
    sent: Option<(Filled, Option<Problem>)>,
) -> Result<PlaylistForm, Problem> {
    let basket = visit.basket(api);
    let catalogue = api.live.catalogue()?;
    let about = About {
        title: "Make a YouTube playlist".to_owned(),
        description: "Save a search or the basket as a playlist of your own.".to_owned(),
        path: "",
        section: Section::Playlists,
    };
    let layout = visit.layout(api, Some(&catalogue), basket.as_ref(), about);
    let (options, error) = match wanted.options() {
        Ok(options) => (options, None),
        Err(problem) => (Options::default(), Some(problem.detail().to_owned())),
    };
    let source = wanted.source(options.clone()).unwrap_or(Source::Basket);
    let videos = match (&source, &error, &basket) {
        (_, Some(_), _) => Vec::new(),
        (Source::Basket, _, Ok(basket)) => basket.videos().to_vec(),
        _ => api.videos_of(&source, &visit.visitor.id)?,
    };
    let is_new = sent.as_ref().is_none_or(|(filled, _)| filled.playlist.is_empty());
    let account = visit.account(api)?;
    let (count, user) = (videos.len() as u64, account.as_ref().map(|account| &*account.user));
    let cost = match api.playlists() {
        Ok(playlists) if count > 0 => Some(cost(&playlists.plan(user, count, is_new)?)),
        _ => None,
    };
    let access = match (api.playlists(), &account) {
        (Err(_), _) => Access::Nowhere,
        (Ok(playlists), Some(account)) if account.has_tokens => {
            Access::Form(Box::new(fields(playlists, account, wanted, &source, sent)))
        }
        (_, account) => Access::SignedOut { again: account.is_some() },
    };
    let options = (!wanted.is_basket()).then(|| PlaylistOptions {
        limit: Some(wanted.asked.limit.clone().unwrap_or_else(|| options.limit.to_string())),
        ..without_limit(options::shown(&wanted.asked, &options, error, super::NEW))
    });
    Ok(PlaylistForm {
        layout,
        source: shown_source(wanted, &source),
        query: wanted.asked.q.clone().unwrap_or_default(),
        options,
        videos: count,
        cost,
        listen: ways(wanted, &videos),
        access,
    })
}

/// The limit has a field of its own on this page.
fn without_limit(mut options: PlaylistOptions) -> PlaylistOptions {
    options.kept.retain(|kept| kept.name != "limit");
    options
}

/// All the ways to hear it but the one that is being chosen.
fn ways(wanted: &Wanted, videos: &[VideoId]) -> Option<Listen> {
    let listen = match wanted.is_basket() {
        true => listen::of_list(videos, "/api/v1/basket".to_owned(), |format| {
            format!("/basket/export/{format}")
        }),
        false => listen::of_search(&wanted.limited(), videos, videos.len() as u64),
    };
    listen.map(|listen| Listen { playlist: None, ..listen })
}

fn shown_source(wanted: &Wanted, source: &Source) -> view::Source {
    match source {
        Source::Query(saved) => view::Source {
            words: query::parse(&saved.query)
                .map_or_else(|_| saved.query.clone(), |query| query.in_words()),
            url: wanted.asked.at("/"),
        },
        _ => view::Source { words: "your basket".to_owned(), url: "/basket".to_owned() },
    }
}

fn fields(
    playlists: &Playlists,
    account: &Account,
    wanted: &Wanted,
    source: &Source,
    sent: Option<(Filled, Option<Problem>)>,
) -> Fields {
    let (filled, wrong) = match sent {
        Some((filled, problem)) => {
            let wrong = problem.map(|problem| {
                let field = problem.of_parameter().unwrap_or_default().to_owned();
                Wrong { field, told: problem.detail().to_owned() }
            });
            (filled, wrong)
        }
        None => {
            let title = wanted.title.clone().unwrap_or_else(|| suggested_title(source));
            let description = wanted.description.clone().unwrap_or_default();
            let privacy = wanted.privacy.as_deref().and_then(|privacy| privacy.parse().ok());
            let privacy = Privacy::name(privacy.unwrap_or_default()).to_owned();
            (Filled { title, description, privacy, ..Filled::default() }, None)
        }
    };
    let request = Some(filled.request).filter(|request| !request.is_empty());
    Fields {
        request: request.unwrap_or_else(|| JobId::random().to_string()),
        carried: wanted.carried(),
        title: filled.title,
        description: filled.description,
        privacy: filled.privacy,
        own: own(playlists, account, wanted, &filled.playlist),
        replace: filled.replace.is_some(),
        follow: matches!(source, Source::Query(_)).then_some(filled.follow.is_some()),
        wrong,
    }
}

/// The visitor's own playlists, where they are wanted: they cost a unit.
fn own(playlists: &Playlists, account: &Account, wanted: &Wanted, chosen: &str) -> Own {
    if !wanted.asks_for_own() {
        return Own::Unasked;
    }
    match playlists.own(&account.user) {
        Ok(own) => Own::Known(
            own.into_iter()
                .map(|list| Choice { is_chosen: list.id == chosen, id: list.id, title: list.title })
                .collect(),
        ),
        Err(error) => Own::Away(error.to_string()),
    }
}
