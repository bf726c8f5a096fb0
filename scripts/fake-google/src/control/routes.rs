//! The controls over HTTP, for tests in other languages.

use actix_web::{HttpRequest, HttpResponse, http::header, web};
use serde_json::{Value, json};

use super::Command;
use crate::{accounts::ACCOUNTS, answer::Answer, state::World};

pub(crate) fn configure(config: &mut web::ServiceConfig) {
    config.route("/control/{control}", web::get().to(show));
    config.route("/control/{control}", web::post().to(change));
}

async fn show(
    request: HttpRequest,
    of: web::Path<String>,
    world: web::Data<World>,
) -> HttpResponse {
    if let Some(refusal) = refuse_pages(&request) {
        return refusal;
    }
    let state = world.lock();
    let shown = match of.as_str() {
        "books" => json!(state.ledger.books),
        "playlists" => json!(state.playlists.0),
        "accounts" => json!(ACCOUNTS),
        "faults" => json!({"left": state.faults.left()}),
        "clock" => json!({
            "now": state.clock.now(),
            "day": state.clock.day(),
            "next_day": state.clock.next_day(),
            "units_left": state.units_left(),
        }),
        _ => return refusal(404, "there is no such thing to see"),
    };
    Answer::json(200, &shown).into_response()
}

async fn change(
    request: HttpRequest,
    control: web::Path<String>,
    body: web::Bytes,
    world: web::Data<World>,
) -> HttpResponse {
    if let Some(refusal) = refuse_pages(&request) {
        return refusal;
    }
    let body: Result<Value, _> =
        if body.is_empty() { Ok(json!({})) } else { serde_json::from_slice(&body) };
    let Ok(Value::Object(mut fields)) = body else {
        return refusal(400, "the body is not a JSON object");
    };
    fields.insert("control".to_owned(), control.into_inner().into());
    match serde_json::from_value::<Command>(fields.into()) {
        Err(error) => refusal(400, &error.to_string()),
        Ok(command) => match command.run(&mut world.lock()) {
            Ok(told) => Answer::json(200, &told).into_response(),
            Err(what) => refusal(400, &what),
        },
    }
}

/// A page in somebody's browser is not to steer it: browsers tell where a change comes from.
fn refuse_pages(request: &HttpRequest) -> Option<HttpResponse> {
    let is_page = request.headers().contains_key(header::ORIGIN);
    is_page.then(|| refusal(403, "the controls are not for pages: there is an Origin header"))
}

fn refusal(status: u16, what: &str) -> HttpResponse {
    Answer::json(status, &json!({"error": what})).into_response()
}
