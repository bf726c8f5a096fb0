//! The search page: what can be asked, and the answer.

use askama::Template;

use super::{
    facet::{Facet, FacetState},
    figures,
    layout::{Layout, Section, SignIn},
    link::Link,
    listen::Listen,
    work::Work,
};
use crate::assets;

/// `/`
#[derive(Debug, Clone, Template)]
#[template(path = "search.html")]
pub struct SearchPage {
    /// What stands around it.
    pub layout: Layout,
    /// The query as it was typed; empty where nothing is asked.
    pub query: String,
    /// What there is to show.
    pub outcome: Outcome,
    /// The fields that narrow the query down; empty where it cannot be read.
    pub facets: Vec<Facet>,
}

/// What a search page shows.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// Nothing is asked yet.
    Landing(Landing),
    /// The query is understood, and these are its records; perhaps none.
    Answer(Box<Answer>),
    /// The query cannot be read.
    Failure(Failure),
}

/// Where to begin.
#[derive(Debug, Clone, Default)]
pub struct Landing {
    /// How many releases there are in all.
    pub releases: u64,
    /// How many works.
    pub works: u64,
    /// How many videos.
    pub videos: u64,
    /// Queries to try.
    pub examples: Vec<Example>,
    /// The best known works.
    pub works_shown: Vec<Work>,
}

/// A query to try.
#[derive(Debug, Clone, Default)]
pub struct Example {
    /// The query.
    pub query: String,
    /// What it asks, in words.
    pub words: String,
    /// Its page.
    pub url: String,
}

/// The answer to a query.
#[derive(Debug, Clone, Default)]
pub struct Answer {
    /// The query in words.
    pub words: String,
    /// The parts of the query.
    pub parts: Vec<Part>,
    /// Values that nothing has, with what was perhaps meant.
    pub notes: Vec<Note>,
    /// How many releases match.
    pub releases: u64,
    /// How many works.
    pub works: u64,
    /// How many videos.
    pub videos: u64,
    /// How the playlist is made.
    pub options: PlaylistOptions,
    /// How to hear all of it; `None` where there is no video.
    pub listen: Option<Listen>,
    /// The page of works, best first.
    pub works_shown: Vec<Work>,
    /// The first page, where this is another.
    pub first_page: Option<String>,
    /// The next page, where there is one.
    pub next: Option<String>,
}

/// A part of a query that can be taken away.
#[derive(Debug, Clone, Default)]
pub struct Part {
    /// The part as it is typed: `-format:Compilation`.
    pub text: String,
    /// Whether it leaves out what it names.
    pub negated: bool,
    /// The page without it.
    pub url: String,
}

/// A remark about a query that is understood.
#[derive(Debug, Clone, Default)]
pub struct Note {
    /// What was noticed: `No style is called “dep house”.`
    pub text: String,
    /// What was perhaps meant, leading there.
    pub suggestion: Option<Link>,
}

/// How a playlist is made of an answer, as it was asked for.
#[derive(Debug, Clone, Default)]
pub struct PlaylistOptions {
    /// The path that the form leads to.
    pub path: &'static str,
    /// `best`, `date` or `shuffle`.
    pub order: String,
    /// What the shuffle depends on.
    pub seed: u64,
    /// The page with another seed.
    pub shuffle_again: String,
    /// Whether there is at most one video an artist.
    pub one_per_artist: bool,
    /// How many at most, as it was typed; `None` where that is not asked.
    pub limit: Option<String>,
    /// The least length as it was typed; empty where there is none.
    pub min_length: String,
    /// The greatest length as it was typed; empty where there is none.
    pub max_length: String,
    /// Further parameters of the address, which the form does not show and keeps.
    pub kept: Vec<Parameter>,
    /// Why these options cannot be, where they cannot.
    pub error: Option<String>,
}

/// A parameter of an address.
#[derive(Debug, Clone, Default)]
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// Its value.
    pub value: String,
}

/// Why a query cannot be read.
#[derive(Debug, Clone, Default)]
pub struct Failure {
    /// Where it is wrong: the first character is 1, and one after the last is the query's end.
    pub column: usize,
    /// How many characters are wrong, at least 1.
    pub length: usize,
    /// What is wrong.
    pub message: String,
    /// What should stand there.
    pub expected: String,
    /// What was perhaps meant, leading to the mended query.
    pub suggestion: Option<Link>,
}

impl PlaylistOptions {
    /// Whether anything differs from what everybody gets: then the form is open.
    pub(super) fn are_set(&self) -> bool {
        self.limit.is_some()
            || self.order != "best"
            || self.one_per_artist
            || self.error.is_some()
            || !(self.min_length.is_empty() && self.max_length.is_empty())
    }
}

impl Answer {
    /// Whether a work on this page has a video.
    fn plays_something(&self) -> bool {
        self.works_shown.iter().any(|work| !work.videos.is_empty())
    }
}

impl Failure {
    /// The query in three: before what is wrong, what is wrong, after it.
    fn around<'q>(&self, query: &'q str) -> [&'q str; 3] {
        let at = |place| query.char_indices().nth(place).map_or(query.len(), |(byte, _)| byte);
        let from = at(self.column.saturating_sub(1));
        let to = at((self.column.saturating_sub(1)).saturating_add(self.length.max(1)));
        [&query[..from], &query[from..to], &query[to..]]
    }
}
