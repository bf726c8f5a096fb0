//! The one evaluator: a plan's ranks, block after block, best first.

use std::ops::ControlFlow;

use super::{
    block::{BLOCK, Bits},
    container::Container,
    plan::Node,
};

/// Values up to which a block's answer is kept as a list.
const FEW: usize = 4096;

/// The ranks of one block that match.
pub(crate) enum Found {
    Few(Vec<u16>),
    Many(Bits),
}

impl Found {
    fn nothing() -> Self {
        Self::Few(Vec::new())
    }

    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Self::Few(values) => values.is_empty(),
            Self::Many(bits) => bits.0.iter().all(|&word| word == 0),
        }
    }

    /// The values, ascending.
    pub(crate) fn values(&self) -> Box<dyn Iterator<Item = u16> + '_> {
        match self {
            Self::Few(values) => Box::new(values.iter().copied()),
            Self::Many(bits) => Box::new(bits.iter()),
        }
    }

    fn or_into(&self, bits: &mut Bits) {
        match self {
            Self::Few(values) => values.iter().for_each(|&value| bits.set(value)),
            Self::Many(other) => bits.or(other),
        }
    }
}

/// Runs a plan over the ranks below `end`.
pub(crate) struct Evaluator<'a> {
    root: Node<'a>,
    end: u32,
    scratch: Bits,
    /// Bit sets that were used and may be used again.
    spare: Vec<Bits>,
}

impl<'a> Evaluator<'a> {
    pub(crate) fn new(root: Node<'a>, end: u32) -> Self {
        Self { root, end, scratch: Bits::empty(), spare: Vec::new() }
    }

    /// Gives each block that has matches, from `first` on, until `visit` breaks.
    pub(crate) fn blocks(
        &mut self,
        first: u32,
        mut visit: impl FnMut(u32, &Found) -> ControlFlow<()>,
    ) {
        let root = std::mem::replace(&mut self.root, Node::All);
        for block in first..self.end.div_ceil(BLOCK) {
            let found = self.block(&root, block);
            let go_on =
                if found.is_empty() { ControlFlow::Continue(()) } else { visit(block, &found) };
            if let Found::Many(bits) = found {
                self.spare.push(bits);
            }
            if go_on.is_break() {
                break;
            }
        }
        self.root = root;
    }

    fn bits(&mut self, word: u64) -> Bits {
        let mut bits = self.spare.pop().unwrap_or_else(Bits::empty);
        bits.fill(word);
        bits
    }

    fn every(&mut self, block: u32) -> Bits {
        let mut bits = self.bits(u64::MAX);
        let end = self.end - block * BLOCK;
        if end < BLOCK {
            bits.truncate(end);
        }
        bits
    }

    fn block(&mut self, node: &Node<'a>, block: u32) -> Found {
        match node {
            Node::All => Found::Many(self.every(block)),
            Node::List(ranks) => {
                Found::Few(Node::in_block(ranks, block).iter().map(|&rank| rank as u16).collect())
            }
            Node::Chunked { blocks, .. } => self.container(blocks[block as usize]),
            Node::Not(inner) => {
                let mut bits = self.every(block);
                self.subtract(&mut bits, inner, block);
                Found::Many(bits)
            }
            Node::Or(parts) => self.union(parts, block),
            Node::And { all, none } => self.intersection(all, none, block),
        }
    }

    fn container(&mut self, container: Option<Container<'a>>) -> Found {
        match container {
            None => Found::nothing(),
            Some(container) if container.at_most() <= FEW => {
                let mut values = Vec::with_capacity(container.at_most());
                container.append_to(&mut values);
                Found::Few(values)
            }
            Some(container) => {
                let mut bits = self.bits(0);
                container.or_into(&mut bits);
                Found::Many(bits)
            }
        }
    }

    fn union(&mut self, parts: &[Node<'a>], block: u32) -> Found {
        let mut filled = parts.iter().filter(|part| part.at_most_in(block) > 0);
        let Some(first) = filled.next() else { return Found::nothing() };
        let Some(second) = filled.next() else { return self.block(first, block) };
        let mut bits = self.bits(0);
        for part in [first, second].into_iter().chain(filled) {
            match part {
                Node::Chunked { blocks, .. } => {
                    if let Some(container) = blocks[block as usize] {
                        container.or_into(&mut bits);
                    }
                }
                part => {
                    let found = self.block(part, block);
                    found.or_into(&mut bits);
                    self.recycle(found);
                }
            }
        }
        Found::Many(bits)
    }

    fn intersection(&mut self, all: &[Node<'a>], none: &[Node<'a>], block: u32) -> Found {
        let smallest =
            all.iter().enumerate().map(|(index, part)| (part.at_most_in(block), index)).min();
        let first = match smallest {
            Some((0, _)) => return Found::nothing(),
            Some((_, index)) => index,
            None => usize::MAX,
        };
        let mut found = match all.get(first) {
            Some(part) => self.block(part, block),
            None => Found::Many(self.every(block)),
        };
        let others = || all.iter().enumerate().filter(|&(index, _)| index != first).map(|(_, p)| p);
        match &mut found {
            Found::Few(values) => values.retain(|&value| {
                others().all(|part| part.contains(block, value))
                    && !none.iter().any(|part| part.contains(block, value))
            }),
            Found::Many(bits) => {
                for part in others() {
                    self.restrict(bits, part, block);
                }
                for part in none {
                    self.subtract(bits, part, block);
                }
            }
        }
        found
    }

    fn restrict(&mut self, bits: &mut Bits, part: &Node<'a>, block: u32) {
        if let Node::Chunked { blocks, .. } = part {
            match blocks[block as usize] {
                Some(container) => container.and_into(bits, &mut self.scratch),
                None => bits.fill(0),
            }
            return;
        }
        let found = self.block(part, block);
        match &found {
            Found::Many(other) => bits.and(other),
            Found::Few(values) => {
                let kept: Vec<u16> =
                    values.iter().copied().filter(|&value| bits.contains(value)).collect();
                bits.fill(0);
                kept.into_iter().for_each(|value| bits.set(value));
            }
        }
        self.recycle(found);
    }

    fn subtract(&mut self, bits: &mut Bits, part: &Node<'a>, block: u32) {
        if let Node::Chunked { blocks, .. } = part {
            if let Some(container) = blocks[block as usize] {
                container.and_not_into(bits);
            }
            return;
        }
        let found = self.block(part, block);
        match &found {
            Found::Many(other) => bits.and_not(other),
            Found::Few(values) => {
                for &value in values {
                    bits.0[usize::from(value >> 6)] &= !(1 << (value & 63));
                }
            }
        }
        self.recycle(found);
    }

    fn recycle(&mut self, found: Found) {
        if let Found::Many(bits) = found {
            self.spare.push(bits);
        }
    }
}
