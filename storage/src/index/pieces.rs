//! Stretches of an index file, put together from the pieces that Redis has of it.

use std::{collections::BTreeSet, ops::Range};

use super::{
    file::{IndexFile, Section, Words},
    remote_postings::UNREADABLE,
};
use crate::redis::{Error, Remote, Wanted};

/// Fetches sections and puts them into the file.
pub(super) fn load_sections(
    remote: &Remote,
    file: &IndexFile,
    sections: &[Section],
) -> Result<(), Error> {
    let mut missing: Vec<Section> = Vec::new();
    for &section in sections {
        if !file.has(section) && !missing.contains(&section) {
            missing.push(section);
        }
    }
    let ranges: Vec<Range<usize>> = missing.iter().map(|&section| file.range(section)).collect();
    for (section, words) in missing.into_iter().zip(read(remote, &ranges)?) {
        file.put(section, words).map_err(|damage| remote.damaged(&damage))?;
    }
    Ok(())
}

/// Fetches bytes of the file that are in the image.
pub(super) fn read(remote: &Remote, ranges: &[Range<usize>]) -> Result<Vec<Words>, Error> {
    let about = remote.about();
    let places: Vec<Range<usize>> = ranges
        .iter()
        .map(|range| about.in_image(range.clone()).ok_or_else(|| remote.damaged(&UNREADABLE)))
        .collect::<Result<_, _>>()?;
    let numbers: BTreeSet<usize> =
        places.iter().flat_map(|range| pieces(range, about.piece)).collect();
    let numbers: Vec<usize> = numbers.into_iter().collect();
    let wanted: Vec<Wanted> = numbers.iter().map(|&number| remote.piece(number)).collect();
    let mut all: Vec<Words> = places.iter().map(|range| Words::zeroed(range.len())).collect();
    remote.fetch(&wanted, |place, piece| {
        for (range, words) in places.iter().zip(&mut all) {
            let start = numbers[place] * about.piece;
            copy_overlap(&piece, start, words.bytes_mut(), range.start);
        }
        Ok(())
    })?;
    Ok(all)
}

/// The numbers of the pieces that a range of the image lies in.
pub(super) fn pieces(range: &Range<usize>, size: usize) -> Range<usize> {
    range.start / size..range.end.div_ceil(size)
}

/// Copies what two stretches of the same bytes have in common, each given with where it begins.
pub(super) fn copy_overlap(from: &[u8], from_start: usize, to: &mut [u8], to_start: usize) {
    let start = from_start.max(to_start);
    let end = (from_start + from.len()).min(to_start + to.len());
    if start < end {
        to[start - to_start..end - to_start]
            .copy_from_slice(&from[start - from_start..end - from_start]);
    }
}
