//! From a query to the videos of a playlist.

use std::collections::{BTreeSet, HashMap};

use storage::{
    index::{Entry, Need, Rank},
    model::{Id, VideoId},
};

use super::{Catalogue, CatalogueError, credited, hit::EntryDocuments, planner::UnknownValue};
use crate::{
    playlist::{Options, Order, PlaylistVideo, select},
    query,
};

/// Videos whose documents are read at once.
const PORTION: usize = 200;

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
        for portion in chosen.chunks(PORTION) {
            let owners = self.owners(portion.iter().map(|candidate| candidate.rank))?;
            for candidate in portion {
                let owner = &owners[&candidate.rank];
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
        }
        Ok(Playlist { query: query.to_string(), videos, unknown: planned.unknown })
    }

    /// What is said of the entries at these ranks, each read once.
    fn owners(
        &self,
        ranks: impl Iterator<Item = Rank>,
    ) -> Result<HashMap<Rank, Owner>, CatalogueError> {
        let ranks: Vec<Rank> = ranks.collect::<BTreeSet<_>>().into_iter().collect();
        let entries: Vec<Entry> = ranks.iter().map(|&rank| self.index.entry(rank)).collect();
        let documents = EntryDocuments::read(&self.documents, &entries)?;
        let owners = entries.into_iter().zip(&documents).map(Owner::of);
        Ok(ranks.into_iter().zip(owners).collect())
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

impl Owner {
    fn of((entry, documents): (Entry, &EntryDocuments)) -> Self {
        let mut titles = HashMap::new();
        for video in documents.videos() {
            if let (Some(id), Some(title)) = (video.youtube_id(), &video.title) {
                titles.entry(id).or_insert_with(|| title.clone());
            }
        }
        Self {
            id: entry.id(),
            artist: credited(documents.artists()),
            title: documents.title().to_owned(),
            year: documents.year(),
            titles,
        }
    }
}
