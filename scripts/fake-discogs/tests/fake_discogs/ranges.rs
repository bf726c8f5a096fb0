//! A part of a file, under the condition that it is the same file.

use fake_discogs::{FakeDiscogs, Layout, Options};
use reqwest::{
    Method,
    header::{ACCEPT_RANGES, CONTENT_RANGE, ETAG, IF_RANGE, LAST_MODIFIED, RANGE},
};

use crate::client::{LABELS, asking, content, file, get, getting_labels, header, published, read};

#[test]
fn a_range_is_kept_in_every_layout() {
    let discogs = published();
    for layout in Layout::ALL {
        for (range, first, end) in
            [("bytes=400-", 400, 1_000), ("bytes=0-9", 0, 10), ("bytes=-1", 999, 1_000)]
        {
            let url = file(&discogs, layout, LABELS);
            let answer = asking(Method::GET, &url).header(RANGE, range).send().unwrap();
            let told = format!("bytes {first}-{}/1000", end - 1);
            assert_eq!(header(&answer, CONTENT_RANGE), Some(told));
            assert_eq!(header(&answer, ACCEPT_RANGES).as_deref(), Some("bytes"));
            assert_eq!(read(answer), (206, content()[first..end].to_vec()), "{layout:?} {range}");
        }
    }
}

#[test]
fn a_range_behind_the_end_is_refused() {
    let answer = getting_labels(&published()).header(RANGE, "bytes=1000-").send().unwrap();
    assert_eq!(header(&answer, CONTENT_RANGE).as_deref(), Some("bytes */1000"));
    assert_eq!(answer.status(), 416);
}

#[test]
fn a_range_of_another_file_than_the_one_begun_is_the_whole() {
    let discogs = published();
    let answer = get(&file(&discogs, Layout::Query, LABELS));
    let conditions = [ETAG, LAST_MODIFIED].map(|name| header(&answer, name).unwrap());
    let with = |condition: &str| {
        getting_labels(&discogs).header(RANGE, "bytes=400-").header(IF_RANGE, condition).send()
    };
    for condition in &conditions {
        assert_eq!(read(with(condition).unwrap()), (206, content()[400..].to_vec()));
    }
    discogs.put(LABELS, "another");
    for condition in &conditions {
        assert_eq!(read(with(condition).unwrap()), (200, b"another".to_vec()));
    }
}

#[test]
fn ranges_are_ignored_where_that_is_asked_for() {
    let options = Options { ignores_ranges: true, ..Options::default() };
    let discogs = FakeDiscogs::start_with(options).unwrap();
    discogs.put(LABELS, content());
    let ask = || getting_labels(&discogs).header(RANGE, "bytes=400-").send().unwrap();
    let answer = ask();
    assert_eq!((header(&answer, CONTENT_RANGE), header(&answer, ACCEPT_RANGES)), (None, None));
    assert_eq!(read(answer), (200, content()));
    discogs.set_ignores_ranges(false);
    assert_eq!(ask().status(), 206);
}

#[test]
fn a_head_has_no_parts() {
    let discogs = published();
    let url = file(&discogs, Layout::Tree, LABELS);
    let answer = asking(Method::HEAD, &url).header(RANGE, "bytes=400-").send().unwrap();
    assert_eq!((answer.status().as_u16(), header(&answer, CONTENT_RANGE)), (200, None));
}
