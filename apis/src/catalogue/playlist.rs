//! From a query to the videos of a playlist.

use std::collections::{BTreeSet, HashMap, HashSet};

use storage::{
    index::{Entry, Need, Plan, Rank},
    model::{Id, VideoId},
};

use super::{
    Catalogue, CatalogueError, credited,
    hit::EntryDocuments,
    planner::{Planned, UnknownValue},
};
use crate::{
    playlist::{Options, Order, PlaylistVideo, chosen},
    query::{self, Expr},
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
        let Planned { plan, unknown } = self.plan(&query)?;
        let chosen = self.choose(&plan, options, 0, options.limit)?;
        Ok(Playlist { query: query.to_string(), videos: self.described(&chosen)?, unknown })
    }

    /// The ids of a playlist's videos: they are known without reading a document.
    ///
    /// # Errors
    /// When the index cannot be read from its server.
    pub fn video_ids(
        &self,
        query: &Expr,
        options: &Options,
    ) -> Result<Vec<VideoId>, CatalogueError> {
        let chosen = self.choose(&self.plan(query)?.plan, options, 0, options.limit)?;
        Ok(chosen.iter().map(|&(video, _)| self.index.video_id(video)).collect())
    }

    /// The best entry that brings a video; `None` when none does.
    ///
    /// # Errors
    /// When the index cannot be read from its server.
    pub fn owner_of(&self, video: VideoId) -> Result<Option<Entry>, CatalogueError> {
        self.index.load(&[Need::Owners, Need::Entries, Need::Videos])?;
        let number = self.index.video_number(video);
        Ok(number.map(|number| self.index.entry(self.index.owner_of(number))))
    }

    /// The other videos of the work that a video is of, best first; none when no entry brings it.
    ///
    /// # Errors
    /// When the index cannot be read from its server.
    pub fn others_of_work(&self, video: VideoId) -> Result<Vec<VideoId>, CatalogueError> {
        let index = &self.index;
        index.load(&[Need::Owners, Need::Entries, Need::Videos, Need::Counts])?;
        let Some(number) = index.video_number(video) else { return Ok(Vec::new()) };
        let ranks = index.matches_of_works(&Plan::All, &[index.owner_of(number)]).concat();
        let mut seen = HashSet::from([number]);
        let others = index.candidates(ranks.into_iter()).map(|candidate| candidate.video);
        let others = others.filter(|&other| seen.insert(other));
        Ok(others.map(|other| index.video_id(other)).collect())
    }

    /// How long some videos are together, in seconds, as far as it is known.
    ///
    /// # Errors
    /// When the index cannot be read from its server.
    pub fn duration(&self, videos: &[VideoId]) -> Result<u64, CatalogueError> {
        self.index.load(&[Need::Owners, Need::Videos])?;
        let length = |&id| self.index.video_duration(self.index.video_number(id)?);
        Ok(videos.iter().filter_map(length).map(u64::from).sum())
    }

    /// So many videos of the list that the options make of an answer, whatever their own limit,
    /// each by its number and the entry that brings it.
    pub(super) fn choose(
        &self,
        plan: &Plan,
        options: &Options,
        offset: usize,
        count: usize,
    ) -> Result<Vec<(u32, Rank)>, CatalogueError> {
        let index = &self.index;
        index.load(&[Need::Entries, Need::Videos])?;
        index.load_plan(plan)?;
        if options.order == Order::Date {
            index.load(&[Need::Dates])?;
        }
        let list = match options.order {
            Order::Best | Order::Shuffle => chosen(index.candidates(index.ranks(plan)), options),
            Order::Date => chosen(index.candidates(index.by_date(plan).into_iter()), options),
        };
        let list = list.map(|candidate| (candidate.video, candidate.rank));
        Ok(list.skip(offset).take(count).collect())
    }

    /// What a playlist says of some videos, given as [`Self::choose`] gives them. The documents
    /// are read in portions.
    pub(super) fn described(
        &self,
        chosen: &[(u32, Rank)],
    ) -> Result<Vec<PlaylistVideo>, CatalogueError> {
        let mut videos = Vec::with_capacity(chosen.len());
        for portion in chosen.chunks(PORTION) {
            let owners = self.owners(portion.iter().map(|&(_, rank)| rank))?;
            videos.extend(portion.iter().map(|&(video, rank)| {
                owners[&rank].brings(self.index.video_id(video), self.index.video_duration(video))
            }));
        }
        Ok(videos)
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
    fn brings(&self, id: VideoId, duration: Option<u32>) -> PlaylistVideo {
        PlaylistVideo {
            id,
            title: self.titles.get(&id).cloned().unwrap_or_default(),
            duration,
            release_id: self.id,
            artist: self.artist.clone(),
            release_title: self.title.clone(),
            year: self.year,
        }
    }

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
