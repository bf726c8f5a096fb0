//! A work as a list of works shows it.

use std::collections::{BTreeSet, HashMap, HashSet};

use serde::Serialize;
use storage::{
    index::{Candidate, Entry, Plan, Rank},
    model::{Id, VideoId},
};

use super::{
    Catalogue, CatalogueError,
    hit::{EntryDocuments, Hit, VideoHit},
};

/// How many of a work's videos are shown.
const VIDEOS: usize = 20;

/// A work, a master with its releases or a release without one, as a list of works shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WorkHit {
    /// The master's id; `null` for a release without one.
    pub master_id: Option<Id>,
    /// Whether the master itself is loaded: there is a document to look at.
    #[serde(skip)]
    pub has_master: bool,
    /// The best of its entries that match.
    pub best: Hit,
    /// The year of the entry that the list has the work by: in a list by date its place there,
    /// else that of the best.
    #[serde(skip)]
    pub year: Option<u16>,
    /// How many of its entries match.
    pub matching: u32,
    /// The videos of its master and of its matching entries, each once, at most 20.
    pub videos: Vec<VideoHit>,
}

impl Catalogue {
    /// Works as they are shown, each given by any of its entries; those of their entries that a
    /// plan matches. The index must have loaded entries, videos and the plan.
    pub(super) fn work_hits(
        &self,
        plan: &Plan,
        works: &[Rank],
    ) -> Result<Vec<WorkHit>, CatalogueError> {
        let matches = self.index.matches_of_works(plan, works);
        let videos = self.videos_of(&matches);
        let ranks: BTreeSet<Rank> = matches
            .iter()
            .filter_map(|ranks| ranks.first().copied())
            .chain(videos.iter().flatten().map(|video| video.rank))
            .collect();
        let entries: Vec<Entry> = ranks.iter().map(|&rank| self.index.entry(rank)).collect();
        let documents = EntryDocuments::read(&self.documents, &entries)?;
        let mut documents: HashMap<Rank, EntryDocuments> =
            ranks.into_iter().zip(documents).collect();

        let hits = matches.iter().zip(videos).filter_map(|(ranks, videos)| {
            let video = |video: Candidate| {
                let id = self.index.video_id(video.video);
                let title = documents[&video.rank].title_of(id).unwrap_or_default().to_owned();
                VideoHit { id, title, duration: video.duration }
            };
            let videos = videos.into_iter().map(video).collect();
            let best = *ranks.first()?;
            let of_best = documents.remove(&best)?;
            let has_master = of_best.master.is_some();
            let best = of_best.into_hit(self.index.entry(best));
            Some(WorkHit {
                master_id: best.master_id,
                has_master,
                year: best.year,
                best,
                matching: u32::try_from(ranks.len()).unwrap_or(u32::MAX),
                videos,
            })
        });
        Ok(hits.collect())
    }

    /// The videos that are shown of each work, given by its entries.
    fn videos_of(&self, works: &[Vec<Rank>]) -> Vec<Vec<Candidate>> {
        let mut candidates = self.index.candidates(works.iter().flatten().copied()).peekable();
        let of_work = |ranks: &Vec<Rank>| {
            let Some(work) = ranks.first().map(|&rank| self.index.work(rank)) else {
                return Vec::new();
            };
            let mut seen = HashSet::new();
            let mut videos = Vec::new();
            while let Some(candidate) = candidates.next_if(|candidate| candidate.work == work) {
                if videos.len() < VIDEOS && seen.insert(candidate.video) {
                    videos.push(candidate);
                }
            }
            videos
        };
        works.iter().map(of_work).collect()
    }
}

impl EntryDocuments {
    /// The title of a video, where one of the documents has it.
    fn title_of(&self, id: VideoId) -> Option<&str> {
        let mut titles = self.videos().filter(|video| video.youtube_id() == Some(id));
        titles.find_map(|video| video.title.as_deref())
    }
}
