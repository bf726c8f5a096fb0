//! A request on its way through faults and books to its answer.

use std::{rc::Rc, sync::Arc, time::Duration};

use actix_web::{HttpRequest, HttpResponse, http::header, rt, web};
use servers::Connection;

use crate::{
    answer::Answer,
    books::Entry,
    call::Call,
    cut::cut,
    faults::{Fate, What},
    fields::Fields,
    insert::Insert,
    perform::{Request, refused_units},
    signin::TokenError,
    state::World,
    youtube::ApiError,
};

/// How an answer reaches the client.
enum Delivery {
    Whole(Answer),
    Half(Answer),
    Closed,
}

/// Answers a request of this kind.
pub(crate) async fn serve(
    call: Call,
    request: HttpRequest,
    body: web::Bytes,
    world: web::Data<World>,
) -> HttpResponse {
    let authorization = request.headers().get(header::AUTHORIZATION);
    let asked = Request {
        call,
        path: request.path().to_owned(),
        query: Fields::parse(request.query_string().as_bytes()),
        body,
        authorization: authorization.and_then(|is| is.to_str().ok()).map(str::to_owned),
    };
    let world = world.into_inner();
    let (at, fate) = open(&world, &asked);
    let insert = Insert::begin(&world, &asked);
    // On its own: what a client has asked for is done even where it does not wait for the answer.
    let done = rt::spawn(work(world, asked, at, fate, insert)).await;
    let delivery = done.unwrap_or(Delivery::Closed);
    deliver(delivery, request.conn_data::<Rc<Connection>>())
}

fn deliver(delivery: Delivery, connection: Option<&Rc<Connection>>) -> HttpResponse {
    match (delivery, connection) {
        (Delivery::Whole(answer), _) => return answer.into_response(),
        (Delivery::Half(answer), Some(connection)) => cut(connection, &answer),
        (Delivery::Closed, Some(connection)) => connection.close(),
        (_, None) => {}
    }
    // The server writes it to a connection that is closed.
    HttpResponse::InternalServerError().force_close().finish()
}

/// Notes the arrival, and decides what goes wrong.
fn open(world: &World, asked: &Request) -> (usize, Fate) {
    let state = &mut *world.lock();
    let fate = state.faults.decide(asked.call);
    let (playlist, video) = asked.subject();
    let hides = (fate.hide > 0).then_some(What::Hide(fate.hide));
    let at = state.ledger.open(Entry {
        at: state.clock.now(),
        call: asked.call,
        user: asked.owner(state).map(|account| account.name.to_owned()),
        units: 0,
        status: None,
        applied: false,
        video,
        playlist,
        fault: fate.what.clone().or(hides),
    });
    (at, fate)
}

async fn work(
    world: Arc<World>,
    asked: Request,
    at: usize,
    fate: Fate,
    insert: Option<Insert>,
) -> Delivery {
    let latency = world.lock().options.latency;
    if asked.call.is_api() && !latency.is_zero() {
        rt::time::sleep(latency).await;
    }
    match &fate.what {
        Some(What::Delay(millis)) => wait(*millis).await,
        Some(What::DropBefore) => return Delivery::Closed,
        Some(what @ (What::Status(..) | What::RateLimited)) => {
            if let Some(answer) = error(asked.call, what) {
                refuse(&world, asked.call, at, answer.status);
                return Delivery::Whole(answer);
            }
        }
        _ => {}
    }
    let answer = perform(&world, &asked, at, &fate);
    // Before its answer is sent: the client's next one may follow at once.
    drop(insert);
    match fate.what {
        Some(What::DelayApplied(millis)) => wait(millis).await,
        Some(What::DropAfter) => return Delivery::Closed,
        Some(What::Cut) => return Delivery::Half(answer),
        _ => {}
    }
    Delivery::Whole(answer)
}

/// Notes a refusal on purpose, which costs what any other does.
fn refuse(world: &World, call: Call, at: usize, status: u16) {
    let state = &mut *world.lock();
    let units = refused_units(state, call);
    state.ledger.charge(state.clock.day(), units);
    if let Some(entry) = state.ledger.entry(at) {
        entry.units = units;
        entry.status = Some(status);
    }
}

/// Does it, and notes what came of it before anybody hears.
fn perform(world: &World, asked: &Request, at: usize, fate: &Fate) -> Answer {
    let state = &mut *world.lock();
    let mut done = asked.perform(state, fate.hide);
    if let (true, Some(what)) = (done.answer.is_success(), &fate.what) {
        done.answer = error(asked.call, what).unwrap_or(done.answer);
    }
    if let Some(entry) = state.ledger.entry(at) {
        entry.units = done.units;
        entry.applied = done.is_applied;
        entry.status = (fate.what != Some(What::DropAfter)).then_some(done.answer.status);
        entry.user = done.account.map(|account| account.name.to_owned()).or(entry.user.take());
        entry.playlist = done.made.or(entry.playlist.take());
    }
    done.answer
}

/// The answer of a fault that has one, in the shape of what was asked.
fn error(call: Call, what: &What) -> Option<Answer> {
    if call.is_api() || call == Call::Other {
        return ApiError::of_fault(call, what).map(|error| error.answer());
    }
    TokenError::of_fault(what).map(|error| error.answer())
}

async fn wait(millis: u64) {
    rt::time::sleep(Duration::from_millis(millis)).await;
}
