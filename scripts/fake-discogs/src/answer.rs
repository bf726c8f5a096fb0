//! An answer before it is sent, so that it can go wrong.

use actix_web::{http::header, web::Bytes};

use crate::{ask::Ask, markup};

/// A status, its headers and what is sent of the body.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(header::HeaderName, String)>,
    pub(crate) body: Bytes,
    pub(crate) ending: Ending,
}

/// What comes behind the bytes that are sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// Nothing: they are all.
    Whole,
    /// The connection breaks off, though so many bytes were promised in all.
    Cut(usize),
    /// Nothing more, and no end, though so many bytes were promised in all.
    Stalled(usize),
}

impl Answer {
    pub(crate) fn new(status: u16, content_type: &str, body: impl Into<Bytes>) -> Self {
        let headers = vec![(header::CONTENT_TYPE, content_type.to_owned())];
        Self { status, headers, body: body.into(), ending: Ending::Whole }
    }

    pub(crate) fn html(status: u16, page: String) -> Self {
        Self::new(status, "text/html; charset=utf-8", page)
    }

    pub(crate) fn xml(status: u16, document: String) -> Self {
        Self::new(status, "application/xml", document)
    }

    /// A page that says what is wrong.
    pub(crate) fn refusal(status: u16, title: &str) -> Self {
        Self::html(status, markup::page(&format!("{status} {title}"), ""))
    }

    pub(crate) fn with(mut self, name: header::HeaderName, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    /// With this ETag; and without a body where the client has it already.
    pub(crate) fn tagged(self, etag: &str, ask: &Ask) -> Self {
        let mut tagged = self.with(header::ETAG, etag);
        if ask.has(etag) {
            tagged.status = 304;
            tagged.body = Bytes::new();
        }
        tagged
    }

    pub(crate) fn is_success(&self) -> bool {
        self.status < 400
    }

    /// Whether it brings a file or a part of it, if it is one that was asked for.
    pub(crate) fn is_content(&self) -> bool {
        matches!(self.status, 200 | 206)
    }

    /// How long the body is said to be.
    pub(crate) fn promised(&self) -> usize {
        match self.ending {
            Ending::Whole => self.body.len(),
            Ending::Cut(promised) | Ending::Stalled(promised) => promised,
        }
    }
}
