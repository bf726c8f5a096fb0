//! Everything that was asked is in the books.

use fake_discogs::{Asked, Fault, Layout, On};
use reqwest::{
    Method,
    header::{IF_NONE_MATCH, IF_RANGE, RANGE, USER_AGENT},
};

use crate::client::{
    CHECKSUM, LABELS, asking, content, file, get, getting_labels, listing, published,
};

#[test]
fn requests_stand_in_order_with_what_was_asked_and_answered() {
    let discogs = published();
    get(&listing(&discogs, Layout::Query));
    get(&file(&discogs, Layout::Tree, CHECKSUM));
    asking(Method::HEAD, &file(&discogs, Layout::S3, LABELS)).send().unwrap();
    get(&file(&discogs, Layout::Folder, "discogs_20261201_labels.xml.gz"));
    get(&format!("{}robots.txt", discogs.url(Layout::Query)));
    let books = discogs.books();
    let entries = books.requests().iter();
    let asked: Vec<_> = entries
        .map(|entry| (&*entry.method, entry.layout, entry.asked.clone(), entry.status.unwrap()))
        .collect();
    let file = |name: &str| Asked::File(name.to_owned());
    assert_eq!(
        asked,
        [
            ("GET", Layout::Query, Asked::Listing, 200),
            ("GET", Layout::Tree, file(CHECKSUM), 200),
            ("HEAD", Layout::S3, file(LABELS), 200),
            ("GET", Layout::Folder, file("discogs_20261201_labels.xml.gz"), 404),
            ("GET", Layout::Query, Asked::Other, 404),
        ]
    );
    assert_eq!(books.requests()[0].target, "/?prefix=data%2F2026%2F");
    assert_eq!(books.requests()[2].sent, 0);
    assert_eq!(books.of(&On::File).count(), 2);
    assert_eq!(books.of(&On::Checksum).count(), 1);
}

#[test]
fn headers_are_noted_as_they_came() {
    let discogs = published();
    let request = getting_labels(&discogs)
        .header(RANGE, "bytes=1-")
        .header(IF_RANGE, "\"a\"")
        .header(IF_NONE_MATCH, "\"b\"")
        .header(USER_AGENT, "dataget/0.1");
    request.send().unwrap();
    getting_labels(&discogs).send().unwrap();
    let books = discogs.books();
    let noted = books.requests().iter().map(|entry| {
        [&entry.range, &entry.if_range, &entry.if_none_match, &entry.user_agent]
            .map(|header| header.as_deref().unwrap_or_default().to_owned())
    });
    let noted: Vec<_> = noted.collect();
    assert_eq!(noted, [["bytes=1-", "\"a\"", "\"b\"", "dataget/0.1"], ["", "", "", ""]]);
}

#[test]
fn bytes_of_a_file_are_those_of_the_file() {
    let discogs = published();
    discogs.fail_next(On::File, Fault::Unavailable { retry_after: None });
    discogs.fail_next(On::File, Fault::CutAfter(300));
    assert!(!getting_labels(&discogs).send().unwrap().bytes().unwrap().is_empty());
    assert!(getting_labels(&discogs).send().unwrap().bytes().is_err());
    let rest = getting_labels(&discogs).header(RANGE, "bytes=300-").send().unwrap();
    assert_eq!(rest.bytes().unwrap(), content()[300..]);
    let books = discogs.books();
    assert_eq!(books.bytes_of(LABELS), 1_000);
    let sent: Vec<_> = books.requests()[1..].iter().map(|entry| entry.sent).collect();
    assert_eq!(sent, [300, 700]);
}

#[test]
fn new_books_are_empty() {
    let discogs = published();
    get(&listing(&discogs, Layout::Query));
    discogs.clear_books();
    assert!(discogs.books().requests().is_empty());
    get(&file(&discogs, Layout::Tree, LABELS));
    assert_eq!(discogs.books().requests()[0].sent, 1_000);
}
