//! The basket: its page, and the forms that change it.

use actix_web::{
    HttpRequest, HttpResponse, Route, get,
    http::{StatusCode, header},
    web,
};
use apis::{
    catalogue::Catalogue,
    playlist::PlaylistVideo,
    rest::{Api, Body, Problem, SameOrigin, Visitor},
    session::{Basket, BasketError},
};
use serde::Serialize;
use storage::model::VideoId;

use super::{
    export,
    form::{check_token, is_local},
    listen, playlist, record,
    visit::{About, Visit, page, private, rendered},
};
use crate::view::{
    basket::{BasketPage, Kept, Row},
    layout::Section,
    listen::Listen,
    video::Video,
};

pub(super) fn configure(config: &mut web::ServiceConfig) {
    config
        .service(show)
        .service(download)
        .route("/basket/add", form(Change { adds: true, apply: add }))
        .route("/basket/remove", changing(remove))
        .route("/basket/move", changing(reorder))
        .route("/basket/undo", changing(undo))
        .route("/basket/clear", changing(clear));
}

#[get("/basket")]
async fn show(visit: Visit, api: web::Data<Api>) -> Result<HttpResponse, Problem> {
    let shared = api.clone();
    let shown = api.work(move || rendered(&fill(&shared, &visit)?)).await?;
    Ok(private(page(StatusCode::OK, shown)))
}

fn fill(api: &Api, visit: &Visit) -> Result<BasketPage, Problem> {
    let basket = visit.basket(api);
    let catalogue = api.live.catalogue()?;
    let about = About {
        title: "Basket".to_owned(),
        description: "The videos that you have collected in this session.".to_owned(),
        path: "/basket",
        section: Section::Basket,
    };
    let layout = visit.layout(api, Some(&catalogue), basket.as_ref(), about);
    let kept = match &basket {
        Ok(basket) => Kept::Here(contents(&catalogue, basket)?),
        Err(error) => Kept::Away(error.to_string()),
    };
    Ok(BasketPage { layout, kept })
}

fn contents(
    catalogue: &Catalogue,
    basket: &Basket,
) -> Result<crate::view::basket::Contents, Problem> {
    let ids = basket.videos();
    let known = catalogue.videos_by_id(ids)?;
    let seconds = known.iter().flatten().filter_map(|video| video.duration).map(u64::from).sum();
    let rows = ids.iter().zip(known).enumerate().map(|(place, (&id, known))| Row {
        video: row(id, known),
        up: place.checked_sub(1),
        down: (place + 1 < ids.len()).then_some(place + 1),
    });
    let listen = listen::of_list(ids, "/api/v1/basket".to_owned(), |format| {
        format!("/basket/export/{format}")
    });
    let playlist = Some(format!("{}?basket=1", playlist::NEW));
    Ok(crate::view::basket::Contents {
        rows: rows.collect(),
        seconds,
        can_undo: basket.can_undo(),
        listen: listen.map(|listen| Listen { playlist, ..listen }),
    })
}

/// A video of the basket; of one that the catalogue has no more, its id is all there is.
pub(super) fn row(id: VideoId, known: Option<PlaylistVideo>) -> Video {
    match known {
        None => {
            Video { title: id.to_string(), id: id.to_string(), in_basket: true, ..Video::default() }
        }
        Some(video) => Video {
            title: if video.title.trim().is_empty() { id.to_string() } else { video.title },
            artist: video.artist,
            duration: video.duration,
            page: record::page_of_video(id),
            in_basket: true,
            id: id.to_string(),
        },
    }
}

#[get("/basket/export/{format}")]
async fn download(
    format: web::Path<String>,
    visit: Visit,
    api: web::Data<Api>,
) -> Result<HttpResponse, Problem> {
    let format = export::format_of(&format)?;
    let shared = api.clone();
    let videos = api
        .work(move || {
            let basket = visit.basket(&shared)?;
            Ok(shared.live.answer(|catalogue| catalogue.videos_by_id(basket.videos()))?)
        })
        .await?;
    let videos: Vec<PlaylistVideo> = videos.into_iter().flatten().collect();
    Ok(private(export::file(format, "Basket", &videos)?))
}

/// What a form sends.
struct Form {
    videos: Vec<VideoId>,
    /// The place to move to, from 0.
    to: Option<usize>,
    back: String,
}

impl Form {
    fn read(fields: &[(String, String)], visitor: &Visitor) -> Result<Self, Problem> {
        let all = |name: &'static str| {
            fields.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.as_str())
        };
        check_token(fields, &visitor.id)?;
        let wrong = |error: String| {
            Problem::new(StatusCode::BAD_REQUEST, "invalid-form", "The form cannot be read", error)
        };
        let videos = all("video").map(|id| id.parse().map_err(|error| format!("{error}")));
        let videos = videos.collect::<Result<_, String>>().map_err(wrong)?;
        let to = all("to").next().map(|to| to.parse().map_err(|_| format!("`{to}` is no place")));
        let to = to.transpose().map_err(wrong)?;
        let back = all("back").next().filter(|back| is_local(back)).unwrap_or("/basket");
        Ok(Self { videos, to, back: back.to_owned() })
    }
}

/// What a script is told of a change.
#[derive(Serialize)]
struct Changed {
    count: usize,
    /// In seconds, as far as it is known.
    duration: u64,
    can_undo: bool,
    /// Whether the basket is another than before.
    changed: bool,
    message: String,
}

/// What a form does with the basket.
#[derive(Clone, Copy)]
struct Change {
    /// Whether it may bring videos in; they must be those of the catalogue.
    adds: bool,
    /// Gives what is told of it.
    apply: fn(&mut Basket, &Form) -> Result<String, BasketError>,
}

/// A form that changes what is in the basket.
fn changing(apply: fn(&mut Basket, &Form) -> Result<String, BasketError>) -> Route {
    form(Change { adds: false, apply })
}

fn form(change: Change) -> Route {
    web::post().to(move |visitor: SameOrigin, body, request, api| async move {
        changed(visitor.0, body, request, api, change).await
    })
}

/// Changes the basket and says so, to a script or by going back to the page.
async fn changed(
    visitor: Visitor,
    body: Body,
    request: HttpRequest,
    api: web::Data<Api>,
    change: Change,
) -> Result<HttpResponse, Problem> {
    let form = Form::read(&body.form()?, &visitor)?;
    let back = form.back.clone();
    let shared = api.clone();
    let changed = api
        .work(move || {
            if change.adds {
                shared.check_videos(&form.videos)?;
            }
            let (basket, (message, changed)) = shared.sessions.change(&visitor.id, |basket| {
                let before = basket.videos().to_vec();
                let message = (change.apply)(basket, &form)?;
                Ok((message, basket.videos() != before))
            })?;
            let duration = shared.live.answer(|catalogue| catalogue.duration(basket.videos()))?;
            let (count, can_undo) = (basket.len(), basket.can_undo());
            Ok(Changed { count, duration, can_undo, changed, message })
        })
        .await?;
    let accept = request.headers().get(header::ACCEPT).and_then(|accept| accept.to_str().ok());
    if accept.is_some_and(|accept| accept.starts_with("application/json")) {
        return Ok(HttpResponse::Ok()
            .insert_header((header::CACHE_CONTROL, "private, no-store"))
            .json(changed));
    }
    Ok(HttpResponse::SeeOther().insert_header((header::LOCATION, back)).finish())
}

fn add(basket: &mut Basket, form: &Form) -> Result<String, BasketError> {
    Ok(match basket.add(&form.videos)? {
        0 => "Already in the basket".to_owned(),
        1 => "Added to the basket".to_owned(),
        count => format!("{count} added to the basket"),
    })
}

fn remove(basket: &mut Basket, form: &Form) -> Result<String, BasketError> {
    form.videos.iter().for_each(|&video| {
        basket.remove(video);
    });
    Ok("Removed from the basket".to_owned())
}

fn reorder(basket: &mut Basket, form: &Form) -> Result<String, BasketError> {
    if let (Some(&video), Some(to)) = (form.videos.first(), form.to) {
        basket.move_to(video, to);
    }
    Ok("Moved".to_owned())
}

fn undo(basket: &mut Basket, _: &Form) -> Result<String, BasketError> {
    Ok(if basket.undo() { "Undone" } else { "There is nothing to undo" }.to_owned())
}

fn clear(basket: &mut Basket, _: &Form) -> Result<String, BasketError> {
    basket.clear();
    Ok("The basket is empty".to_owned())
}
