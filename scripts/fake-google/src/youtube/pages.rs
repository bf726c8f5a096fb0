//! Lists, a page at a time.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use super::{ApiError, Asked};
use crate::ids;

/// How many resources a page has where nothing is said, and at most.
const DEFAULT: usize = 5;
const MOST: usize = 50;

/// The page that was asked for, of one list.
pub(crate) struct Page {
    list: String,
    begin: usize,
    size: usize,
}

impl Page {
    /// A token belongs to the list that it came from, and to no other.
    pub(crate) fn of(asked: &Asked<'_>, list: String) -> Result<Self, ApiError> {
        let size = match asked.query.get("maxResults") {
            None => DEFAULT,
            Some(most) => match most.parse() {
                Ok(most @ 0..=MOST) => most,
                _ => {
                    let message = format!("maxResults is between 0 and {MOST}, not '{most}'.");
                    return Err(ApiError::parameter("invalidValue", "maxResults", message));
                }
            },
        };
        let begin = match asked.query.get("pageToken") {
            None => 0,
            Some(token) => read(token, &list).ok_or_else(|| {
                let message = "The page token is not of this list.";
                ApiError::parameter("invalidPageToken", "pageToken", message)
            })?,
        };
        Ok(Self { list, begin, size })
    }

    /// The places in the list that are on the page.
    pub(crate) fn range(&self, total: usize) -> std::ops::Range<usize> {
        self.begin.min(total)..self.begin.saturating_add(self.size).min(total)
    }

    /// The list's answer around the resources of this page.
    pub(crate) fn answer(&self, kind: &str, total: usize, items: Vec<Value>) -> Value {
        let mut answer = response(kind, total, self.size, items);
        let end = self.range(total).end;
        if end < total && self.size > 0 {
            answer["nextPageToken"] = self.token(end).into();
        }
        if self.begin > 0 {
            answer["prevPageToken"] = self.token(self.begin.saturating_sub(self.size)).into();
        }
        answer
    }

    fn token(&self, begin: usize) -> String {
        URL_SAFE_NO_PAD.encode(format!("{begin}/{}", self.list))
    }
}

fn read(token: &str, list: &str) -> Option<usize> {
    let token = String::from_utf8(URL_SAFE_NO_PAD.decode(token).ok()?).ok()?;
    let (begin, of) = token.split_once('/')?;
    if of == list { begin.parse().ok() } else { None }
}

/// The answer of a list that has one page.
pub(crate) fn response(kind: &str, total: usize, size: usize, items: Vec<Value>) -> Value {
    let etag = ids::etag(&format!("{kind} {total} {items:?}"));
    json!({
        "kind": kind,
        "etag": etag,
        "pageInfo": {"totalResults": total, "resultsPerPage": size},
        "items": items,
    })
}
