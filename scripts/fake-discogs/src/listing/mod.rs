//! What there is, told in each layout's way.

mod folder;
mod query;
mod s3;

use crate::{answer::Answer, ask::Ask, checksum::md5_hex, layout::Layout, missing, state::State};

pub(crate) fn respond(state: &State, ask: &Ask) -> Answer {
    let listing = match ask.address.layout {
        Layout::Query => Answer::html(200, query::page(&state.dumps, ask)),
        Layout::Folder if ask.address.key.is_empty() => {
            Answer::html(200, folder::page(&state.dumps))
        }
        Layout::S3 if ask.address.key.is_empty() && state.options.forbids_listing => {
            return missing::access_denied();
        }
        Layout::S3 if ask.address.key.is_empty() => {
            match s3::document(&state.dumps, ask, state.options.page_size) {
                Ok(document) => Answer::xml(200, document),
                Err(refusal) => return refusal,
            }
        }
        // A folder's name is no key, and a tree has no listing.
        Layout::S3 | Layout::Folder | Layout::Tree => {
            return missing::respond(&state.options, ask);
        }
    };
    let etag = format!("\"{}\"", md5_hex(&listing.body));
    listing.tagged(&etag, ask)
}
