//! A file that is replaced while it is downloaded.

use fake_discogs::{FakeDiscogs, Fault, Layout};
use reqwest::header::{ETAG, IF_RANGE, LAST_MODIFIED, RANGE};

use crate::{
    client::{LABELS, content, file, get, getting_labels, header, published, read},
    raw::Raw,
};

fn halved() -> (FakeDiscogs, String, String) {
    let discogs = published();
    let before = get(&file(&discogs, Layout::Tree, LABELS));
    let [etag, modified] = [ETAG, LAST_MODIFIED].map(|name| header(&before, name).unwrap());
    discogs.clear_books();
    discogs.replace_during_next(LABELS, "another");
    (discogs, etag, modified)
}

#[test]
fn half_of_the_old_file_comes_and_then_there_is_another() {
    let (discogs, etag, modified) = halved();
    let (head, body) = Raw::get_labels(&discogs).read_to_end();
    assert!(head.contains(&format!("etag: {etag}\r\n")), "{head}");
    assert!(head.contains("content-length: 1000\r\n"), "{head}");
    assert_eq!(body, &content()[..500]);
    let answer = getting_labels(&discogs).send().unwrap();
    assert_ne!(header(&answer, ETAG).unwrap(), etag);
    assert_ne!(header(&answer, LAST_MODIFIED).unwrap(), modified);
    assert_eq!(read(answer), (200, b"another".to_vec()));
    let books = discogs.books();
    assert_eq!(books.requests()[0].fault, Some(Fault::CutAfter(500)));
    assert_eq!(discogs.faults_left(), 0);
}

#[test]
fn who_goes_on_with_the_old_one_gets_the_new_one_whole() {
    let (discogs, etag, _) = halved();
    assert!(getting_labels(&discogs).send().unwrap().bytes().is_err());
    let resumed = getting_labels(&discogs).header(RANGE, "bytes=5-").header(IF_RANGE, etag);
    assert_eq!(read(resumed.send().unwrap()), (200, b"another".to_vec()));
}
