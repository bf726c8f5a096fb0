//! How often each value occurs in an answer.

use std::ops::ControlFlow;

use super::{
    Index, Plan, ValueField,
    block::{BLOCK, Bits},
    eval::Found,
    file::Section,
    plan::Node,
    row::{Facet, Row},
};
use crate::model::YEARS;

/// Entries of an answer by value, each list in the order of [`Index::values`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FacetCounts {
    /// By genre.
    pub genre: Vec<u32>,
    /// By style.
    pub style: Vec<u32>,
    /// By country.
    pub country: Vec<u32>,
    /// By year of the pressing.
    pub year: Vec<u32>,
    /// By decade of the pressing.
    pub decade: Vec<u32>,
    /// By format.
    pub format: Vec<u32>,
}

impl Index {
    /// Counts the entries that a plan matches by genre, style, country, year, decade and format.
    #[must_use]
    pub fn facets(&self, plan: &Plan) -> FacetCounts {
        let zeros = |field| vec![0_u32; self.values(field).len()];
        let mut genre = zeros(ValueField::Genre);
        let mut style = zeros(ValueField::Style);
        let mut country = zeros(ValueField::Country);
        let mut format = zeros(ValueField::Format);
        let mut years = vec![0_u32; usize::from(*YEARS.end()) + 1];
        let formats: Vec<Option<Node<'_>>> = self
            .values(ValueField::Format)
            .iter()
            .map(|value| Node::compile(&value.plan(), &|at| self.postings(at)))
            .collect();
        let rows = self.file.u64s(Section::Rows);
        self.evaluator(plan).blocks(0, |block, found| {
            for value in found.values() {
                let row = rows[(block * BLOCK) as usize + usize::from(value)];
                Row::visit(row, &self.wide_rows, |facet| {
                    let place = match facet {
                        Facet::Genre(place) => genre.get_mut(usize::from(place)),
                        Facet::Style(place) => style.get_mut(usize::from(place)),
                        Facet::Country(place) => country.get_mut(usize::from(place)),
                        Facet::Year(year) => years.get_mut(usize::from(year)),
                    };
                    if let Some(count) = place {
                        *count += 1;
                    }
                });
            }
            for (count, node) in format.iter_mut().zip(&formats) {
                *count += node.as_ref().map_or(0, |node| in_common(node, block, found));
            }
            ControlFlow::Continue(())
        });
        let by_number = |field: ValueField, counts: Vec<u32>| self.by_name(field, counts);
        let year = self.year_counts(ValueField::Year, &years);
        let decade = self.year_counts(ValueField::Decade, &years);
        FacetCounts {
            genre: by_number(ValueField::Genre, genre),
            style: by_number(ValueField::Style, style),
            country: by_number(ValueField::Country, country),
            year,
            decade,
            format,
        }
    }

    /// The rows number values by frequency: brings the counts into the order of the values.
    fn by_name(&self, field: ValueField, counts: Vec<u32>) -> Vec<u32> {
        let values = self.values(field);
        let mut order: Vec<usize> = (0..values.len()).collect();
        order.sort_by_key(|&place| row_order(&values[place].folded, values[place].totals.releases));
        let mut by_name = vec![0; counts.len()];
        for (number, place) in order.into_iter().enumerate() {
            by_name[place] = counts[number];
        }
        by_name
    }

    fn year_counts(&self, field: ValueField, years: &[u32]) -> Vec<u32> {
        let span = if field == ValueField::Decade { 10 } else { 1 };
        self.values(field)
            .iter()
            .map(|value| {
                let first: usize = value.value.get(..4).and_then(|y| y.parse().ok()).unwrap_or(0);
                years.iter().skip(first).take(span).sum()
            })
            .collect()
    }
}

/// The order in which the rows number the values of a field: most entries first.
pub(crate) fn row_order(folded: &str, releases: u64) -> (std::cmp::Reverse<u64>, &str) {
    (std::cmp::Reverse(releases), folded)
}

fn in_common(node: &Node<'_>, block: u32, found: &Found) -> u32 {
    if node.at_most_in(block) == 0 {
        return 0;
    }
    match (node, found) {
        (Node::Chunked { blocks, .. }, Found::Many(bits)) => {
            let mut both = Bits::empty();
            if let Some(container) = blocks[block as usize] {
                container.or_into(&mut both);
            }
            both.and(bits);
            both.count()
        }
        (Node::List(ranks), Found::Many(bits)) => Node::in_block(ranks, block)
            .iter()
            .map(|&rank| u32::from(bits.contains(rank as u16)))
            .sum(),
        (node, Found::Few(values)) => {
            values.iter().map(|&value| u32::from(node.contains(block, value))).sum()
        }
        _ => 0,
    }
}
