//! Roaring containers read in place, in the portable form.

use super::block::{Bits, WORDS};

/// The part of a postings list that lies in one block, as the bytes lie in the file.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Container<'a> {
    /// Ascending values, two bytes each.
    Array(&'a [[u8; 2]]),
    /// One bit for each of the block's ranks.
    Bitmap(&'a [[u8; 8]]),
    /// First value and number of further ones, two bytes each.
    Runs(&'a [[u8; 4]]),
}

/// Cookie of a chunk that has run containers; the number of containers is in its upper half.
const WITH_RUNS: u16 = 12347;
/// Cookie of a chunk that has none.
const WITHOUT_RUNS: u32 = 12346;
/// Containers from which on a chunk with runs has a table of offsets.
const OFFSETS_FROM: usize = 4;
/// Values up to which a container is an array.
const ARRAY_MAX: usize = 4096;

/// The containers of one chunk in portable roaring bytes, with their number within the chunk.
/// `None` when the bytes are not of that form.
pub(crate) fn containers(bytes: &[u8]) -> Option<Vec<(u16, Container<'_>)>> {
    let mut rest = bytes;
    let cookie = u32::from_le_bytes(*take(&mut rest)?);
    let (count, runs): (usize, &[u8]) = if cookie as u16 == WITH_RUNS {
        let count = (cookie >> 16) as usize + 1;
        (count, take_slice(&mut rest, count.div_ceil(8))?)
    } else if cookie == WITHOUT_RUNS {
        (u32::from_le_bytes(*take(&mut rest)?) as usize, &[])
    } else {
        return None;
    };
    let header: &[[u8; 4]] = take_arrays(&mut rest, count)?;
    if runs.is_empty() || count >= OFFSETS_FROM {
        take_arrays::<4>(&mut rest, count)?;
    }
    let mut found = Vec::with_capacity(count);
    for (index, &[k0, k1, c0, c1]) in header.iter().enumerate() {
        let key = u16::from_le_bytes([k0, k1]);
        let cardinality = usize::from(u16::from_le_bytes([c0, c1])) + 1;
        let is_run = runs.get(index / 8).is_some_and(|byte| byte >> (index % 8) & 1 == 1);
        let container = if is_run {
            let runs = usize::from(u16::from_le_bytes(*take(&mut rest)?));
            Container::Runs(take_arrays(&mut rest, runs)?)
        } else if cardinality <= ARRAY_MAX {
            Container::Array(take_arrays(&mut rest, cardinality)?)
        } else {
            Container::Bitmap(take_arrays(&mut rest, WORDS)?)
        };
        found.push((key, container));
    }
    rest.is_empty().then_some(found)
}

fn take_slice<'a>(rest: &mut &'a [u8], length: usize) -> Option<&'a [u8]> {
    let (head, tail) = rest.split_at_checked(length)?;
    *rest = tail;
    Some(head)
}

fn take<'a, const N: usize>(rest: &mut &'a [u8]) -> Option<&'a [u8; N]> {
    let (head, tail) = rest.split_first_chunk()?;
    *rest = tail;
    Some(head)
}

fn take_arrays<'a, const N: usize>(rest: &mut &'a [u8], count: usize) -> Option<&'a [[u8; N]]> {
    take_slice(rest, count.checked_mul(N)?).map(|bytes| bytes.as_chunks().0)
}

/// First and last value of a run. A damaged run that leaves the block ends with the block.
fn bounds(run: [u8; 4]) -> (u16, u16) {
    let [s0, s1, l0, l1] = run;
    let first = u16::from_le_bytes([s0, s1]);
    (first, first.saturating_add(u16::from_le_bytes([l0, l1])))
}

impl Container<'_> {
    pub(crate) fn or_into(self, bits: &mut Bits) {
        match self {
            Self::Array(values) => {
                for &value in values {
                    bits.set(u16::from_le_bytes(value));
                }
            }
            Self::Bitmap(words) => {
                for (word, &other) in bits.0.iter_mut().zip(words) {
                    *word |= u64::from_le_bytes(other);
                }
            }
            Self::Runs(runs) => {
                for &run in runs {
                    let (first, last) = bounds(run);
                    bits.set_run(first, last);
                }
            }
        }
    }

    pub(crate) fn and_not_into(self, bits: &mut Bits) {
        match self {
            Self::Array(values) => {
                for &value in values {
                    let value = u16::from_le_bytes(value);
                    bits.0[usize::from(value >> 6)] &= !(1 << (value & 63));
                }
            }
            Self::Bitmap(words) => {
                for (word, &other) in bits.0.iter_mut().zip(words) {
                    *word &= !u64::from_le_bytes(other);
                }
            }
            Self::Runs(runs) => {
                for &run in runs {
                    let (first, last) = bounds(run);
                    bits.clear_run(first, last);
                }
            }
        }
    }

    /// Intersects; `scratch` may hold anything before and after.
    pub(crate) fn and_into(self, bits: &mut Bits, scratch: &mut Bits) {
        if let Self::Bitmap(words) = self {
            for (word, &other) in bits.0.iter_mut().zip(words) {
                *word &= u64::from_le_bytes(other);
            }
        } else {
            scratch.fill(0);
            self.or_into(scratch);
            bits.and(scratch);
        }
    }

    pub(crate) fn contains(self, value: u16) -> bool {
        match self {
            Self::Array(values) => {
                values.binary_search_by(|&other| u16::from_le_bytes(other).cmp(&value)).is_ok()
            }
            Self::Bitmap(words) => words
                .get(usize::from(value >> 6))
                .is_some_and(|&word| u64::from_le_bytes(word) >> (value & 63) & 1 == 1),
            Self::Runs(runs) => {
                let after = runs.partition_point(|&run| bounds(run).0 <= value);
                after > 0 && bounds(runs[after - 1]).1 >= value
            }
        }
    }

    /// How many values there are, at the most; exact for arrays.
    pub(crate) fn at_most(self) -> usize {
        match self {
            Self::Array(values) => values.len(),
            Self::Bitmap(_) => super::block::BLOCK as usize,
            Self::Runs(runs) => runs
                .iter()
                .map(|&run| {
                    let (first, last) = bounds(run);
                    usize::from(last - first) + 1
                })
                .sum(),
        }
    }

    pub(crate) fn append_to(self, values: &mut Vec<u16>) {
        match self {
            Self::Array(array) => values.extend(array.iter().map(|&v| u16::from_le_bytes(v))),
            Self::Runs(runs) => {
                for &run in runs {
                    let (first, last) = bounds(run);
                    values.extend(first..=last);
                }
            }
            Self::Bitmap(words) => {
                let mut bits = Bits::empty();
                Self::Bitmap(words).or_into(&mut bits);
                values.extend(bits.iter());
            }
        }
    }
}
