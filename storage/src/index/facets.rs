//! How often each value occurs in an answer.

use std::ops::{ControlFlow, Not};

use super::{
    Index, Plan, Rank, Value, ValueField,
    file::Section,
    format_sets::Formats,
    row::{Facet, Row},
    tally::Tally,
};
use crate::model::YEARS;

/// How much of an answer has a value.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ValueCount {
    /// Entries.
    pub releases: u32,
    /// Distinct YouTube videos, as [`super::Totals`] counts them.
    pub videos: u32,
}

/// The values within an answer, each list in the order of [`Index::values`]; those of fields that
/// were not asked for are empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FacetCounts {
    /// By genre.
    pub genre: Vec<ValueCount>,
    /// By style.
    pub style: Vec<ValueCount>,
    /// By country.
    pub country: Vec<ValueCount>,
    /// By year of the pressing.
    pub year: Vec<ValueCount>,
    /// By decade of the pressing.
    pub decade: Vec<ValueCount>,
    /// By format.
    pub format: Vec<ValueCount>,
}

impl FacetCounts {
    /// The fields that are counted.
    pub const FIELDS: [ValueField; 6] = [
        ValueField::Genre,
        ValueField::Style,
        ValueField::Country,
        ValueField::Year,
        ValueField::Decade,
        ValueField::Format,
    ];

    /// The counts of a field; empty for one that was not asked for.
    #[must_use]
    pub fn of(&self, field: ValueField) -> &[ValueCount] {
        match field {
            ValueField::Genre => &self.genre,
            ValueField::Style => &self.style,
            ValueField::Country => &self.country,
            ValueField::Year => &self.year,
            ValueField::Decade => &self.decade,
            ValueField::Format => &self.format,
            ValueField::Original | ValueField::Has => &[],
        }
    }

    fn set(&mut self, field: ValueField, counts: Vec<ValueCount>) {
        match field {
            ValueField::Genre => self.genre = counts,
            ValueField::Style => self.style = counts,
            ValueField::Country => self.country = counts,
            ValueField::Year => self.year = counts,
            ValueField::Decade => self.decade = counts,
            ValueField::Format => self.format = counts,
            ValueField::Original | ValueField::Has => {}
        }
    }
}

impl Index {
    /// Counts the entries and the distinct videos of a plan's matches by each value of these
    /// fields: for a value as much as [`Self::count`] does for the plan and the value together.
    ///
    /// Of the fields, those of [`FacetCounts::FIELDS`] are counted.
    #[must_use]
    pub fn facets(&self, plan: &Plan, fields: &[ValueField]) -> FacetCounts {
        let mut counts = FacetCounts::default();
        let fields = FacetCounts::FIELDS.into_iter().filter(|field| fields.contains(field));
        if *plan == Plan::All {
            fields.for_each(|field| counts.set(field, self.known_counts(field)));
            return counts;
        }
        let numbers = Numbers::new(self, fields.clone());
        let mut found = self.tally(plan, &numbers).finish().into_iter();
        for field in fields {
            let count = |(releases, videos)| ValueCount { releases, videos };
            counts.set(field, found.by_ref().take(self.values(field).len()).map(count).collect());
        }
        counts
    }

    fn known_counts(&self, field: ValueField) -> Vec<ValueCount> {
        let most = |count: u64| u32::try_from(count).unwrap_or(u32::MAX);
        let values = self.values(field).iter();
        values
            .map(|value| ValueCount {
                releases: most(value.totals.releases),
                videos: most(value.totals.videos),
            })
            .collect()
    }

    fn tally(&self, plan: &Plan, numbers: &Numbers) -> Tally<'_> {
        let rows = self.file.u64s(Section::Rows);
        let formats = numbers.formats.is_empty().not().then(|| Formats::new(&self.file));
        let mut tally = Tally::new(self, numbers.count as usize);
        let mut values: Vec<u32> = Vec::new();
        self.visit(plan, None, |Rank(rank)| {
            values.clear();
            Row::visit(rows[rank as usize], &self.wide_rows, |facet| {
                numbers.of(facet, |number| values.push(number));
            });
            let formats = formats.map_or(&[][..], |formats| formats.of(rank));
            values.extend(formats.iter().filter_map(|&f| numbers.formats.get(usize::from(f))));
            tally.add(rank, &values);
            ControlFlow::Continue(())
        });
        tally
    }
}

/// The places of a field's values by the number that the rows have for each: most entries first.
pub(super) fn row_places(values: &[Value]) -> Vec<u32> {
    let mut places: Vec<u32> = (0..values.len() as u32).collect();
    places.sort_by_key(|&place| {
        let value = &values[place as usize];
        row_order(&value.folded, value.totals.releases)
    });
    places
}

/// The order in which the rows number the values of a field: most entries first.
pub(crate) fn row_order(folded: &str, releases: u64) -> (std::cmp::Reverse<u64>, &str) {
    (std::cmp::Reverse(releases), folded)
}

/// Numbers the values of the fields that are asked for, field after field, each in the order of
/// [`Index::values`].
#[derive(Default)]
struct Numbers {
    count: u32,
    /// By their number in the rows; empty for a field that is not asked for.
    genres: Vec<u32>,
    styles: Vec<u32>,
    countries: Vec<u32>,
    formats: Vec<u32>,
    /// The year's own number and that of its decade, by year.
    years: Vec<[Option<u32>; 2]>,
}

impl Numbers {
    fn new(index: &Index, fields: impl Iterator<Item = ValueField>) -> Self {
        let mut numbers = Self::default();
        for field in fields {
            let places = index.row_places[field.place()].iter();
            let by_row = places.map(|place| numbers.count + place).collect();
            match field {
                ValueField::Genre => numbers.genres = by_row,
                ValueField::Style => numbers.styles = by_row,
                ValueField::Country => numbers.countries = by_row,
                ValueField::Format => numbers.formats = by_row,
                ValueField::Year => numbers.span(index, field, 0, 1),
                ValueField::Decade => numbers.span(index, field, 1, 10),
                ValueField::Original | ValueField::Has => {}
            }
            numbers.count += index.values(field).len() as u32;
        }
        numbers
    }

    /// Enters the numbers of years, or of decades, with each of their years.
    fn span(&mut self, index: &Index, field: ValueField, place: usize, years: usize) {
        self.years.resize(usize::from(*YEARS.end()) + 1, [None; 2]);
        for (number, value) in (self.count..).zip(index.values(field)) {
            let first: usize = value.value.get(..4).and_then(|y| y.parse().ok()).unwrap_or(0);
            let span = self.years.iter_mut().skip(first).take(years);
            span.for_each(|numbers| numbers[place] = Some(number));
        }
    }

    fn of(&self, facet: Facet, mut visit: impl FnMut(u32)) {
        let (field, place) = match facet {
            Facet::Genre(place) => (&self.genres, place),
            Facet::Style(place) => (&self.styles, place),
            Facet::Country(place) => (&self.countries, place),
            Facet::Year(year) => {
                let numbers = self.years.get(usize::from(year)).into_iter().flatten();
                return numbers.flatten().for_each(|&number| visit(number));
            }
        };
        if let Some(&number) = field.get(usize::from(place)) {
            visit(number);
        }
    }
}
