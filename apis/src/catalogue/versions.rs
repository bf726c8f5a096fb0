//! The releases of a master.

use serde::Serialize;
use storage::{
    index::{Entry, Need, Plan, Rank},
    model::{Document, Id, Kind},
};

use super::{
    Catalogue, CatalogueError,
    cursor::List,
    hit::{EntryDocuments, Hit},
};

/// A page of the releases of a work.
#[derive(Debug, Clone, Default, Serialize)]
pub struct VersionsPage {
    /// How many there are in all.
    pub total: usize,
    /// By date, the oldest first, those without one last.
    pub hits: Vec<Hit>,
    /// The cursor of the next page; `null` on the last.
    pub next: Option<String>,
}

impl Catalogue {
    /// The releases of a master, or those that are one work with a release, itself among them, by
    /// date; `None` when the generation has nothing of it. A master is found by its main release:
    /// without that it has no versions here.
    ///
    /// # Errors
    /// When the cursor is not of this generation or not of such a list, or when the index or a
    /// document cannot be read.
    pub fn versions(
        &self,
        of: Entry,
        limit: usize,
        cursor: Option<&str>,
    ) -> Result<Option<VersionsPage>, CatalogueError> {
        let offset = self.offset(List::Versions, cursor)?;
        let Some(rank) = self.rank_in_work(of)? else { return Ok(None) };
        self.index.load(&[Need::Counts, Need::Dates])?;
        let mut ranks: Vec<Rank> = self.index.matches_of_works(&Plan::All, &[rank]).concat();
        // A master without releases stands for itself alone.
        ranks.retain(|&rank| self.index.entry(rank).kind() == Kind::Releases);
        self.index.sort_by_date(&mut ranks);
        let total = ranks.len();
        let page = ranks.into_iter().skip(offset).take(limit);
        let entries: Vec<Entry> = page.map(|rank| self.index.entry(rank)).collect();
        let given = offset.saturating_add(entries.len());
        let documents = EntryDocuments::read(&self.documents, &entries)?;
        let hits = documents.into_iter().zip(entries);
        Ok(Some(VersionsPage {
            total,
            hits: hits.map(|(documents, entry)| documents.into_hit(entry)).collect(),
            next: (given < total && limit > 0).then(|| self.cursor_at(List::Versions, given)),
        }))
    }

    /// The rank of an entry, or of one of the releases of a master that is none; `None` where there
    /// is neither.
    pub(super) fn rank_in_work(&self, of: Entry) -> Result<Option<Rank>, CatalogueError> {
        self.index.load(&[Need::Ranks])?;
        let rank = self.index.rank_of(of);
        match of {
            Entry::Master(id) if rank.is_none() => {
                let main = self.main_release(id)?;
                Ok(main.and_then(|main| self.index.rank_of(Entry::Release(main))))
            }
            _ => Ok(rank),
        }
    }

    /// The release that stands for a master, if it says so itself.
    fn main_release(&self, master: Id) -> Result<Option<Id>, CatalogueError> {
        let Some(Document::Master(document)) = self.document(Kind::Masters, master)? else {
            return Ok(None);
        };
        let Some(main) = document.main_release else { return Ok(None) };
        Ok(match self.document(Kind::Releases, main)? {
            Some(Document::Release(release)) if release.master() == Some(master) => Some(main),
            _ => None,
        })
    }
}
