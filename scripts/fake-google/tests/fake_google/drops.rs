//! Connections that really end: read from the socket itself.

use fake_google::{Call, FakeGoogle, What};

use crate::{client::User, raw::Raw};

fn said_with(what: What) -> (String, usize, Option<u16>) {
    let google = FakeGoogle::start();
    let ada = User::of(&google, "ada");
    let playlist = ada.make("Dub");
    google.fail_next(Call::PlaylistItemsInsert, what);
    let said = Raw::send(&google, &ada.token, &Raw::insert(&playlist)).read_to_end();
    let status = google.books().calls.last().unwrap().status;
    (said, google.playlists()[0].items.len(), status)
}

#[test]
fn a_drop_before_does_nothing_and_says_nothing() {
    assert_eq!(said_with(What::DropBefore), (String::new(), 0, None));
}

#[test]
fn a_drop_after_has_done_it_and_says_nothing() {
    assert_eq!(said_with(What::DropAfter), (String::new(), 1, None));
}

#[test]
fn a_cut_says_half_of_what_it_promised() {
    let (said, items, status) = said_with(What::Cut);
    assert_eq!((items, status), (1, Some(200)));
    let (head, body) = said.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
    assert_eq!(body.len(), length.parse::<usize>().unwrap() / 2);
    assert!(body.starts_with('{'), "{body}");
}

#[test]
fn a_client_sees_a_cut_as_an_error() {
    let google = FakeGoogle::start();
    let ada = User::of(&google, "ada");
    google.fail_next(Call::PlaylistsInsert, What::Cut);
    let answer = ada.making("Dub").send().unwrap();
    assert_eq!(answer.status(), 200);
    assert!(answer.bytes().is_err());
    assert_eq!(google.playlists().len(), 1);
}
