//! The Discogs ids of the records: ascending, with gaps, as the real ones are.

use crate::rng::{Rng, Stream};

/// `Various`, `Unknown Artist` and `No Artist`: ids with a meaning, credited by releases and, as
/// in the real dumps, not to be relied upon in the artists file. Here they are never in it.
pub(crate) const VARIOUS: u32 = 194;
/// See [`VARIOUS`].
pub(crate) const UNKNOWN_ARTIST: u32 = 355;
/// See [`VARIOUS`].
pub(crate) const NO_ARTIST: u32 = 118_760;

/// The id of the record with this index; one of each pair of numbers is used.
pub(crate) fn id(seed: u64, index: u32) -> u64 {
    u64::from(index) * 2 + 1 + (Rng::new(seed, Stream::Id, index.into()).bits() & 1)
}

/// The id of an artist: never one with a meaning of its own.
pub(crate) fn artist_id(seed: u64, index: u32) -> u64 {
    let special = [VARIOUS, UNKNOWN_ARTIST, NO_ARTIST].map(u64::from);
    let id = id(seed, index);
    match special.contains(&id) {
        // The pair's other number.
        true => index as u64 * 4 + 3 - id,
        false => id,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn artist_ids_ascend_and_leave_out_those_with_a_meaning() {
        let ids: Vec<u64> = (0..60_000).map(|index| artist_id(5, index)).collect();
        assert!(ids.is_sorted_by(|a, b| a < b));
        for special in [VARIOUS, UNKNOWN_ARTIST, NO_ARTIST] {
            assert!(!ids.contains(&special.into()));
        }
    }
}
