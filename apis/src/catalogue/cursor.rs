//! Where a list goes on: the generation and the last entry that was given.

use storage::{
    generations::GenerationName,
    index::{Entry, Rank},
};

use super::Catalogue;

/// A text that is no place in this catalogue's answers.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the cursor `{0}` does not belong to generation {1}: ask again without it")]
pub struct InvalidCursor(pub String, pub GenerationName);

/// The generation that a cursor names; `None` for a text that names none.
pub(super) fn generation(cursor: &str) -> Option<GenerationName> {
    cursor.split_once('.')?.0.parse().ok()
}

impl Catalogue {
    pub(super) fn cursor(&self, after: Rank) -> String {
        let entry = self.index.entry(after);
        let kind = match entry {
            Entry::Release(_) => 'r',
            Entry::Master(_) => 'm',
        };
        format!("{}.{kind}{}", self.generation, entry.id())
    }

    pub(super) fn after(&self, cursor: &str) -> Result<Rank, InvalidCursor> {
        let rank = || {
            let entry = cursor.strip_prefix(&format!("{}.", self.generation))?;
            let id = entry.get(1..)?.parse().ok()?;
            let entry = match entry.get(..1)? {
                "r" => Entry::Release(id),
                "m" => Entry::Master(id),
                _ => return None,
            };
            self.index.rank_of(entry)
        };
        rank().ok_or_else(|| InvalidCursor(cursor.to_owned(), self.generation))
    }
}
