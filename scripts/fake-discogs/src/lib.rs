//! A stand-in for data.discogs.com and its mirrors, for tests and for trying things out: a real
//! HTTP server that publishes dumps in every layout they are known in, and says that it is not
//! Discogs.
//!
//! Tests start one with [`FakeDiscogs::start`] and steer it by its methods, also while it runs.
//! `dataget-fake-discogs --dumps FOLDER` runs one with the dumps of a folder.
//!
//! ```
//! use fake_discogs::{FakeDiscogs, Fault, Layout, On};
//!
//! let discogs = FakeDiscogs::start();
//! discogs.put_month("20261101", [("labels", b"of a dump".repeat(100))]);
//! // The connection of the next dump file breaks after 100 bytes, though 900 are promised.
//! discogs.fail_next(On::File, Fault::CutAfter(100));
//! // … the program under test downloads from `discogs.url(Layout::Query)` …
//! assert_eq!(discogs.books().bytes_of("discogs_20261101_labels.xml.gz"), 0);
//! ```
//!
//! # What it answers
//!
//! | [`Layout`] | address | what |
//! |---|---|---|
//! | `Query` | `GET /` | a page with the one folder that there is |
//! | | `GET /?prefix=data%2F` | a page with the years |
//! | | `GET /?prefix=data%2F2026%2F` | a page with the year's files, their sizes and times |
//! | | `GET /?download=data%2F2026%2FNAME` | the file; a page with 404 where it is missing |
//! | `S3` | `GET /s3/?list-type=2&prefix=data/2026/` | `ListBucketResult`, in pages; with `marker` instead of `list-type`, the older form |
//! | | `GET /s3/data/2026/NAME` | the file; `NoSuchKey` or `AccessDenied` where it is missing |
//! | `Folder` | `GET /folder/`, `GET /folder/NAME` | a page with all files, and each of them |
//! | `Tree` | `GET /tree/data/2026/NAME` | the file; there is no listing |
//!
//! All of them answer `HEAD` as well, the Query layout without a `Content-Length`. Files and
//! listings have an `ETag` and know `If-None-Match`; files have a `Last-Modified` and know `Range`
//! and `If-Range`, unless [`Options::ignores_ranges`] is set.
//!
//! # What goes wrong on purpose
//!
//! | [`Fault`] | what comes | it waits for |
//! |---|---|---|
//! | `TooMany`, `Unavailable`, `Forbidden`, `ServerError` | 429, 503, 403, 500 with a page | any request |
//! | `Drop` | nothing: the connection is closed | any request |
//! | `Html`, `Empty` | 200 with a page, or with nothing, instead of what was asked | a `GET` that goes well |
//! | `CutAfter`, `Stall`, `Flip` | a body that breaks off, stops, or has one wrong byte | a `GET` whose answer has a body |
//! | `Whole`, `WrongRange` | 200 and all of it; 206 and another part | a `Range` that would be kept |
//!
//! A fault that cannot happen to a request is kept for one that it can happen to.
//! [`FakeDiscogs::faults_left`] tells how many never came.

mod address;
mod answer;
mod ask;
mod body;
mod books;
mod checksum;
mod dumps;
mod faults;
mod folder;
mod layout;
mod ledger;
mod listing;
mod markup;
mod missing;
mod name;
mod options;
mod range;
mod respond;
mod serve;
mod server;
mod spoil;
mod state;
mod steer;
mod transfer;

pub use crate::{
    address::Asked,
    books::{Books, Entry},
    checksum::Form,
    faults::{Fault, On},
    layout::Layout,
    options::{Missing, Options},
    server::FakeDiscogs,
};
