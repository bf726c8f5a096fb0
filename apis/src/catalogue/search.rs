//! Searching: counts and a page of hits.

use std::time::Instant;

use serde::Serialize;
use storage::{
    generations::GenerationName,
    index::{Entry, Need, Totals},
};
use utoipa::ToSchema;

use super::{
    Catalogue, CatalogueError,
    hit::{EntryDocuments, Hit},
    planner::UnknownValue,
};
use crate::query;

/// What to search for and how much of it to give.
#[derive(Debug, Clone, Copy)]
pub struct Search<'a> {
    /// A query of the query language.
    pub query: &'a str,
    /// How many hits to give.
    pub limit: usize,
    /// The `next` of the page before.
    pub cursor: Option<&'a str>,
}

/// The answer to a [`Search`], as the API and `search --json` give it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(example = json!({"query": "artist:\"the persuader\"", "generation": "20261101",
    "total": {"releases": 3, "works": 3, "videos": 12},
    "hits": [{"kind": "release", "id": 79, "master_id": 4242, "title": "City Of Islands",
        "artists": [{"id": 1, "name": "The Persuader", "anv": null, "join": null}],
        "year": 1998, "country": "Sweden", "genres": ["Electronic"],
        "styles": ["Deep House", "Tech House"],
        "formats": [{"name": "Vinyl", "qty": "1", "text": null, "descriptions": ["12\""]}],
        "labels": [{"id": 5, "name": "Svek", "catno": "SK029"}],
        "videos": [{"id": "MF-LbyI3MZs", "title": "Djurgårdsbron", "duration": 310}]}],
    "next": "20261101.r79", "took_us": 226}))]
pub struct SearchResult {
    /// The query in its canonical form.
    pub query: String,
    /// The generation that answered.
    #[schema(value_type = String, example = "20261101")]
    pub generation: GenerationName,
    /// How much there is in all.
    #[schema(value_type = Object, example = json!({"releases": 3, "works": 2, "videos": 5}))]
    pub total: Totals,
    /// The page, best first.
    pub hits: Vec<Hit>,
    /// The cursor of the next page; `null` on the last.
    pub next: Option<String>,
    /// How long the index took, in microseconds.
    pub took_us: u64,
    /// The terms that nothing in the catalogue has.
    #[serde(skip)]
    pub unknown: Vec<UnknownValue>,
}

impl Catalogue {
    /// Searches the generation.
    ///
    /// # Errors
    /// When the query cannot be read, when the cursor is not of this generation, or when a
    /// document cannot be read.
    pub fn search(&self, search: Search<'_>) -> Result<SearchResult, CatalogueError> {
        let query = query::parse(search.query)?;
        let start = Instant::now();
        self.index.load(&[if search.cursor.is_some() { Need::Ranks } else { Need::Entries }])?;
        let after = search.cursor.map(|cursor| self.after(cursor)).transpose()?;
        let planned = self.plan(&query)?;
        self.index.load_count(&planned.plan)?;
        self.index.load_plan(&planned.plan)?;
        let total = self.total(&query, &planned.plan);
        // One more than wanted tells whether there is a next page.
        let mut ranks = self.index.page(&planned.plan, after, search.limit.saturating_add(1));
        let has_more = ranks.len() > search.limit;
        ranks.truncate(search.limit);
        let took_us = u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX);

        let next = ranks.last().filter(|_| has_more).map(|&last| self.cursor(last));
        let entries: Vec<Entry> = ranks.into_iter().map(|rank| self.index.entry(rank)).collect();
        let documents = EntryDocuments::read(&self.documents, &entries)?;
        let hits = documents.into_iter().zip(entries);
        let hits = hits.map(|(documents, entry)| documents.into_hit(entry)).collect();
        Ok(SearchResult {
            query: query.to_string(),
            generation: self.generation,
            total,
            hits,
            next,
            took_us,
            unknown: planned.unknown,
        })
    }
}
