//! Where a list goes on: the generation, and the last entry or the number of items that were given.

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

/// Which list a number counts in. Lists of entries name an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum List {
    /// [`Catalogue::works`], arranged by something else than their rank.
    Works,
    /// [`Catalogue::videos`].
    Videos,
    /// [`Catalogue::versions`].
    Versions,
    /// [`Catalogue::values`].
    Values,
}

impl List {
    const fn letter(self) -> char {
        match self {
            Self::Works => 'w',
            Self::Videos => 'p',
            Self::Versions => 'e',
            Self::Values => 'v',
        }
    }
}

impl Catalogue {
    /// After an entry, in a list of entries.
    pub(super) fn cursor(&self, after: Rank) -> String {
        format!("{}.{}", self.generation, self.name_of(after))
    }

    pub(super) fn after(&self, cursor: &str) -> Result<Rank, InvalidCursor> {
        let rank = self.place(cursor).and_then(|entry| self.named(entry));
        rank.ok_or_else(|| InvalidCursor(cursor.to_owned(), self.generation))
    }

    /// After the work of an entry, in a list of works by rank.
    pub(super) fn cursor_of_work(&self, after: Rank) -> String {
        format!("{}.{}{}", self.generation, List::Works.letter(), self.name_of(after))
    }

    pub(super) fn after_work(&self, cursor: &str) -> Result<Rank, InvalidCursor> {
        let entry = self.place(cursor).and_then(|place| place.strip_prefix(List::Works.letter()));
        let rank = entry.and_then(|entry| self.named(entry));
        rank.ok_or_else(|| InvalidCursor(cursor.to_owned(), self.generation))
    }

    /// After so many items of a list.
    pub(super) fn cursor_at(&self, list: List, offset: usize) -> String {
        format!("{}.{}{offset}", self.generation, list.letter())
    }

    /// How many items of a list were given already: none without a cursor.
    pub(super) fn offset(&self, list: List, cursor: Option<&str>) -> Result<usize, InvalidCursor> {
        let Some(cursor) = cursor else { return Ok(0) };
        let offset = self.place(cursor).and_then(|place| place.strip_prefix(list.letter()));
        let digits = |offset: &&str| offset.bytes().all(|byte| byte.is_ascii_digit());
        let offset = offset.filter(digits).and_then(|offset| offset.parse().ok());
        offset.ok_or_else(|| InvalidCursor(cursor.to_owned(), self.generation))
    }

    fn place<'c>(&self, cursor: &'c str) -> Option<&'c str> {
        let (generation, place) = cursor.split_once('.')?;
        (generation == self.generation.to_string()).then_some(place)
    }

    fn name_of(&self, rank: Rank) -> String {
        let entry = self.index.entry(rank);
        let kind = match entry {
            Entry::Release(_) => 'r',
            Entry::Master(_) => 'm',
        };
        format!("{kind}{}", entry.id())
    }

    fn named(&self, entry: &str) -> Option<Rank> {
        let id = entry.get(1..)?.parse().ok()?;
        let entry = match entry.get(..1)? {
            "r" => Entry::Release(id),
            "m" => Entry::Master(id),
            _ => return None,
        };
        self.index.rank_of(entry)
    }
}
