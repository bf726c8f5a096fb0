//! A client of the stand-in, as plain as can be.

use fake_discogs::{FakeDiscogs, Layout};
use reqwest::{
    Method,
    blocking::{RequestBuilder, Response},
    header::HeaderName,
};

pub(crate) const LABELS: &str = "discogs_20261101_labels.xml.gz";
pub(crate) const ARTISTS: &str = "discogs_20261101_artists.xml.gz";
pub(crate) const CHECKSUM: &str = "discogs_20261101_CHECKSUM.txt";

/// 1,000 bytes of which none is like its neighbours.
pub(crate) fn content() -> Vec<u8> {
    (0..1_000_u32).map(|at| (at * 7 % 251) as u8).collect()
}

/// One that has published a month of labels.
pub(crate) fn published() -> FakeDiscogs {
    let discogs = FakeDiscogs::start();
    discogs.put_month("20261101", [("labels", content())]);
    discogs
}

/// Where a layout has a file.
pub(crate) fn file(discogs: &FakeDiscogs, layout: Layout, name: &str) -> String {
    let base = discogs.url(layout);
    match layout {
        Layout::Query => format!("{base}?download=data%2F2026%2F{name}"),
        Layout::S3 | Layout::Tree => format!("{base}data/2026/{name}"),
        Layout::Folder => format!("{base}{name}"),
    }
}

/// Where a layout lists the year, or would.
pub(crate) fn listing(discogs: &FakeDiscogs, layout: Layout) -> String {
    let base = discogs.url(layout);
    match layout {
        Layout::Query => format!("{base}?prefix=data%2F2026%2F"),
        Layout::S3 => format!("{base}?list-type=2&prefix=data/2026/"),
        Layout::Folder | Layout::Tree => base,
    }
}

pub(crate) fn asking(method: Method, url: &str) -> RequestBuilder {
    servers::http().build().unwrap().request(method, url)
}

pub(crate) fn get(url: &str) -> Response {
    asking(Method::GET, url).send().unwrap()
}

/// The labels in the layout of data.discogs.com.
pub(crate) fn getting_labels(discogs: &FakeDiscogs) -> RequestBuilder {
    asking(Method::GET, &file(discogs, Layout::Query, LABELS))
}

pub(crate) fn header(answer: &Response, name: HeaderName) -> Option<String> {
    answer.headers().get(name).map(|value| value.to_str().unwrap().to_owned())
}

/// Status and body.
pub(crate) fn read(answer: Response) -> (u16, Vec<u8>) {
    (answer.status().as_u16(), answer.bytes().unwrap().to_vec())
}

pub(crate) fn text(answer: Response) -> (u16, String) {
    (answer.status().as_u16(), answer.text().unwrap())
}
