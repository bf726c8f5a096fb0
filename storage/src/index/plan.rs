//! A query with its terms looked up: what the evaluator runs.

use super::{block::BLOCK, container::Container, postings::Postings};

/// Where the postings of a term lie in the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PostingsRef {
    pub(crate) offset: u64,
    pub(crate) length: u32,
}

/// A boolean expression over sets of entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Plan {
    /// Every entry.
    All,
    /// None.
    Nothing,
    /// The entries that have a term.
    Term(PostingsRef),
    /// The entries that the inner plan does not match.
    Not(Box<Self>),
    /// The entries that all of them match; every entry where there are none.
    And(Vec<Self>),
    /// The entries that at least one of them matches; none where there are none.
    Or(Vec<Self>),
}

/// A plan with its postings read: lists decoded, containers found by block.
#[derive(Debug)]
pub(crate) enum Node<'a> {
    All,
    List(Vec<u32>),
    Chunked { count: u32, blocks: Vec<Option<Container<'a>>> },
    Not(Box<Self>),
    And { all: Vec<Self>, none: Vec<Self> },
    Or(Vec<Self>),
}

impl<'a> Node<'a> {
    pub(crate) fn nothing() -> Self {
        Self::List(Vec::new())
    }

    /// Reads the plan's postings by `read`, which gives `None` for damaged bytes.
    pub(crate) fn compile(
        plan: &Plan,
        read: &impl Fn(PostingsRef) -> Option<Postings<'a>>,
    ) -> Option<Self> {
        Some(match plan {
            Plan::All => Self::All,
            Plan::Nothing => Self::nothing(),
            Plan::Term(term) => match read(*term)? {
                Postings::List(ranks) => Self::List(ranks),
                Postings::Chunked { count, blocks } => Self::Chunked { count, blocks },
            },
            Plan::Not(inner) => match Self::compile(inner, read)? {
                Self::Not(inner) => *inner,
                inner => Self::Not(Box::new(inner)),
            },
            Plan::And(parts) => {
                let (mut all, mut none) = (Vec::new(), Vec::new());
                for part in parts {
                    match Self::compile(part, read)? {
                        Self::All => {}
                        Self::Not(inner) => none.push(*inner),
                        part => all.push(part),
                    }
                }
                all.sort_by_key(Self::at_most);
                match (all.len(), none.is_empty()) {
                    (0, true) => Self::All,
                    (1, true) => all.remove(0),
                    _ => Self::And { all, none },
                }
            }
            Plan::Or(parts) => {
                let mut merged = Vec::new();
                let mut others = Vec::new();
                for part in parts {
                    match Self::compile(part, read)? {
                        Self::List(ranks) => merged.extend(ranks),
                        part => others.push(part),
                    }
                }
                merged.sort_unstable();
                merged.dedup();
                if others.is_empty() {
                    return Some(Self::List(merged));
                }
                if !merged.is_empty() {
                    others.push(Self::List(merged));
                }
                if others.len() == 1 { others.remove(0) } else { Self::Or(others) }
            }
        })
    }

    /// How many ranks there are, at the most.
    fn at_most(&self) -> u64 {
        match self {
            Self::All | Self::Not(_) => u64::MAX,
            Self::List(ranks) => ranks.len() as u64,
            Self::Chunked { count, .. } => u64::from(*count),
            Self::And { all, .. } => all.iter().map(Self::at_most).min().unwrap_or(u64::MAX),
            Self::Or(parts) => parts.iter().map(Self::at_most).fold(0, u64::saturating_add),
        }
    }

    /// The part of a list that lies in a block.
    pub(crate) fn in_block(ranks: &[u32], block: u32) -> &[u32] {
        let start = ranks.partition_point(|&rank| rank >> 16 < block);
        let length = ranks[start..].partition_point(|&rank| rank >> 16 == block);
        &ranks[start..start + length]
    }

    /// How many ranks of a block there are, at the most; 0 only where there are none.
    pub(crate) fn at_most_in(&self, block: u32) -> usize {
        match self {
            Self::All | Self::Not(_) => BLOCK as usize,
            Self::List(ranks) => Self::in_block(ranks, block).len(),
            Self::Chunked { blocks, .. } => {
                blocks.get(block as usize).copied().flatten().map_or(0, Container::at_most)
            }
            Self::And { all, .. } => {
                all.iter().map(|part| part.at_most_in(block)).min().unwrap_or(BLOCK as usize)
            }
            Self::Or(parts) => parts.iter().map(|part| part.at_most_in(block)).sum(),
        }
    }

    /// Whether a rank, given by block and place in it, is among them.
    pub(crate) fn contains(&self, block: u32, value: u16) -> bool {
        match self {
            Self::All => true,
            Self::List(ranks) => ranks.binary_search(&(block << 16 | u32::from(value))).is_ok(),
            Self::Chunked { blocks, .. } => blocks
                .get(block as usize)
                .copied()
                .flatten()
                .is_some_and(|container| container.contains(value)),
            Self::Not(inner) => !inner.contains(block, value),
            Self::And { all, none } => {
                all.iter().all(|part| part.contains(block, value))
                    && !none.iter().any(|part| part.contains(block, value))
            }
            Self::Or(parts) => parts.iter().any(|part| part.contains(block, value)),
        }
    }
}
