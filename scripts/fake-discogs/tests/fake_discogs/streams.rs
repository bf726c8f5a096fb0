//! Bodies that do not arrive as they were promised: read from the socket itself.

use fake_discogs::{Fault, Layout, On};

use crate::{
    client::{LABELS, content, file, getting_labels, published},
    raw::{Raw, wait_until},
};

#[test]
fn a_cut_answer_promises_more_than_it_sends() {
    for (after, sent) in [(0, 0), (300, 300), (999, 999), (5_000, 999)] {
        let discogs = published();
        discogs.fail_next(On::File, Fault::CutAfter(after));
        let (head, body) = Raw::get_labels(&discogs).read_to_end();
        assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
        assert!(head.contains("\r\ncontent-length: 1000\r\n"), "{head}");
        assert_eq!(body, &content()[..sent]);
        assert_eq!(discogs.books().bytes_of(LABELS), sent as u64);
    }
}

#[test]
fn a_long_cut_answer_sends_every_byte_before_the_cut() {
    let discogs = published();
    // More than a socket takes at once.
    let long = vec![7; 20 << 20];
    let cut = (13 << 20) + 5;
    discogs.put(LABELS, long);
    for throttled in [None, Some(1 << 30)] {
        discogs.throttle(throttled);
        discogs.fail_next(On::File, Fault::CutAfter(cut));
        let (_, body) = Raw::get_labels(&discogs).read_to_end();
        assert_eq!(body.len() as u64, cut);
    }
}

#[test]
fn a_client_sees_a_cut_as_an_error() {
    let discogs = published();
    discogs.fail_next(On::File, Fault::CutAfter(300));
    let answer = getting_labels(&discogs).send().unwrap();
    assert_eq!(answer.status(), 200);
    assert!(answer.bytes().is_err());
}

#[test]
fn a_listing_is_cut_as_a_file_is() {
    let discogs = published();
    discogs.fail_next(On::Listing, Fault::CutAfter(5));
    let (head, body) = Raw::get(&discogs.url(Layout::Folder)).read_to_end();
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
    assert_eq!(body, b"<!DOC");
}

#[test]
fn a_stalled_answer_goes_silent_until_the_client_leaves() {
    let discogs = published();
    discogs.fail_next(On::File, Fault::Stall { after: 300 });
    let mut stalled = Raw::get_labels(&discogs);
    let (head, body) = stalled.read_body(300);
    assert!(head.contains("\r\ncontent-length: 1000\r\n"), "{head}");
    assert_eq!(body, &content()[..300]);
    // Others are answered meanwhile.
    assert_eq!(getting_labels(&discogs).send().unwrap().status(), 200);
    assert!(stalled.is_silent());
    drop(stalled);
    wait_until(|| getting_labels(&discogs).send().is_ok());
}

#[test]
fn a_server_ends_though_an_answer_stalls() {
    let discogs = published();
    discogs.fail_next(On::File, Fault::Stall { after: 300 });
    let mut stalled = Raw::get(&file(&discogs, Layout::S3, LABELS));
    stalled.read_body(300);
    drop(discogs);
    assert_eq!(stalled.read_to_end().1, b"");
}
