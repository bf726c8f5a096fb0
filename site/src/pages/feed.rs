//! What each month has brought, for feed readers.

use std::time::SystemTime;

use actix_web::{
    HttpRequest, HttpResponse, get,
    http::header::{self, EntityTag, Header, HttpDate, IfModifiedSince, IfNoneMatch},
    web,
};
use apis::{
    catalogue::CatalogueError,
    rest::{Api, Problem},
};
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use storage::generations::{GenerationName, Store};

use super::{
    changed::{KINDS, changed},
    visit::rendered,
};
use crate::view::{
    feed::{Content, Entry, Feed},
    figures,
};

/// Anybody may keep it, who asks each time whether it still holds.
const CACHE: &str = "public, max-age=0, must-revalidate";

#[get("/feed.xml")]
pub(super) async fn show(
    request: HttpRequest,
    api: web::Data<Api>,
) -> Result<HttpResponse, Problem> {
    let shared = api.clone();
    let work = move || {
        let site = shared.public_url.to_string();
        let (feed, updated) = fill(&shared.store, site.trim_end_matches('/'))?;
        let mut feed = rendered(&feed)?;
        feed.retain(is_xml);
        Ok((feed, updated))
    };
    let (feed, updated) = api.work(work).await?;
    let tag = EntityTag::new_weak(digest(&feed));
    // Whole seconds are all that the header can say.
    let modified = HttpDate::from(SystemTime::from(whole(updated)));
    let is_known = match IfNoneMatch::parse(&request) {
        Ok(IfNoneMatch::Items(tags)) if !tags.is_empty() => {
            tags.iter().any(|known| known.weak_eq(&tag))
        }
        _ => IfModifiedSince::parse(&request).is_ok_and(|since| since.0 >= modified),
    };
    let mut answer = if is_known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    answer
        .insert_header((header::CACHE_CONTROL, CACHE))
        .insert_header(header::ETag(tag))
        .insert_header(header::LastModified(modified));
    Ok(match is_known {
        true => answer.finish(),
        false => answer.content_type("application/atom+xml; charset=utf-8").body(feed),
    })
}

fn whole(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second()).unwrap_or(at)
}

/// The feed and when it was new last.
fn fill(store: &Store, site: &str) -> Result<(Feed, Timestamp), CatalogueError> {
    let mut updated = Timestamp::UNIX_EPOCH;
    let mut entries = Vec::new();
    for name in store.published()?.into_iter().rev() {
        let manifest = store.manifest(name)?;
        updated = updated.max(manifest.created);
        let changes = store.changes(name)?;
        let kinds: Vec<_> = KINDS
            .iter()
            .filter_map(|kind| Some((kind, manifest.kinds.get(kind)?.documents)))
            .collect();
        let counted = |kind: &str, count| format!("{} {kind}", figures::number(&count));
        let first = kinds.first().map(|&(kind, all)| {
            let new = changes.as_ref().and_then(|changes| changes.kinds.get(kind));
            match new {
                Some(of) => counted(&format!("new {}", kind.name()), of.new),
                None => counted(kind.name(), all),
            }
        });
        entries.push(Entry {
            generation: name.to_string(),
            title: title(name, &first.unwrap_or_default()),
            updated: manifest.created.to_string(),
            content: Content {
                site: site.to_owned(),
                documents: kinds.iter().map(|&(kind, all)| counted(kind.name(), all)).collect(),
                changed: changes.as_ref().map(changed),
            },
        });
    }
    Ok((Feed { site: site.to_owned(), updated: updated.to_string(), entries }, updated))
}

/// `November 2026: 182,000 new releases`.
fn title(name: GenerationName, brings: &str) -> String {
    let month = name.date().day().strftime("%B %Y");
    match name.revision() {
        1 => format!("{month}: {brings}"),
        revision => format!("{month}, revision {revision}: {brings}"),
    }
}

fn digest(feed: &str) -> String {
    Sha256::digest(feed)[..12].iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Whether XML 1.0 has the character at all, escaped or not.
fn is_xml(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use super::title;

    #[test]
    fn a_month_that_was_loaded_again_says_so() {
        let title = |name: &str| title(name.parse().unwrap(), "9 new releases");
        assert_eq!(title("20261101"), "November 2026: 9 new releases");
        assert_eq!(title("20261101-2"), "November 2026, revision 2: 9 new releases");
    }
}
