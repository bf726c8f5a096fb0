//! Whether files were downloaded at the same time.

use fake_discogs::{FakeDiscogs, Fault, Layout, On};

use crate::{
    client::{ARTISTS, CHECKSUM, LABELS, content, file, get, listing, published, read},
    raw::{Raw, wait_until},
};

fn slow() -> FakeDiscogs {
    let discogs = published();
    discogs.put(ARTISTS, content());
    // A file takes hours.
    discogs.throttle(1);
    discogs
}

#[test]
fn files_one_after_another_are_not_parallel() {
    let discogs = published();
    discogs.put(ARTISTS, vec![7; 3 << 20]);
    for _ in 0..20 {
        for name in [LABELS, ARTISTS, CHECKSUM] {
            assert_eq!(read(get(&file(&discogs, Layout::Tree, name))).0, 200);
        }
    }
    let books = discogs.books();
    assert_eq!(books.most_parallel(), 1);
    assert!(books.requests().iter().all(|entry| !entry.parallel));
}

#[test]
fn files_at_the_same_time_are_counted_and_both_are_marked() {
    let discogs = slow();
    let _waiting = [LABELS, ARTISTS].map(|name| Raw::get(&file(&discogs, Layout::Tree, name)));
    wait_until(|| discogs.books().requests().len() == 2);
    let books = discogs.books();
    assert_eq!(books.most_parallel(), 2);
    assert!(books.requests().iter().all(|entry| entry.parallel));
}

#[test]
fn listings_are_no_files() {
    let discogs = slow();
    let _waiting = Raw::get_labels(&discogs);
    let _listing = Raw::get(&listing(&discogs, Layout::Query));
    wait_until(|| discogs.books().requests().len() == 2);
    assert_eq!(discogs.books().most_parallel(), 1);
    assert!(!discogs.books().requests()[0].parallel);
}

#[test]
fn a_file_that_has_stalled_or_broken_off_is_not_on_its_way_any_more() {
    let discogs = published();
    discogs.fail_next(On::File, Fault::CutAfter(10));
    Raw::get_labels(&discogs).read_to_end();
    discogs.fail_next(On::File, Fault::Stall { after: 10 });
    let mut stalled = Raw::get_labels(&discogs);
    stalled.read_body(10);
    assert_eq!(get(&file(&discogs, Layout::Tree, LABELS)).status(), 200);
    assert_eq!(discogs.books().most_parallel(), 1);
}

#[test]
fn a_client_that_leaves_ends_its_file() {
    let discogs = slow();
    drop(Raw::get_labels(&discogs));
    wait_until(|| {
        discogs.clear_books();
        let _next = Raw::get_labels(&discogs);
        wait_until(|| !discogs.books().requests().is_empty());
        discogs.books().most_parallel() == 1
    });
}

#[test]
fn a_throttled_file_arrives_whole_and_in_its_time() {
    let discogs = published();
    discogs.throttle(10_000);
    let began = std::time::Instant::now();
    assert_eq!(read(get(&file(&discogs, Layout::Tree, LABELS))), (200, content()));
    assert!(began.elapsed().as_millis() >= 100);
    discogs.throttle(1);
    let mut waiting = Raw::get_labels(&discogs);
    waiting.read_body(1);
    discogs.throttle(None);
    wait_until(|| discogs.books().bytes_of(LABELS) == 2_000);
}
