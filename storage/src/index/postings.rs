//! The set of ranks that have a term, as bytes.
//!
//! Two forms, told apart by the first byte; `count` is the number of ranks:
//!
//! - `0`, varint count, then the ranks ascending, each as the varint of its distance from the one
//!   before (the first from 0): short lists;
//! - `1`, varint count, varint number of chunks, for each chunk the varints of its number and its
//!   length in bytes, then the chunks: portable roaring bitmaps of the ranks less
//!   `chunk << 20`.

use std::{borrow::Cow, io};

use roaring::RoaringBitmap;

use super::{
    block::BLOCK,
    container::{Container, containers},
    varint,
};

/// Ranks in one chunk, as a power of two.
pub(crate) const CHUNK_BITS: u32 = 20;

/// Ranks up to which a set is kept as a list of distances.
const LIST_MAX: usize = 4096;

const LIST: u8 = 0;
const CHUNKED: u8 = 1;

/// Appends the bytes of a set; the ranks ascend.
pub(crate) fn encode(ranks: &[u32], out: &mut Vec<u8>) {
    if ranks.len() <= LIST_MAX {
        out.push(LIST);
        varint::write(ranks.len() as u64, out);
        let mut before = 0;
        for &rank in ranks {
            varint::write(u64::from(rank - before), out);
            before = rank;
        }
        return;
    }
    append_chunks(&in_chunks(ranks), out);
}

/// The part of a set that lies in one chunk of ranks.
#[derive(Debug, Clone)]
pub(crate) struct Chunk<'a> {
    pub(crate) number: usize,
    /// How many ranks there are.
    pub(crate) count: u32,
    /// The ranks less `number << CHUNK_BITS`, as a portable roaring bitmap.
    pub(crate) bitmap: Cow<'a, [u8]>,
}

fn in_chunks(ranks: &[u32]) -> Vec<Chunk<'static>> {
    let chunks = ranks.chunk_by(|a, b| a >> CHUNK_BITS == b >> CHUNK_BITS).map(|chunk| {
        let number = chunk[0] >> CHUNK_BITS;
        let ranks = chunk.iter().map(|rank| rank - (number << CHUNK_BITS));
        let mut bitmap = RoaringBitmap::from_sorted_iter(ranks).expect("ranks ascend");
        bitmap.optimize();
        let mut bytes = Vec::with_capacity(bitmap.serialized_size());
        bitmap.serialize_into(&mut bytes).expect("a Vec takes any bytes");
        Chunk { number: number as usize, count: chunk.len() as u32, bitmap: bytes.into() }
    });
    chunks.collect()
}

fn append_chunks(chunks: &[Chunk<'_>], out: &mut Vec<u8>) {
    out.push(CHUNKED);
    varint::write(chunks.iter().map(|chunk| u64::from(chunk.count)).sum(), out);
    varint::write(chunks.len() as u64, out);
    for chunk in chunks {
        varint::write(chunk.number as u64, out);
        varint::write(chunk.bitmap.len() as u64, out);
    }
    chunks.iter().for_each(|chunk| out.extend_from_slice(&chunk.bitmap));
}

/// The bitmaps of a set of ranks below `end`, whatever its form; `None` when the bytes are of
/// neither.
pub(crate) fn split(bytes: &[u8], end: u32) -> Option<Vec<Chunk<'_>>> {
    if let Postings::List(ranks) = Postings::decode(bytes, end)? {
        return Some(in_chunks(&ranks));
    }
    let mut rest = &bytes[1..];
    varint::read(&mut rest)?;
    let chunks = chunk_bytes(rest)?.into_iter().map(|(number, bitmap)| {
        let count = read_bitmap(bitmap).ok()?.len();
        Some(Chunk { number, count: u32::try_from(count).ok()?, bitmap: bitmap.into() })
    });
    chunks.collect()
}

/// The bytes of the set that was [`split`] into these chunks.
///
/// # Errors
/// When a bitmap cannot be read.
pub(crate) fn join(chunks: &[Chunk<'_>]) -> io::Result<Vec<u8>> {
    let count: usize = chunks.iter().map(|chunk| chunk.count as usize).sum();
    let mut bytes = Vec::new();
    if count > LIST_MAX {
        append_chunks(chunks, &mut bytes);
        return Ok(bytes);
    }
    let mut ranks = Vec::with_capacity(count);
    for chunk in chunks {
        let base = (chunk.number as u32) << CHUNK_BITS;
        ranks.extend(read_bitmap(&chunk.bitmap)?.iter().map(|rank| base + rank));
    }
    encode(&ranks, &mut bytes);
    Ok(bytes)
}

fn read_bitmap(bytes: &[u8]) -> io::Result<RoaringBitmap> {
    RoaringBitmap::deserialize_from(bytes)
}

/// The number and the bitmap of each chunk, from the number of chunks on.
fn chunk_bytes(mut rest: &[u8]) -> Option<Vec<(usize, &[u8])>> {
    let mut table = Vec::new();
    for _ in 0..varint::read(&mut rest)? {
        let number = usize::try_from(varint::read(&mut rest)?).ok()?;
        table.push((number, usize::try_from(varint::read(&mut rest)?).ok()?));
    }
    let mut chunks = Vec::with_capacity(table.len());
    for (number, length) in table {
        let (chunk, after) = rest.split_at_checked(length)?;
        rest = after;
        chunks.push((number, chunk));
    }
    rest.is_empty().then_some(chunks)
}

/// A set read from its bytes.
#[derive(Debug, Clone)]
pub(crate) enum Postings<'a> {
    /// Every rank.
    List(Vec<u32>),
    /// The containers by block; `None` for blocks that have none of the ranks.
    Chunked {
        /// How many ranks there are.
        count: u32,
        /// One place for each block of the index.
        blocks: Vec<Option<Container<'a>>>,
    },
}

impl<'a> Postings<'a> {
    /// Reads a set of ranks below `end`; `None` when the bytes are not of the form above.
    pub(crate) fn decode(bytes: &'a [u8], end: u32) -> Option<Self> {
        let (&form, mut rest) = bytes.split_first()?;
        let count = u32::try_from(varint::read(&mut rest)?).ok()?;
        if count > end {
            return None;
        }
        match form {
            LIST => {
                let mut ranks = Vec::with_capacity(count.min(LIST_MAX as u32) as usize);
                let mut rank = 0_u32;
                for index in 0..count {
                    let distance = u32::try_from(varint::read(&mut rest)?).ok()?;
                    if index > 0 && distance == 0 {
                        return None;
                    }
                    rank = rank.checked_add(distance)?;
                    ranks.push(rank);
                }
                let inside = ranks.last().is_none_or(|&last| last < end);
                (inside && rest.is_empty()).then_some(Self::List(ranks))
            }
            CHUNKED => {
                let blocks_in_all = end.div_ceil(BLOCK) as usize;
                let mut blocks = vec![None; blocks_in_all];
                for (number, chunk) in chunk_bytes(rest)? {
                    for (key, container) in containers(chunk)? {
                        let block = number
                            .checked_mul(1 << (CHUNK_BITS - 16))?
                            .checked_add(usize::from(key))?;
                        *blocks.get_mut(block)? = Some(container);
                    }
                }
                Some(Self::Chunked { count, blocks })
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::{Postings, encode, join, split};
    use crate::index::block::Bits;

    const END: u32 = 3 << 20;

    fn decoded(bytes: &[u8]) -> Vec<u32> {
        match Postings::decode(bytes, END).expect("bytes just written are read") {
            Postings::List(ranks) => ranks,
            Postings::Chunked { blocks, .. } => {
                let mut ranks = Vec::new();
                for (block, container) in blocks.into_iter().enumerate() {
                    let mut bits = Bits::empty();
                    let Some(container) = container else { continue };
                    container.or_into(&mut bits);
                    let mut values = Vec::new();
                    container.append_to(&mut values);
                    assert_eq!(values, bits.iter().collect::<Vec<_>>());
                    assert!(values.iter().all(|&value| container.contains(value)));
                    ranks.extend(values.iter().map(|&v| (block as u32) << 16 | u32::from(v)));
                }
                ranks
            }
        }
    }

    fn runs_and_singles() -> impl Strategy<Value = BTreeSet<u32>> {
        let run = (0..END - 70_000, prop_oneof![1..3_u32, 1..300_u32, 1..70_000_u32]);
        proptest::collection::vec(run, 0..40).prop_map(|runs| {
            runs.into_iter().flat_map(|(start, length)| start..start + length).collect()
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn what_is_written_is_read(ranks in runs_and_singles()) {
            let ranks: Vec<u32> = ranks.into_iter().collect();
            let mut bytes = Vec::new();
            encode(&ranks, &mut bytes);
            prop_assert_eq!(decoded(&bytes), ranks);
        }

        #[test]
        fn what_is_split_is_joined_to_the_same_bytes(ranks in runs_and_singles()) {
            let ranks: Vec<u32> = ranks.into_iter().collect();
            let mut bytes = Vec::new();
            encode(&ranks, &mut bytes);
            let chunks = split(&bytes, END).expect("bytes just written are read");
            prop_assert_eq!(chunks.iter().map(|chunk| chunk.count as usize).sum::<usize>(), ranks.len());
            prop_assert_eq!(join(&chunks).unwrap(), bytes);
        }

        #[test]
        fn damaged_bytes_are_refused_or_read_but_never_a_crash(
            ranks in runs_and_singles(), place: prop::sample::Index, byte: u8, cut: prop::sample::Index,
        ) {
            let ranks: Vec<u32> = ranks.into_iter().collect();
            let mut bytes = Vec::new();
            encode(&ranks, &mut bytes);
            let at = place.index(bytes.len());
            bytes[at] = byte;
            let _ = Postings::decode(&bytes, END);
            let _ = Postings::decode(&bytes[..cut.index(bytes.len())], END);
        }
    }
}
