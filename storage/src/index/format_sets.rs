//! The formats of the entries: a column of numbers, each that of a set of formats which many
//! entries have alike. The packed rows have no room for them, and their postings would be looked
//! at one by one, whatever the answer.

use std::collections::HashMap;

use super::{
    Damage, Meta,
    file::{IndexFile, Section},
};

/// The sets of formats of a generation, as they are written.
#[derive(Debug)]
pub(crate) struct FormatSets {
    /// By rank, the number of its set.
    pub(super) of_entries: Vec<u32>,
    /// Where each set begins in `formats`; one more at the end.
    pub(super) starts: Vec<u32>,
    pub(super) formats: Vec<u16>,
    numbers: HashMap<Vec<u16>, u32>,
}

impl Default for FormatSets {
    fn default() -> Self {
        let (of_entries, formats) = (Vec::new(), Vec::new());
        Self { of_entries, starts: vec![0], formats, numbers: HashMap::new() }
    }
}

impl FormatSets {
    /// Appends the formats of the next rank.
    pub(super) fn push(&mut self, formats: &[u16]) {
        let number = self.numbers.get(formats).copied().unwrap_or_else(|| {
            let number = self.numbers.len() as u32;
            self.numbers.insert(formats.to_vec(), number);
            self.formats.extend_from_slice(formats);
            self.starts.push(self.formats.len() as u32);
            number
        });
        self.of_entries.push(number);
    }
}

/// The formats of the entries, as they lie in the file.
#[derive(Clone, Copy)]
pub(super) struct Formats<'a> {
    of_entries: &'a [u32],
    starts: &'a [u32],
    formats: &'a [u16],
}

impl<'a> Formats<'a> {
    pub(super) fn new(file: &'a IndexFile) -> Self {
        Self {
            of_entries: file.u32s(Section::FormatSets),
            starts: file.u32s(Section::FormatSetStarts),
            formats: bytemuck::try_cast_slice(file.bytes(Section::FormatSetFormats))
                .unwrap_or_default(),
        }
    }

    /// The formats of an entry, by their number among the rows.
    pub(super) fn of(self, rank: u32) -> &'a [u16] {
        let set = self.of_entries[rank as usize] as usize;
        &self.formats[self.starts[set] as usize..self.starts[set + 1] as usize]
    }
}

/// Checks that each entry has a set, and that the sets lie within their formats.
pub(super) fn check(file: &IndexFile, meta: &Meta) -> Result<(), Damage> {
    file.expect(Section::FormatSets, meta.entries as usize, 4)?;
    let Formats { of_entries, starts, formats } = Formats::new(file);
    let sets = starts.len().saturating_sub(1) as u32;
    let fits = of_entries.iter().all(|&set| set < sets)
        && starts.is_sorted()
        && starts.last().is_none_or(|&end| end as usize <= formats.len());
    if fits { Ok(()) } else { Err(Damage::Inconsistent("an entry has no formats")) }
}
