use super::Time;
use crate::view::changed::Changed;

/// A generation that is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Kept {
    /// Its name: `20261101`.
    pub name: String,
    /// The day of its dump: `1 November 2026`.
    pub day: String,
    /// Whether it is the one that is published.
    pub is_current: bool,
    /// When it was built.
    pub created: Time,
    /// What it finds, where that is known.
    pub entries: Option<u64>,
    /// Records that were set aside, where that is known.
    pub rejected: Option<u64>,
    /// The room that it takes.
    pub room: Room,
    /// What it has brought, where that is known.
    pub changed: Option<Changed>,
}

/// The room that a generation takes, in bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Room {
    /// Its folder; `None` where it has none on the server's machine.
    pub all: Option<u64>,
    /// Its index, where that is known.
    pub index: Option<u64>,
    /// What the largest generation takes.
    pub most: u64,
}

impl Room {
    /// The parts that are the index and the rest, in hundredths of the largest generation.
    pub(in crate::view) fn shares(&self) -> Option<(u64, u64)> {
        let all = self.all?;
        let share = |bytes: u64| bytes.saturating_mul(100).div_ceil(self.most.max(1)).min(100);
        let index = share(self.index.unwrap_or_default().min(all));
        Some((index, share(all).saturating_sub(index)))
    }
}

#[cfg(test)]
mod tests {
    use super::Room;

    #[test]
    fn the_index_is_drawn_as_a_part_of_what_a_generation_takes() {
        let shares = |all, index| Room { all, index, most: 1_000 }.shares();
        assert_eq!(shares(Some(1_000), Some(250)), Some((25, 75)));
        assert_eq!(shares(Some(500), None), Some((0, 50)));
        assert_eq!(shares(Some(10), Some(1)), Some((1, 0)));
        // The index is in Redis, and larger than the folder.
        assert_eq!(shares(Some(100), Some(900)), Some((10, 0)));
        assert_eq!(shares(None, Some(250)), None);
    }
}
