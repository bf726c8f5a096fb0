//! The formats of each matching entry, block by block: the packed rows have no room for them.

use super::{
    Index, ValueField,
    block::{BLOCK, Bits},
    eval::Found,
    plan::Node,
};

const NONE: u32 = u32::MAX;

/// The formats of the matching entries of one block.
pub(super) struct Formats<'a> {
    /// By the place of the format among its values.
    postings: Vec<Option<Node<'a>>>,
    /// For each matching entry the link of its last format, [`NONE`] for one without.
    last: Vec<u32>,
    /// The place of a format, and the link before it.
    links: Vec<(u32, u32)>,
    scratch: Bits,
}

impl<'a> Formats<'a> {
    pub(super) fn new(index: &'a Index) -> Self {
        let values = index.values(ValueField::Format).iter();
        let read = |value: &super::Value| Node::compile(&value.plan(), &|at| index.postings(at));
        Self {
            postings: values.map(read).collect(),
            last: Vec::new(),
            links: Vec::new(),
            scratch: Bits::empty(),
        }
    }

    /// Looks up the formats of a block's matches.
    pub(super) fn look_up(&mut self, block: u32, found: &Found) {
        let Self { postings, last, links, scratch } = self;
        links.clear();
        let places = match found {
            Found::Few(values) => values.len(),
            Found::Many(_) => BLOCK as usize,
        };
        // Each entry's chain was taken when it was asked for: all are NONE again.
        last.resize(places.max(last.len()), NONE);
        let mut link = |place: usize, format: usize| {
            links.push((format as u32, last[place]));
            last[place] = links.len() as u32 - 1;
        };
        for (format, node) in postings.iter().enumerate() {
            let Some(node) = node.as_ref().filter(|node| node.at_most_in(block) > 0) else {
                continue;
            };
            match found {
                Found::Few(values) => {
                    for (place, &value) in values.iter().enumerate() {
                        if node.contains(block, value) {
                            link(place, format);
                        }
                    }
                }
                Found::Many(bits) => match node {
                    Node::Chunked { blocks, .. } => {
                        if let Some(container) = blocks[block as usize] {
                            scratch.fill(0);
                            container.or_into(scratch);
                            scratch.and(bits);
                            scratch.iter().for_each(|value| link(value.into(), format));
                        }
                    }
                    Node::List(ranks) => Node::in_block(ranks, block)
                        .iter()
                        .filter(|&&rank| bits.contains(rank as u16))
                        .for_each(|&rank| link(usize::from(rank as u16), format)),
                    // The postings of a value are read as one of the two.
                    _ => {}
                },
            }
        }
    }

    /// Takes the formats of a match: the `place`th of few, the value of many.
    pub(super) fn take(&mut self, place: usize, mut visit: impl FnMut(u32)) {
        let mut link = std::mem::replace(&mut self.last[place], NONE);
        while let Some(&(format, before)) = self.links.get(link as usize) {
            visit(format);
            link = before;
        }
    }
}
