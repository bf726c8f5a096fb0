//! What is answered where nothing goes wrong.

use actix_web::http::{Method, header};

use crate::{
    address::Asked,
    answer::Answer,
    ask::Ask,
    dumps::File,
    layout::Layout,
    listing, missing,
    range::{Part, Ranges},
    state::State,
};

pub(crate) fn respond(state: &State, ask: &Ask, ranges: Ranges) -> Answer {
    if ask.method != Method::GET && ask.method != Method::HEAD {
        return Answer::refusal(405, "Method Not Allowed").with(header::ALLOW, "GET, HEAD");
    }
    let key = &ask.address.key;
    match ask.address.asked {
        Asked::Listing => listing::respond(state, ask),
        Asked::File(_) => {
            let file = match ask.address.layout {
                Layout::Folder => state.dumps.named(key),
                Layout::Query | Layout::S3 | Layout::Tree => state.dumps.get(key),
            };
            let ranges = if state.options.ignores_ranges { Ranges::Ignored } else { ranges };
            match file {
                Some(file) => content(ask, file, ranges, !state.options.ignores_ranges),
                None => missing::respond(&state.options, ask),
            }
        }
        Asked::Other => missing::respond(&state.options, ask),
    }
}

fn content(ask: &Ask, file: &File, ranges: Ranges, knows_ranges: bool) -> Answer {
    let content_type =
        if ask.address.key.ends_with(".gz") { "application/gzip" } else { "text/plain" };
    let mut answer = Answer::new(200, content_type, file.content.clone())
        .with(header::LAST_MODIFIED, &file.last_modified())
        .tagged(&file.etag, ask);
    if knows_ranges {
        answer = answer.with(header::ACCEPT_RANGES, "bytes");
    }
    if answer.status == 304 {
        return answer;
    }
    let length = file.content.len();
    match Part::of(ask, file, ranges) {
        Part::Whole => answer,
        Part::Bytes(first, end) => {
            answer.status = 206;
            answer.body = file.content.slice(first..end);
            // The end is behind the last byte; there is none where a misplaced part is empty.
            let last = end.saturating_sub(1);
            answer.with(header::CONTENT_RANGE, &format!("bytes {first}-{last}/{length}"))
        }
        Part::Nothing => Answer::refusal(416, "Range Not Satisfiable")
            .with(header::CONTENT_RANGE, &format!("bytes */{length}")),
    }
}
