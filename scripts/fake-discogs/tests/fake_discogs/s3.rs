//! The S3 layout lists as a bucket does.

use fake_discogs::{FakeDiscogs, Layout, Missing};
use roxmltree::Document;

use crate::client::{LABELS, file, get, listing, text};

const NAMES: [&str; 3] = [
    "discogs_20261101_artists.xml.gz",
    "discogs_20261101_labels.xml.gz",
    "discogs_20261101_masters.xml.gz",
];

fn published() -> FakeDiscogs {
    let discogs = FakeDiscogs::start();
    for name in NAMES {
        discogs.put(name, name);
    }
    discogs.put("discogs_20251201_labels.xml.gz", "old");
    discogs
}

/// The texts of all elements of this name.
fn texts(xml: &str, name: &str) -> Vec<String> {
    let document = Document::parse(xml).unwrap();
    let elements = document.descendants().filter(|node| node.tag_name().name() == name);
    elements.map(|node| node.text().unwrap_or_default().to_owned()).collect()
}

fn list(discogs: &FakeDiscogs, query: &str) -> String {
    let (status, xml) = text(get(&format!("{}?{query}", discogs.url(Layout::S3))));
    assert_eq!(status, 200, "{xml}");
    xml
}

#[test]
fn a_listing_tells_keys_times_etags_and_sizes() {
    let discogs = published();
    for query in ["list-type=2&prefix=data/2026/", "prefix=data%2F2026%2F"] {
        let xml = list(&discogs, query);
        assert_eq!(texts(&xml, "Key"), NAMES.map(|name| format!("data/2026/{name}")));
        assert_eq!(texts(&xml, "LastModified"), ["2026-11-01T19:30:00.000Z"; 3]);
        assert_eq!(texts(&xml, "Size"), NAMES.map(|name| name.len().to_string()));
        assert_eq!(texts(&xml, "IsTruncated"), ["false"]);
        let answer = get(&file(&discogs, Layout::S3, NAMES[0]));
        let etag = answer.headers()["etag"].to_str().unwrap();
        assert_eq!(texts(&xml, "ETag")[0], etag);
    }
}

#[test]
fn a_long_listing_is_continued_with_its_token() {
    let discogs = published();
    discogs.set_page_size(2);
    let first = list(&discogs, "list-type=2&prefix=data/2026/");
    assert_eq!(texts(&first, "IsTruncated"), ["true"]);
    assert_eq!(texts(&first, "Key"), [NAMES[0], NAMES[1]].map(|name| format!("data/2026/{name}")));
    let token = &texts(&first, "NextContinuationToken")[0];
    let query = format!("list-type=2&prefix=data/2026/&continuation-token={token}");
    let second = list(&discogs, &query);
    assert_eq!(texts(&second, "IsTruncated"), ["false"]);
    assert_eq!(texts(&second, "Key"), [format!("data/2026/{}", NAMES[2])]);
    assert!(texts(&second, "NextContinuationToken").is_empty());
}

#[test]
fn the_older_listing_is_continued_behind_its_last_key() {
    let discogs = published();
    discogs.set_page_size(2);
    let mut keys = texts(&list(&discogs, "prefix=data/2026/"), "Key");
    let query = format!("prefix=data/2026/&marker={}", keys.last().unwrap());
    keys.extend(texts(&list(&discogs, &query), "Key"));
    assert_eq!(keys, NAMES.map(|name| format!("data/2026/{name}")));
}

#[test]
fn a_delimiter_folds_years_into_folders() {
    let xml = list(&published(), "list-type=2&prefix=data/&delimiter=/");
    assert_eq!(texts(&xml, "Prefix"), ["data/", "data/2025/", "data/2026/"]);
    assert!(texts(&xml, "Key").is_empty());
}

#[test]
fn a_token_that_is_none_is_refused() {
    let discogs = published();
    let url = format!("{}?list-type=2&continuation-token=dub", discogs.url(Layout::S3));
    let (status, xml) = text(get(&url));
    assert_eq!((status, &*texts(&xml, "Code")[0]), (400, "InvalidArgument"));
}

#[test]
fn a_missing_key_is_unknown_or_forbidden() {
    let discogs = FakeDiscogs::start();
    for (missing, status, code) in
        [(Missing::NotFound, 404, "NoSuchKey"), (Missing::Forbidden, 403, "AccessDenied")]
    {
        discogs.set_missing(missing);
        let (is, xml) = text(get(&file(&discogs, Layout::S3, LABELS)));
        assert_eq!((is, texts(&xml, "Code")), (status, vec![code.to_owned()]));
    }
}

#[test]
fn a_bucket_that_forbids_to_list_has_its_files() {
    let discogs = published();
    discogs.set_forbids_listing(true);
    let (status, xml) = text(get(&listing(&discogs, Layout::S3)));
    assert_eq!((status, &*texts(&xml, "Code")[0]), (403, "AccessDenied"));
    assert_eq!(get(&file(&discogs, Layout::S3, LABELS)).status(), 200);
    assert_eq!(get(&listing(&discogs, Layout::Query)).status(), 200);
}
