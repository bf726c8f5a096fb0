//! The search page.

use actix_web::{HttpResponse, get, http::StatusCode, web};
use apis::{
    catalogue::{Catalogue, CatalogueError, Listing, UnknownValue, WorksPage},
    playlist::Options,
    query::{self, Expr, QueryError, edit},
    rest::{Api, Parameters, Problem},
    session::{Basket, SessionError},
};

use super::{
    address::{self, Asked},
    facets::facets,
    listen, options,
    visit::{About, Visit, go, is_of_cursor, page, rendered},
    works::work,
};
use crate::view::{
    layout::Section,
    link::Link,
    search::{Answer, Example, Failure, Landing, Note, Outcome, Part, SearchPage},
};

/// Works on a page.
const WORKS: usize = 20;

/// Works on the page where nothing is asked yet.
const WORKS_TO_BEGIN_WITH: usize = 10;

/// Queries to begin with; the demo's catalogue answers each of them.
const EXAMPLES: [&str; 5] = [
    r#"genre:electronic style:"deep house" year:1997..2001"#,
    "genre:jazz | style:soul,funk",
    "country:germany,sweden decade:1990s -format:compilation",
    r#"artist:"the persuader" | label:svek"#,
    "stockholm",
];

const DESCRIPTION: &str = "Find records in the Discogs catalogue by genre, style, year, country, \
                           label and artist, and hear them at once. No account.";

#[get("/")]
pub(super) async fn search(
    asked: Parameters<Asked>,
    visit: Visit,
    api: web::Data<Api>,
) -> Result<HttpResponse, Problem> {
    let Parameters(asked) = asked;
    let shared = api.clone();
    let first = asked.cursor.as_ref().map(|_| Asked { cursor: None, ..asked.clone() }.at("/"));
    let found = api
        .work(move || {
            let basket = visit.basket(&shared);
            let cursor = asked.cursor.as_deref();
            let (status, found) = shared.live.answer_at(cursor, |catalogue| {
                Page { api: &shared, visit: &visit, catalogue, asked: &asked, basket: &basket }
                    .fill()
            })?;
            Ok((status, rendered(&found)?))
        })
        .await;
    match (found, first) {
        (Ok((status, found)), _) => Ok(page(status, found)),
        (Err(problem), Some(first)) if is_of_cursor(&problem) => Ok(go(&first)),
        (Err(problem), _) => Err(problem),
    }
}

/// What a page is made of, all from one catalogue.
struct Page<'a> {
    api: &'a Api,
    visit: &'a Visit,
    catalogue: &'a Catalogue,
    asked: &'a Asked,
    basket: &'a Result<Basket, SessionError>,
}

impl Page<'_> {
    fn fill(&self) -> Result<(StatusCode, SearchPage), CatalogueError> {
        let query = match self.asked.query().map(query::parse).transpose() {
            Ok(query) => query,
            Err(error) => return Ok((StatusCode::BAD_REQUEST, self.failed(&error))),
        };
        let found = self.catalogue.facets(query.as_ref())?;
        let (outcome, title, path) = match &query {
            None => {
                let title = "Find the record, hear it".to_owned();
                (Outcome::Landing(self.landing()?), title, "/".to_owned())
            }
            Some(query) => {
                let path = Asked::default().of_query(Some(query)).at("/");
                let answer = self.answer(query)?;
                (Outcome::Answer(Box::new(answer)), query.to_string(), path)
            }
        };
        let facets = facets(&found, query.as_ref(), self.asked);
        Ok((StatusCode::OK, self.page(outcome, title, &path, facets)))
    }

    fn page(
        &self,
        outcome: Outcome,
        title: String,
        path: &str,
        facets: Vec<crate::view::facet::Facet>,
    ) -> SearchPage {
        let description = DESCRIPTION.to_owned();
        let about = About { title, description, path, section: Section::Search };
        let layout = self.visit.layout(self.api, Some(self.catalogue), self.basket.as_ref(), about);
        let query = self.asked.q.clone().unwrap_or_default();
        SearchPage { layout, query, outcome, facets }
    }

    fn failed(&self, error: &QueryError) -> SearchPage {
        let failure = Outcome::Failure(failure(error, self.asked));
        self.page(failure, "This query cannot be read".to_owned(), "", Vec::new())
    }

    fn landing(&self) -> Result<Landing, CatalogueError> {
        let options = Options { limit: WORKS_TO_BEGIN_WITH, ..Options::default() };
        let listing = Listing { options, cursor: None };
        let found = self.catalogue.works(None, &listing)?;
        let totals = self.catalogue.totals();
        let examples = EXAMPLES.into_iter().filter_map(example);
        Ok(Landing {
            releases: totals.releases,
            works: totals.works,
            videos: totals.videos,
            examples: examples.collect(),
            works_shown: self.works(&found),
        })
    }

    fn works(&self, found: &WorksPage) -> Vec<crate::view::work::Work> {
        let basket = self.basket.as_ref().ok();
        found.works.iter().map(|hit| work(hit, basket)).collect()
    }

    fn answer(&self, query: &Expr) -> Result<Answer, CatalogueError> {
        let (options, error) = match self.asked.options() {
            Ok(options) => (options, None),
            Err(problem) => (Options::default(), Some(problem.detail().to_owned())),
        };
        let limit = match self.asked.limit {
            Some(_) => options.limit,
            None => listen::LISTED,
        };
        let listing = Listing {
            options: Options { limit: WORKS, ..options.clone() },
            cursor: self.asked.cursor.as_deref(),
        };
        let found = self.catalogue.works(Some(query), &listing)?;
        let videos = match found.total.videos {
            0 => Vec::new(),
            _ => self.catalogue.video_ids(query, &Options { limit, ..options.clone() })?,
        };
        // What the options leave out is not counted.
        let is_bounded = options.per_artist.is_some()
            || options.per_work.is_some()
            || options.min_length.is_some()
            || options.max_length.is_some();
        let most = if is_bounded { videos.len() as u64 } else { found.total.videos };
        let listen = listen::of_search(self.asked, &videos, most).filter(|_| error.is_none());
        let parts = edit::parts(Some(query)).into_iter().enumerate().map(|(place, part)| Part {
            negated: part.canonical.starts_with('-'),
            text: part.canonical,
            url: self.asked.of_query(edit::without_part(Some(query), place).as_ref()).at("/"),
        });
        let next = found
            .next
            .clone()
            .map(|cursor| Asked { cursor: Some(cursor), ..self.asked.clone() }.at("/"));
        let first = self.asked.cursor.as_ref();
        let first = first.map(|_| Asked { cursor: None, ..self.asked.clone() }.at("/"));
        Ok(Answer {
            words: query.in_words(),
            parts: parts.collect(),
            notes: found.unknown.iter().map(|unknown| note(unknown, self.asked)).collect(),
            releases: found.total.releases,
            works: found.total.works,
            videos: found.total.videos,
            options: options::shown(self.asked, &options, error, "/"),
            listen,
            works_shown: self.works(&found),
            first_page: first,
            next,
        })
    }
}

fn example(text: &str) -> Option<Example> {
    let query = query::parse(text).ok()?;
    let url = address::search(&query);
    Some(Example { query: text.to_owned(), words: query.in_words(), url })
}

/// A value that nothing has, and the query with the nearest one in its place.
fn note(unknown: &UnknownValue, asked: &Asked) -> Note {
    let what = match unknown.field {
        query::Field::Words => "word",
        field => field.name(),
    };
    let suggestion = unknown.suggestion.as_ref().map(|suggestion| {
        let written = written(unknown.field, suggestion);
        let mended = mend(asked, unknown.span.column, unknown.span.length, &written);
        Link { text: suggestion.clone(), url: mended.at("/") }
    });
    Note { text: format!("No {what} is called “{}”.", unknown.value), suggestion }
}

fn failure(error: &QueryError, asked: &Asked) -> Failure {
    let suggestion = error.suggestion.as_ref().map(|suggestion| Link {
        text: suggestion.clone(),
        url: mend(asked, error.column, error.length, suggestion).at("/"),
    });
    Failure {
        column: error.column,
        length: error.length,
        message: error.message.clone(),
        expected: error.expected.clone(),
        suggestion,
    }
}

/// A value as it is written after its field's colon.
fn written(field: query::Field, value: &str) -> String {
    let term = edit::toggled(None, field, value).map(|term| term.to_string());
    let term = term.unwrap_or_default();
    match term.split_once(':') {
        Some((name, written)) if name == field.name() => written.to_owned(),
        _ => value.to_owned(),
    }
}

/// The query with another text in the place of some of its characters.
fn mend(asked: &Asked, column: usize, length: usize, text: &str) -> Asked {
    let query = asked.q.as_deref().unwrap_or_default();
    let before = query.chars().take(column.saturating_sub(1));
    let after = query.chars().skip(column.saturating_sub(1) + length);
    let mended: String = before.chain(text.chars()).chain(after).collect();
    Asked { q: Some(mended), cursor: None, ..asked.clone() }
}
