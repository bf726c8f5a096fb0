//! What is said of what there is not.

use crate::{
    answer::Answer,
    ask::Ask,
    layout::Layout,
    markup::escape,
    options::{Missing, Options},
};

pub(crate) fn respond(options: &Options, ask: &Ask) -> Answer {
    match (ask.address.layout, options.missing) {
        (Layout::S3, Missing::NotFound) => {
            let key = format!("<Key>{}</Key>", escape(&ask.address.key));
            s3_error(404, "NoSuchKey", "The specified key does not exist.", &key)
        }
        (Layout::S3, Missing::Forbidden) => access_denied(),
        (Layout::Query | Layout::Folder | Layout::Tree, _) => Answer::refusal(404, "Not Found"),
    }
}

pub(crate) fn access_denied() -> Answer {
    s3_error(403, "AccessDenied", "Access Denied", "")
}

/// An error as S3 tells it.
pub(crate) fn s3_error(status: u16, code: &str, message: &str, more: &str) -> Answer {
    let error = format!("<Error><Code>{code}</Code><Message>{message}</Message>{more}</Error>");
    Answer::xml(status, format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{error}"))
}
