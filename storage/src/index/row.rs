//! What the facets count, packed into 64 bits an entry.
//!
//! ```text
//! 0..16   genres, one bit each      33..43  first style + 1
//! 16..24  year - 1856, 0 unknown    43..53  second style + 1
//! 24..33  country + 1, 0 none       53..63  third style + 1
//! 63      set: bits 0..32 are the place in the list of wide rows
//! ```
//!
//! Values are numbered by how many entries have them, so that the wide rows, of which any number
//! does not fit, are few.

use serde::{Deserialize, Serialize};

use super::format_sets::FormatSets;

const WIDE: u64 = 1 << 63;
const YEAR_BASE: u16 = 1856;
const COUNTRY_AT: u32 = 24;
const COUNTRY_MAX: u16 = (1 << 9) - 2;
const STYLE_AT: [u32; 3] = [33, 43, 53];
const STYLE_MAX: u16 = (1 << 10) - 2;
const GENRE_MAX: u16 = 15;

/// What the facets count of one entry; values by their number in their field.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Distinct genres, ascending.
    pub genres: Vec<u16>,
    /// Distinct styles, ascending.
    pub styles: Vec<u16>,
    /// The country, where there is one.
    pub country: Option<u16>,
    /// The year of the pressing, within [`crate::model::YEARS`].
    pub year: Option<u16>,
    /// Distinct formats, ascending. They are not packed, but kept as sets that entries share.
    #[serde(skip)]
    pub formats: Vec<u16>,
}

pub(crate) type WideRow = Row;

impl Row {
    /// Packs the row, putting it among the wide ones where it does not fit.
    pub(crate) fn pack(&self, wide: &mut Vec<WideRow>) -> u64 {
        let fits = self.genres.iter().all(|&genre| genre <= GENRE_MAX)
            && self.styles.len() <= STYLE_AT.len()
            && self.styles.iter().all(|&style| style <= STYLE_MAX)
            && self.country.is_none_or(|country| country <= COUNTRY_MAX);
        if !fits {
            wide.push(self.clone());
            return WIDE | (wide.len() as u64 - 1);
        }
        let genres = self.genres.iter().fold(0, |bits, genre| bits | 1_u64 << genre);
        let year = u64::from(self.year.map_or(0, |year| year - YEAR_BASE)) << 16;
        let country = u64::from(self.country.map_or(0, |country| country + 1)) << COUNTRY_AT;
        let styles = self.styles.iter().zip(STYLE_AT);
        let styles = styles.fold(0, |bits, (&style, at)| bits | u64::from(style + 1) << at);
        genres | year | country | styles
    }

    /// Gives each genre, style, country and year of a packed row.
    pub(crate) fn visit(packed: u64, wide: &[WideRow], mut visit: impl FnMut(Facet)) {
        if packed & WIDE != 0 {
            let Some(row) = wide.get(packed as u32 as usize) else { return };
            row.genres.iter().for_each(|&genre| visit(Facet::Genre(genre)));
            row.styles.iter().for_each(|&style| visit(Facet::Style(style)));
            row.country.into_iter().for_each(|country| visit(Facet::Country(country)));
            row.year.into_iter().for_each(|year| visit(Facet::Year(year)));
            return;
        }
        let mut genres = packed as u16;
        while genres != 0 {
            visit(Facet::Genre(genres.trailing_zeros() as u16));
            genres &= genres - 1;
        }
        let year = (packed >> 16 & 0xff) as u16;
        if year != 0 {
            visit(Facet::Year(year + YEAR_BASE));
        }
        let country = (packed >> COUNTRY_AT & 0x1ff) as u16;
        if country != 0 {
            visit(Facet::Country(country - 1));
        }
        for at in STYLE_AT {
            let style = (packed >> at & 0x3ff) as u16;
            if style == 0 {
                break;
            }
            visit(Facet::Style(style - 1));
        }
    }
}

/// The rows of a generation, by rank, as they are packed.
#[derive(Debug, Default)]
pub struct Rows {
    pub(crate) packed: Vec<u64>,
    pub(crate) wide: Vec<WideRow>,
    pub(crate) formats: FormatSets,
}

impl Rows {
    /// Appends the row of the next rank.
    pub fn push(&mut self, row: &Row) {
        let packed = row.pack(&mut self.wide);
        self.packed.push(packed);
        self.formats.push(&row.formats);
    }
}

/// One countable thing of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Facet {
    Genre(u16),
    Style(u16),
    Country(u16),
    Year(u16),
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Facet, Row};

    proptest! {
        #[test]
        fn a_packed_row_gives_back_all_of_it(
            genres in prop::collection::btree_set(0..18_u16, 0..4),
            styles in prop::collection::btree_set(0..1_100_u16, 0..5),
            country in prop::option::of(0..600_u16),
            year in prop::option::of(1857..=2100_u16),
        ) {
            let row = Row {
                genres: genres.into_iter().collect(),
                styles: styles.into_iter().collect(),
                country,
                year,
                formats: Vec::new(),
            };
            let mut wide = vec![Row::default()];
            let packed = row.pack(&mut wide);
            let mut found = Row::default();
            Row::visit(packed, &wide, |facet| match facet {
                Facet::Genre(genre) => found.genres.push(genre),
                Facet::Style(style) => found.styles.push(style),
                Facet::Country(country) => found.country = Some(country),
                Facet::Year(year) => found.year = Some(year),
            });
            prop_assert_eq!(found, row);
        }
    }
}
