//! All entries of an answer, as ids.

use std::{sync::Arc, vec};

use serde::Serialize;
use storage::{
    index::{BLOCK, Entry, Need, Plan, Rank},
    model::Id,
};
use utoipa::ToSchema;

use super::{Catalogue, CatalogueError};
use crate::query::Expr;

/// Matches that are looked for at first.
const FIRST: usize = 256;

/// An entry by its id, as the API gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, ToSchema)]
pub struct EntryId {
    /// `release` or `master`.
    #[schema(value_type = String, example = "release")]
    pub kind: &'static str,
    /// The Discogs id, among those of its kind.
    #[schema(value_type = u32)]
    pub id: Id,
}

impl From<Entry> for EntryId {
    fn from(entry: Entry) -> Self {
        let kind = match entry {
            Entry::Release(_) => "release",
            Entry::Master(_) => "master",
        };
        Self { kind, id: entry.id() }
    }
}

/// All matches of a query, best first, looked for as they are asked for: as many as there are,
/// they take little memory.
pub struct Ids {
    catalogue: Arc<Catalogue>,
    plan: Plan,
    /// Found and not yet given.
    found: vec::IntoIter<Rank>,
    /// The last that was found.
    after: Option<Rank>,
    /// How many are looked for next; 0 when there are no more.
    portion: usize,
}

impl Catalogue {
    /// The ids of all that a query matches. They are of this generation, also when it is replaced
    /// meanwhile.
    ///
    /// # Errors
    /// When the index cannot be read from its server; giving the ids reads nothing from there.
    pub fn ids(self: &Arc<Self>, query: &Expr) -> Result<Ids, CatalogueError> {
        let plan = self.plan(query)?.plan;
        self.index.load(&[Need::Entries])?;
        self.index.load_plan(&plan)?;
        let (found, after) = (Vec::new().into_iter(), None);
        Ok(Ids { catalogue: self.clone(), plan, found, after, portion: FIRST })
    }
}

impl Iterator for Ids {
    type Item = EntryId;

    fn next(&mut self) -> Option<EntryId> {
        let index = &self.catalogue.index;
        if self.found.len() == 0 && self.portion > 0 {
            let found = index.page(&self.plan, self.after, self.portion);
            self.after = found.last().copied();
            let is_last = found.len() < self.portion;
            self.portion = if is_last { 0 } else { (self.portion * 4).min(BLOCK as usize) };
            self.found = found.into_iter();
        }
        self.found.next().map(|rank| index.entry(rank).into())
    }
}
