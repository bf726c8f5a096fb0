//! Each fault shows itself to a client.

use fake_discogs::{FakeDiscogs, Fault, Layout, On};
use reqwest::{
    blocking::Response,
    header::{
        CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG, IF_NONE_MATCH, RANGE, RETRY_AFTER,
    },
};

use crate::client::{
    CHECKSUM, LABELS, content, file, get, getting_labels, header, listing, published, read, text,
};

/// The answer to a request for the labels with this fault in it; the one behind it is in order.
fn with(fault: Fault) -> Response {
    let discogs = published();
    discogs.fail_next(On::File, fault.clone());
    let answer = getting_labels(&discogs).send().unwrap();
    assert_eq!(read(getting_labels(&discogs).send().unwrap()), (200, content()));
    let faults: Vec<_> =
        discogs.books().requests().iter().map(|entry| entry.fault.clone()).collect();
    assert_eq!(faults, [Some(fault), None]);
    answer
}

fn with_range(fault: Fault, range: &str) -> Response {
    let discogs = published();
    discogs.fail_next(On::File, fault);
    getting_labels(&discogs).header(RANGE, range).send().unwrap()
}

#[test]
fn a_refusal_says_when_to_come_again_where_it_knows() {
    let seconds = |seconds: u64| Some(seconds.to_string());
    let cases = [
        (Fault::TooMany { retry_after: 3_574 }, 429, seconds(3_574)),
        (Fault::Unavailable { retry_after: Some(7) }, 503, seconds(7)),
        (Fault::Unavailable { retry_after: None }, 503, None),
        (Fault::Forbidden, 403, None),
        (Fault::ServerError, 500, None),
    ];
    for (fault, status, retry_after) in cases {
        let answer = with(fault);
        assert_eq!(header(&answer, RETRY_AFTER), retry_after);
        assert!(header(&answer, CONTENT_TYPE).unwrap().starts_with("text/html"));
        assert_eq!(answer.status(), status);
    }
}

#[test]
fn a_page_comes_instead_of_the_file() {
    let answer = with(Fault::Html);
    assert!(header(&answer, CONTENT_TYPE).unwrap().starts_with("text/html"));
    let (status, page) = text(answer);
    assert_eq!(status, 200);
    assert!(page.starts_with("<!DOCTYPE html>"), "{page}");
}

#[test]
fn an_empty_file_says_that_it_is_empty() {
    let answer = with(Fault::Empty);
    assert_eq!(header(&answer, CONTENT_LENGTH).as_deref(), Some("0"));
    assert_eq!(read(answer), (200, Vec::new()));
    let answer = with_range(Fault::Empty, "bytes=400-");
    assert_eq!(header(&answer, CONTENT_RANGE), None);
    assert_eq!(read(answer), (200, Vec::new()));
}

#[test]
fn a_flipped_file_differs_in_one_byte() {
    let answer = with(Fault::Flip);
    let (status, body) = read(answer);
    assert_eq!((status, body.len()), (200, 1_000));
    assert_eq!(body.iter().zip(content()).filter(|(is, was)| **is != *was).count(), 1);
}

#[test]
fn a_whole_file_comes_instead_of_a_part() {
    let answer = with_range(Fault::Whole, "bytes=400-");
    assert_eq!(header(&answer, CONTENT_RANGE), None);
    assert_eq!(read(answer), (200, content()));
}

#[test]
fn a_wrong_part_comes_with_its_own_range() {
    for (range, told, first, end) in [
        ("bytes=400-", "bytes 399-999/1000", 399, 1_000),
        ("bytes=0-", "bytes 1-999/1000", 1, 1_000),
        ("bytes=0-0", "bytes 1-1/1000", 1, 2),
    ] {
        let answer = with_range(Fault::WrongRange, range);
        assert_eq!(header(&answer, CONTENT_RANGE).as_deref(), Some(told));
        assert_eq!(read(answer), (206, content()[first..end].to_vec()));
    }
}

#[test]
fn a_dropped_request_has_no_answer() {
    let discogs = published();
    discogs.fail_next(On::File, Fault::Drop);
    assert!(getting_labels(&discogs).send().is_err());
    assert_eq!(discogs.books().requests()[0].status, None);
    assert_eq!(read(getting_labels(&discogs).send().unwrap()), (200, content()));
}

#[test]
fn a_fault_happens_to_what_it_is_meant_for_and_so_often() {
    let discogs = FakeDiscogs::start();
    discogs.put_month("20261101", [("labels", content()), ("artists", content())]);
    let asked = [
        listing(&discogs, Layout::Query),
        file(&discogs, Layout::Query, CHECKSUM),
        file(&discogs, Layout::Query, LABELS),
        file(&discogs, Layout::Query, crate::client::ARTISTS),
    ];
    let cases = [
        (On::Listing, [500, 200, 200, 200]),
        (On::Checksum, [200, 500, 200, 200]),
        (On::File, [200, 200, 500, 500]),
        (On::Name(LABELS.to_owned()), [200, 200, 500, 200]),
        (On::Any, [500, 500, 500, 500]),
    ];
    for (on, statuses) in cases {
        let times = statuses.iter().filter(|status| **status == 500).count();
        discogs.fail(on.clone(), Fault::ServerError, times.try_into().unwrap());
        assert_eq!(asked.each_ref().map(|url| get(url).status().as_u16()), statuses, "{on:?}");
        assert_eq!(asked.each_ref().map(|url| get(url).status().as_u16()), [200; 4], "{on:?}");
    }
}

#[test]
fn a_fault_waits_for_a_request_that_it_can_happen_to() {
    let discogs = published();
    let etag = header(&getting_labels(&discogs).send().unwrap(), ETAG).unwrap();
    discogs.fail_next(On::File, Fault::WrongRange);
    discogs.fail_next(On::File, Fault::Flip);
    let unchanged = getting_labels(&discogs).header(IF_NONE_MATCH, etag).send().unwrap();
    assert_eq!((unchanged.status().as_u16(), discogs.faults_left()), (304, 2));
    let (_, flipped) = read(getting_labels(&discogs).send().unwrap());
    assert_ne!(flipped, content());
    assert_eq!(discogs.faults_left(), 1);
    let part = getting_labels(&discogs).header(RANGE, "bytes=400-").send().unwrap();
    assert_eq!(header(&part, CONTENT_RANGE).as_deref(), Some("bytes 399-999/1000"));
    assert_eq!(discogs.faults_left(), 0);
}

#[test]
fn faults_come_in_their_order_and_can_be_called_off() {
    let discogs = published();
    discogs.fail_next(On::Any, Fault::Forbidden);
    discogs.fail(On::File, Fault::ServerError, 2);
    let statuses = [(); 2].map(|()| getting_labels(&discogs).send().unwrap().status().as_u16());
    assert_eq!((statuses, discogs.faults_left()), ([403, 500], 1));
    discogs.clear_faults();
    assert_eq!(getting_labels(&discogs).send().unwrap().status(), 200);
}
