//! Servers that answer in odd ways do no harm.

use std::{fs, path::Path};

use etl::{
    checksum::ChecksumLine,
    download::{Access, Client, DownloadError, Fetched, FileName, Layout, Pace, Settings, Stream},
};
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use crate::{
    scripted::Scripted,
    site::{LABELS, dump},
};

fn client(address: &str) -> Client {
    let settings = Settings { keep_free: 0, pace: Pace::NONE, ..Settings::default() };
    Client::new(address.parse().unwrap(), settings).unwrap()
}

fn fetch(server: &Scripted, into: &Path) -> Result<Fetched, DownloadError> {
    let name: FileName = LABELS.parse().unwrap();
    let hash = Sha256::digest(dump("labels", 'n'));
    let hex: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    let checksum = ChecksumLine::read(&format!("{hex} {LABELS}")).unwrap();
    let access = Access { layout: Layout::Folder, listed: false };
    client(&server.address).fetch(access, name, into, &checksum, &())
}

/// 200 with the labels, of which only so many bytes come.
fn whole(headers: &str, sent: usize) -> (String, Vec<u8>) {
    let labels = dump("labels", 'n');
    let head = format!("200 OK\r\nContent-Length: {}{headers}", labels.len());
    (head, labels[..sent].to_vec())
}

/// 206 with the labels from a byte on.
fn rest(from: usize, headers: &str) -> (String, Vec<u8>) {
    let labels = dump("labels", 'n');
    let (total, left) = (labels.len(), labels.len() - from);
    let range = format!("Content-Range: bytes {from}-{}/{total}", total - 1);
    let head = format!("206 Partial Content\r\nContent-Length: {left}\r\n{range}{headers}");
    (head, labels[from..].to_vec())
}

/// What comes in the end, and what was asked on the way.
fn run(answers: Vec<(String, Vec<u8>)>) -> Vec<String> {
    let (server, into) = (Scripted::start(answers), TempDir::new().unwrap());
    fetch(&server, into.path()).unwrap();
    assert_eq!(fs::read(into.path().join(LABELS)).unwrap(), dump("labels", 'n'));
    server.asked()
}

fn full() -> usize {
    dump("labels", 'n').len()
}

#[test]
fn a_weak_etag_is_no_reason_to_append_and_a_date_is() {
    let dated = "\r\nETag: W/\"x\"\r\nLast-Modified: Sun, 01 Nov 2026 19:00:00 GMT";
    let asked = run(vec![whole(dated, 500), rest(500, dated)]);
    assert!(asked[1].contains("\nrange: bytes=500-"), "{asked:?}");
    assert!(asked[1].contains("\nif-range: sun, 01 nov 2026 19:00:00 gmt"), "{asked:?}");
}

#[test]
fn what_has_no_version_is_begun_again() {
    let asked = run(vec![whole("", 500), whole("", full())]);
    assert!(!asked[1].contains("\nrange:"), "{asked:?}");
}

#[test]
fn a_rest_of_another_version_or_another_size_is_not_appended() {
    let (old, new) = ("\r\nETag: \"a\"", "\r\nETag: \"b\"");
    let longer = {
        let (head, body) = rest(500, old);
        (head.replace(&format!("/{}", full()), &format!("/{}", full() + 9)), body)
    };
    for odd in [rest(500, new), longer, rest(499, old)] {
        let asked = run(vec![whole(old, 500), odd, whole(new, full())]);
        assert!(!asked[2].contains("\nrange:"), "{asked:?}");
    }
}

#[test]
fn a_range_that_cannot_be_given_begins_again() {
    let etag = "\r\nETag: \"a\"";
    let cannot = ("416 Range Not Satisfiable\r\nContent-Length: 0".to_owned(), Vec::new());
    run(vec![whole(etag, 500), cannot, whole(etag, full())]);
}

#[test]
fn a_rest_in_several_pieces_is_put_together() {
    let etag = "\r\nETag: \"a\"";
    let (head, mut body) = rest(500, etag);
    body.truncate(700);
    let head = head
        .replace(&format!("Content-Length: {}", full() - 500), "Content-Length: 700")
        .replace(&format!("500-{}", full() - 1), "500-1199");
    run(vec![whole(etag, 500), (head, body), rest(1200, etag)]);
}

#[test]
fn a_part_that_nobody_asked_for_is_refused() {
    let (server, into) = (Scripted::start(vec![rest(500, "")]), TempDir::new().unwrap());
    let error = fetch(&server, into.path()).unwrap_err();
    assert!(matches!(error, DownloadError::WrongRange { asked: 0, .. }), "{error}");
}

#[test]
fn a_body_of_unsaid_length_that_is_cut_is_noticed_by_its_checksum() {
    let cut = ("200 OK".to_owned(), dump("labels", 'n')[..500].to_vec());
    run(vec![cut, whole("", full())]);
}

#[test]
fn a_redirection_is_followed_with_the_range() {
    let etag = "\r\nETag: \"a\"";
    let elsewhere =
        || ("302 Found\r\nLocation: /there\r\nContent-Length: 0".to_owned(), Vec::new());
    let asked = run(vec![whole(etag, 500), elsewhere(), rest(500, etag)]);
    assert!(asked[2].starts_with("get /there ") && asked[2].contains("\nrange: bytes=500-"));
}

#[test]
fn redirections_without_end_are_given_up() {
    let elsewhere = ("302 Found\r\nLocation: /x\r\nContent-Length: 0".to_owned(), Vec::new());
    let server = Scripted::start(vec![elsewhere; 6]);
    let error = fetch(&server, TempDir::new().unwrap().path()).unwrap_err();
    assert!(error.to_string().contains("it leads on and on"), "{error}");
    assert_eq!(server.asked().len(), 6, "nobody asks a second time");
}

#[test]
fn no_encoding_is_asked_for_and_none_undone() {
    let asked = run(vec![whole("\r\nContent-Encoding: gzip", full())]);
    assert!(asked[0].contains("\naccept-encoding: identity"), "{asked:?}");
}

#[test]
fn a_stream_may_be_read_on_another_thread() {
    fn is_send<T: Send>() {}
    is_send::<Stream>();
}
