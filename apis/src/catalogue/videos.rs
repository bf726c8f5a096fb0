//! The videos of an answer, page after page.

use serde::Serialize;
use storage::{
    index::{Need, Rank},
    model::VideoId,
};
use utoipa::ToSchema;

use super::{
    Catalogue, CatalogueError,
    cursor::List,
    planner::{Planned, UnknownValue},
};
use crate::{
    playlist::{Options, PlaylistVideo},
    query,
};

/// A page of the videos of an answer, as `GET /api/v1/videos` gives it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(example = json!({"videos": [{"id": "MF-LbyI3MZs", "title": "Djurgårdsbron",
    "duration": 310, "release_id": 79, "artist": "The Persuader",
    "release_title": "City Of Islands", "year": 1998}], "next": "20261101.p1"}))]
pub struct VideosPage {
    /// In the order asked for.
    pub videos: Vec<PlaylistVideo>,
    /// The cursor of the next page; `null` on the last.
    pub next: Option<String>,
    /// The query in its canonical form.
    #[serde(skip)]
    pub query: String,
    /// The terms that nothing in the catalogue has.
    #[serde(skip)]
    pub unknown: Vec<UnknownValue>,
}

impl Catalogue {
    /// The videos of a query's answer as [`Self::playlist`] chooses them, from where a cursor says:
    /// with the same options, the pages are one list. The index is asked for all of the list up to
    /// the page's end; only the page's documents are read.
    ///
    /// # Errors
    /// When the query cannot be read, when the cursor is not of this generation or not of such a
    /// list, or when the index or a document cannot be read.
    pub fn videos(
        &self,
        text: &str,
        options: &Options,
        cursor: Option<&str>,
    ) -> Result<VideosPage, CatalogueError> {
        let query = query::parse(text)?;
        let offset = self.offset(List::Videos, cursor)?;
        // One more than wanted tells whether there is a next page.
        let more = options.limit.saturating_add(1);
        let Planned { plan, unknown } = self.plan(&query)?;
        let mut chosen = self.choose(&plan, options, offset, more)?;
        let has_more = chosen.len() > options.limit;
        chosen.truncate(options.limit);
        let next = has_more.then(|| self.cursor_at(List::Videos, offset + chosen.len()));
        let videos = self.described(&chosen)?;
        Ok(VideosPage { videos, next, query: query.to_string(), unknown })
    }

    /// Videos by their YouTube ids, in the same order: `None` for one that no entry of the
    /// generation has. Each is told with the best entry that brings it.
    ///
    /// # Errors
    /// When the index or a document cannot be read.
    pub fn videos_by_id(
        &self,
        ids: &[VideoId],
    ) -> Result<Vec<Option<PlaylistVideo>>, CatalogueError> {
        let index = &self.index;
        index.load(&[Need::Owners, Need::Entries])?;
        let numbers: Vec<Option<u32>> = ids.iter().map(|&id| index.video_number(id)).collect();
        let known: Vec<(u32, Rank)> =
            numbers.iter().flatten().map(|&video| (video, index.owner_of(video))).collect();
        let mut described = self.described(&known)?.into_iter();
        Ok(numbers.into_iter().map(|number| number.and_then(|_| described.next())).collect())
    }
}
