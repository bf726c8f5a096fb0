//! How an answer goes wrong.

use actix_web::{http::header, web::Bytes};

use crate::{
    address::Asked,
    answer::{Answer, Ending},
    ask::Ask,
    faults::{Fault, Happening},
    markup,
    range::Ranges,
    respond::respond,
    state::State,
};

/// The answer that is sent instead, none where the connection is closed; and the fault in it.
pub(crate) fn spoil(
    happening: Happening,
    state: &mut State,
    ask: &Ask,
    answer: Answer,
) -> (Option<Answer>, Fault) {
    let fault = match happening {
        Happening::Fault(fault) => fault,
        Happening::Replacement(content) => {
            if let Asked::File(name) = &ask.address.asked {
                state.dumps.put(name, content, None);
            }
            Fault::CutAfter(answer.body.len() as u64 / 2)
        }
    };
    let spoilt = match &fault {
        Fault::Drop => return (None, fault),
        Fault::TooMany { retry_after } => Answer::refusal(429, "Too Many Requests")
            .with(header::RETRY_AFTER, &retry_after.to_string()),
        Fault::Unavailable { retry_after } => {
            let unavailable = Answer::refusal(503, "Service Unavailable");
            match retry_after {
                Some(seconds) => unavailable.with(header::RETRY_AFTER, &seconds.to_string()),
                None => unavailable,
            }
        }
        Fault::Forbidden => Answer::refusal(403, "Forbidden"),
        Fault::ServerError => Answer::refusal(500, "Internal Server Error"),
        Fault::Html => Answer::html(200, markup::page("Back soon", "<p>Please wait.</p>")),
        Fault::Empty => Answer { body: Bytes::new(), ..unconditional(state, ask) },
        Fault::CutAfter(bytes) => broken(answer, *bytes, Ending::Cut),
        Fault::Stall { after } => broken(answer, *after, Ending::Stalled),
        Fault::Flip => {
            let mut body = answer.body.to_vec();
            let middle = body.len() / 2;
            // A text stays a text.
            body[middle] ^= 1;
            Answer { body: body.into(), ..answer }
        }
        Fault::Whole => respond(state, ask, Ranges::Ignored),
        Fault::WrongRange => respond(state, ask, Ranges::Misplaced),
    };
    (Some(spoilt), fault)
}

/// What would come if it were asked for as a whole.
fn unconditional(state: &State, ask: &Ask) -> Answer {
    let plain = Ask { if_none_match: None, range: None, ..ask.clone() };
    respond(state, &plain, Ranges::Kept)
}

fn broken(answer: Answer, bytes: u64, ending: impl Fn(usize) -> Ending) -> Answer {
    let promised = answer.body.len();
    let sent = usize::try_from(bytes).unwrap_or(usize::MAX).min(promised - 1);
    Answer { body: answer.body.slice(..sent), ending: ending(promised), ..answer }
}
