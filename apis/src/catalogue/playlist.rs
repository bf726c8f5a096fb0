//! From a query to the videos of a playlist.

use std::collections::HashMap;

use storage::{
    index::{Need, Rank},
    model::{Id, VideoId},
};

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
        let planned = self.plan(&query)?;
        let index = &self.index;
        index.load(&[Need::Entries, Need::Videos])?;
        index.load_plan(&planned.plan)?;
        if options.order == Order::Date {
            index.load(&[Need::Dates])?;
        }
        let chosen = match options.order {
            Order::Best | Order::Shuffle => {
                select(index.candidates(index.ranks(&planned.plan)), options)
            }
            Order::Date => {
                select(index.candidates(index.by_date(&planned.plan).into_iter()), options)
            }
        };
        let mut videos = Vec::with_capacity(chosen.len());
        let mut owner: Option<(Rank, Owner)> = None;
        for candidate in chosen {
            // The videos of an entry mostly come side by side: its documents are read once.
            let (_, owner) = match owner.take() {
                Some(known) if known.0 == candidate.rank => owner.insert(known),
                _ => owner.insert((candidate.rank, self.owner(candidate.rank)?)),
            };
            let id = index.video_id(candidate.video);
            videos.push(PlaylistVideo {
                id,
                title: owner.titles.get(&id).cloned().unwrap_or_default(),
                duration: candidate.duration,
                release_id: owner.id,
                artist: owner.artist.clone(),
                release_title: owner.title.clone(),
                year: owner.year,
            });
        }
        Ok(Playlist { query: query.to_string(), videos, unknown: planned.unknown })
    }

    fn owner(&self, rank: Rank) -> Result<Owner, CatalogueError> {
        let entry = self.index.entry(rank);
        let documents = EntryDocuments::read(&self.documents, entry)?;
        let mut titles = HashMap::new();
        for video in documents.videos() {
            if let (Some(id), Some(title)) = (video.youtube_id(), &video.title) {
                titles.entry(id).or_insert_with(|| title.clone());
            }
        }
        Ok(Owner {
            id: entry.id(),
            artist: credited(documents.artists()),
            title: documents.title().to_owned(),
            year: documents.year(),
            titles,
        })
    }
}

/// What a playlist says of the entry that brings a video.
struct Owner {
    id: Id,
    artist: String,
    title: String,
    year: Option<u16>,
    titles: HashMap<VideoId, String>,
}
