//! A request on its way through faults and books to its answer.

use std::{rc::Rc, sync::Arc};

use actix_web::{
    HttpRequest, HttpResponse,
    body::{None as NoBody, SizedStream},
    http::StatusCode,
    web,
};
use futures_util::stream;
use servers::Connection;

use crate::{
    address::Asked,
    answer::Answer,
    ask::Ask,
    body,
    books::Entry,
    range::Ranges,
    respond::respond,
    spoil::spoil,
    state::{State, World},
    transfer::Transfer,
};

pub(crate) async fn serve(request: HttpRequest, world: web::Data<World>) -> HttpResponse {
    let ask = Ask::of(&request);
    let world = world.into_inner();
    let (number, answer) = decide(&mut world.lock(), &ask);
    let Some(answer) = answer else {
        if let Some(connection) = request.conn_data::<Rc<Connection>>() {
            connection.close();
        }
        // The server writes it to a connection that is closed.
        return HttpResponse::InternalServerError().force_close().finish();
    };
    send(&ask, answer, world, number)
}

/// Decides what is answered, if anything is, and notes it before anybody hears.
fn decide(state: &mut State, ask: &Ask) -> (usize, Option<Answer>) {
    let answer = respond(state, ask, Ranges::Kept);
    let (answer, fault) = match state.faults.take(ask, &answer) {
        None => (Some(answer), None),
        Some(happening) => {
            let (spoilt, fault) = spoil(happening, state, ask, answer);
            (spoilt, Some(fault))
        }
    };
    let number = state.ledger.open(Entry {
        method: ask.method.to_string(),
        asked: ask.address.asked.clone(),
        layout: ask.address.layout,
        target: ask.target.clone(),
        range: ask.range.clone(),
        if_range: ask.if_range.clone(),
        if_none_match: ask.if_none_match.clone(),
        user_agent: ask.user_agent.clone(),
        status: answer.as_ref().map(|answer| answer.status),
        sent: 0,
        parallel: false,
        fault,
    });
    let sends_file = matches!(ask.address.asked, Asked::File(_)) && ask.is_get();
    if sends_file
        && answer.as_ref().is_some_and(|answer| !answer.body.is_empty() && answer.is_content())
    {
        state.ledger.begin(number);
    }
    (number, answer)
}

fn send(ask: &Ask, answer: Answer, world: Arc<World>, number: usize) -> HttpResponse {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::IM_A_TEAPOT);
    let mut response = HttpResponse::build(status);
    for (name, value) in &answer.headers {
        response.append_header((name, value.as_str()));
    }
    let promised = answer.promised() as u64;
    if ask.hides_length() || answer.status == 304 {
        response.body(NoBody::new())
    } else if ask.is_get() {
        let transfer = Transfer::new(world, number);
        response.body(SizedStream::new(promised, body::stream(answer, transfer)))
    } else {
        // It tells the length, and has nothing.
        response.body(SizedStream::new(promised, stream::empty::<Result<_, std::io::Error>>()))
    }
}
