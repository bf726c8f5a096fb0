//! From a query to the videos of a playlist.

use super::{Catalogue, CatalogueError, credited, hit::EntryDocuments, planner::UnknownValue};
use crate::{
    playlist::{Options, Order, PlaylistVideo, select},
    query,
};

/// The videos of a playlist and the terms of its query that nothing has.
#[derive(Debug, Clone)]
pub struct Playlist {
    /// The query in its canonical form.
    pub query: String,
    /// In the order asked for.
    pub videos: Vec<PlaylistVideo>,
    /// The terms that nothing in the catalogue has.
    pub unknown: Vec<UnknownValue>,
}

impl Catalogue {
    /// Chooses the videos of a playlist from a query's answer.
    ///
    /// # Errors
    /// When the query cannot be read or a document cannot be read.
    pub fn playlist(&self, text: &str, options: &Options) -> Result<Playlist, CatalogueError> {
        let query = query::parse(text)?;
        let planned = self.plan(&query);
        let index = &self.index;
        let chosen = match options.order {
            Order::Best | Order::Shuffle => {
                select(index.candidates(index.ranks(&planned.plan)), options)
            }
            Order::Date => {
                select(index.candidates(index.by_date(&planned.plan).into_iter()), options)
            }
        };
        let videos = chosen
            .into_iter()
            .map(|candidate| {
                let entry = index.entry(candidate.rank);
                let documents = EntryDocuments::read(&self.documents, entry)?;
                let id = index.video_id(candidate.video);
                let video = documents.videos().find(|video| video.youtube_id() == Some(id));
                Ok(PlaylistVideo {
                    id,
                    title: video.and_then(|video| video.title.clone()).unwrap_or_default(),
                    duration: candidate.duration,
                    release_id: entry.id(),
                    artist: credited(documents.artists()),
                    release_title: documents.title().to_owned(),
                    year: documents.year(),
                })
            })
            .collect::<Result<_, CatalogueError>>()?;
        Ok(Playlist { query: query.to_string(), videos, unknown: planned.unknown })
    }
}
