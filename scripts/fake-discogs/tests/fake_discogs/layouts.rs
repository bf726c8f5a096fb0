//! Every layout has the same files, each at its own address.

use fake_discogs::{FakeDiscogs, Layout};
use reqwest::{
    Method,
    header::{CONTENT_LENGTH, CONTENT_TYPE, ETAG, LAST_MODIFIED},
};

use crate::client::{
    CHECKSUM, LABELS, asking, content, file, get, header, listing, published, read, text,
};

#[test]
fn every_layout_has_the_file_as_it_was_published() {
    let discogs = published();
    for layout in Layout::ALL {
        let answer = get(&file(&discogs, layout, LABELS));
        let etag = header(&answer, ETAG).unwrap();
        assert!(etag.starts_with('"') && etag.ends_with("-3\""), "{etag}");
        let modified = header(&answer, LAST_MODIFIED).unwrap();
        assert_eq!(modified, "Sun, 01 Nov 2026 19:30:00 GMT");
        assert_eq!(header(&answer, CONTENT_LENGTH).unwrap(), "1000");
        assert_eq!(read(answer), (200, content()), "{layout:?}");
        let (status, checksum) = text(get(&file(&discogs, layout, CHECKSUM)));
        assert_eq!(status, 200);
        assert!(checksum.ends_with(&format!(" {LABELS}\n")), "{checksum}");
    }
}

#[test]
fn a_head_tells_what_a_get_would_but_no_length_in_the_query_layout() {
    let discogs = published();
    for layout in Layout::ALL {
        let url = file(&discogs, layout, LABELS);
        let [head, whole] =
            [Method::HEAD, Method::GET].map(|method| asking(method, &url).send().unwrap());
        for name in [ETAG, LAST_MODIFIED, CONTENT_TYPE] {
            assert_eq!(header(&head, name.clone()), header(&whole, name));
        }
        let length = (layout != Layout::Query).then(|| "1000".to_owned());
        assert_eq!(header(&head, CONTENT_LENGTH), length, "{layout:?}");
        assert_eq!(read(head), (200, Vec::new()));
    }
}

#[test]
fn the_query_layout_leads_from_the_root_to_the_file() {
    let discogs = published();
    discogs.put("discogs_20251201_labels.xml.gz", "old");
    let base = discogs.url(Layout::Query);
    let (_, root) = text(get(&base));
    assert!(root.contains("href=\"?prefix=data%2F\""), "{root}");
    let (_, years) = text(get(&format!("{base}?prefix=data%2F")));
    for year in [2025, 2026] {
        assert!(years.contains(&format!("href=\"?prefix=data%2F{year}%2F\"")), "{years}");
    }
    let (status, year) = text(get(&listing(&discogs, Layout::Query)));
    assert_eq!(status, 200);
    let link = format!("<a href=\"?download=data%2F2026%2F{LABELS}\">{LABELS}</a>");
    let row = year.lines().find(|row| row.contains(&link)).unwrap();
    assert!(row.contains("2026-11-01T19:30:00.000Z") && row.contains(" 1.0 kB "), "{row}");
    assert!(year.contains(CHECKSUM) && !year.contains("2025"), "{year}");
}

#[test]
fn a_folder_lists_all_files_under_their_names() {
    let discogs = published();
    discogs.put("discogs_20251201_labels.xml.gz", "old");
    let (status, page) = text(get(&discogs.url(Layout::Folder)));
    assert_eq!(status, 200);
    for name in [LABELS, CHECKSUM, "discogs_20251201_labels.xml.gz"] {
        assert!(page.contains(&format!("<a href=\"{name}\">{name}</a>")), "{page}");
    }
    assert!(page.contains("01-Nov-2026 19:30"), "{page}");
}

#[test]
fn a_tree_has_files_and_no_listing() {
    let discogs = published();
    assert_eq!(get(&discogs.url(Layout::Tree)).status(), 404);
    assert_eq!(get(&format!("{}data/2026/", discogs.url(Layout::Tree))).status(), 404);
}

#[test]
fn a_missing_file_is_not_found_and_the_query_layout_shows_a_page() {
    let discogs = published();
    for layout in Layout::ALL {
        let answer = get(&file(&discogs, layout, "discogs_20261201_labels.xml.gz"));
        let is_page = header(&answer, CONTENT_TYPE).unwrap().starts_with("text/html");
        assert_eq!(is_page, layout != Layout::S3, "{layout:?}");
        let (status, said) = text(answer);
        assert_eq!(status, 404);
        assert!(said.contains(if is_page { "this is not Discogs" } else { "NoSuchKey" }), "{said}");
    }
}

#[test]
fn a_file_is_only_where_its_layout_has_it() {
    let discogs = published();
    for path in [
        format!("data/2026/{LABELS}"),
        format!("?download=data%2F2025%2F{LABELS}"),
        format!("?download={LABELS}"),
        format!("folder/data/2026/{LABELS}"),
        format!("tree/{LABELS}"),
        format!("s3/{LABELS}"),
    ] {
        let url = format!("{}{path}", discogs.url(Layout::Query));
        assert_eq!(get(&url).status(), 404, "{path}");
    }
}

#[test]
fn nothing_can_be_written() {
    let discogs = FakeDiscogs::start();
    for layout in Layout::ALL {
        let answer = asking(Method::PUT, &file(&discogs, layout, LABELS)).body("mine").send();
        assert_eq!(answer.unwrap().status(), 405);
        assert_eq!(get(&file(&discogs, layout, LABELS)).status(), 404);
    }
}
