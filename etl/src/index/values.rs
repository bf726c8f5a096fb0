//! The postings of the fields with few values, and the rows that the facets count.

use std::io;

use rustc_hash::FxHashMap;
use storage::{
    index::{IndexWriter, Row, Rows, Totals, Value, ValueField},
    model::YEARS,
};

use super::{
    order::{Order, record},
    survey::{NONE, Survey, Surveyed, Values},
    videos::Videos,
};

/// The values of the fields that are texts.
pub(crate) struct Dictionaries {
    pub(crate) genres: Values,
    pub(crate) styles: Values,
    pub(crate) countries: Values,
    formats: Values,
}

impl Dictionaries {
    pub(crate) fn of(survey: &Survey) -> Self {
        Self {
            genres: survey.genres.values(),
            styles: survey.styles.values(),
            countries: survey.countries.values(),
            formats: survey.formats.values(),
        }
    }
}

/// The entries of each value of each field.
pub(crate) struct ValuePostings {
    /// By [`ValueField::ALL`]: shown, folded, ranks.
    fields: Vec<Vec<(String, String, Vec<u32>)>>,
}

const FIRST_YEAR: u32 = *YEARS.start() as u32;
const YEAR_COUNT: usize = *YEARS.end() as usize - FIRST_YEAR as usize + 1;
const FIRST_DECADE: u32 = FIRST_YEAR / 10;
const DECADE_COUNT: usize = *YEARS.end() as usize / 10 - FIRST_DECADE as usize + 1;

/// The places of `has:video` and `has:master` among the values of [`ValueField::Has`].
const HAS: [&str; 2] = ["video", "master"];

impl ValuePostings {
    /// Turns what the survey has by record into what there is by value.
    pub(crate) fn gather(survey: &Survey, order: &Order, dictionaries: &Dictionaries) -> Self {
        let masters: FxHashMap<u32, &Surveyed> =
            survey.masters.iter().filter(|m| !m.replaced).map(|m| (m.id, m)).collect();
        let texts = |values: &Values| ByTerm::of(values.values.len());
        let mut genres = texts(&dictionaries.genres);
        let mut styles = texts(&dictionaries.styles);
        let mut countries = texts(&dictionaries.countries);
        let mut formats = texts(&dictionaries.formats);
        let (mut years, mut originals) = (ByTerm::of(YEAR_COUNT), ByTerm::of(YEAR_COUNT));
        let (mut decades, mut has) = (ByTerm::of(DECADE_COUNT), ByTerm::of(HAS.len()));
        for (rank, &place) in (0..).zip(&order.places) {
            let entry = record(survey, place);
            let is_master = place as usize >= survey.releases.len();
            let master = masters.get(&entry.master).filter(|_| entry.master != 0);
            let take = |texts: &[u32], values: &Values, into: &mut ByTerm| {
                texts.iter().for_each(|&text| into.push(values.of(text), rank));
            };
            take(survey.genres_of(entry), &dictionaries.genres, &mut genres);
            take(survey.styles_of(entry), &dictionaries.styles, &mut styles);
            take(survey.formats_of(entry), &dictionaries.formats, &mut formats);
            if entry.country != NONE {
                take(&[entry.country], &dictionaries.countries, &mut countries);
            }
            if let Some(year) = year_of(entry) {
                years.push(year - FIRST_YEAR, rank);
                decades.push(year / 10 - FIRST_DECADE, rank);
            }
            if let Some(year) = year_of(master.map_or(entry, |master| master)) {
                originals.push(year - FIRST_YEAR, rank);
            }
            let has_video = entry.has_video || master.is_some_and(|master| master.has_video);
            for (term, holds) in (0..).zip([has_video, is_master || entry.master != 0]) {
                if holds {
                    has.push(term, rank);
                }
            }
        }
        let all_years = || (FIRST_YEAR..).map(|year| year.to_string());
        let all_decades = (FIRST_DECADE..).map(|decade| format!("{decade}0s"));
        let shown = |values: &Values, terms: ByTerm| terms.named(values.values.iter().cloned());
        let same = |name: String| (name.clone(), name);
        Self {
            fields: vec![
                shown(&dictionaries.genres, genres),
                shown(&dictionaries.styles, styles),
                shown(&dictionaries.countries, countries),
                shown(&dictionaries.formats, formats),
                years.named(all_years().map(same)),
                decades.named(all_decades.map(same)),
                originals.named(all_years().map(same)),
                has.named(HAS.map(str::to_owned).into_iter().map(same)),
            ],
        }
    }

    /// What the facets count, by rank.
    pub(crate) fn rows(&self, survey: &Survey, order: &Order, dictionaries: &Dictionaries) -> Rows {
        let numbers = |field: ValueField| -> Vec<u16> {
            let place = ValueField::ALL.iter().position(|&other| other == field);
            let values = &self.fields[place.expect("ALL has every field")];
            let sizes: Vec<(&str, u64)> = values
                .iter()
                .map(|(_, folded, ranks)| (folded.as_str(), ranks.len() as u64))
                .collect();
            IndexWriter::row_numbers(&sizes)
        };
        let genres = numbers(ValueField::Genre);
        let styles = numbers(ValueField::Style);
        let countries = numbers(ValueField::Country);
        let formats = numbers(ValueField::Format);
        let number = |into: &mut Vec<u16>, texts: &[u32], values: &Values, numbers: &[u16]| {
            into.clear();
            into.extend(texts.iter().map(|&text| numbers[values.of(text) as usize]));
            into.sort_unstable();
            into.dedup();
        };
        let mut rows = Rows::default();
        let mut row = Row::default();
        for &place in &order.places {
            let entry = record(survey, place);
            let year = (entry.date / 10_000) as u16;
            number(&mut row.genres, survey.genres_of(entry), &dictionaries.genres, &genres);
            number(&mut row.styles, survey.styles_of(entry), &dictionaries.styles, &styles);
            number(&mut row.formats, survey.formats_of(entry), &dictionaries.formats, &formats);
            row.country = (entry.country != NONE)
                .then(|| countries[dictionaries.countries.of(entry.country) as usize]);
            row.year = (year != 0).then_some(year);
            rows.push(&row);
        }
        rows
    }

    /// Writes the postings and gives the values, by [`ValueField::ALL`].
    pub(crate) fn write(
        self,
        writer: &mut IndexWriter,
        order: &Order,
        videos: &Videos,
    ) -> io::Result<Vec<Vec<Value>>> {
        let mut counter = Counter::new(order, videos);
        let mut fields = Vec::new();
        for field in self.fields {
            let mut values = Vec::new();
            for (shown, folded, ranks) in field {
                if !ranks.is_empty() {
                    let totals = counter.count(&ranks);
                    values.push(writer.value(shown, folded, totals, &ranks)?);
                }
            }
            fields.push(values);
        }
        Ok(fields)
    }
}

/// The ranks of each term, which are given ascending.
struct ByTerm(Vec<Vec<u32>>);

impl ByTerm {
    fn of(terms: usize) -> Self {
        Self(vec![Vec::new(); terms])
    }

    fn push(&mut self, term: u32, rank: u32) {
        let ranks = &mut self.0[term as usize];
        // Two spellings of a record may be one value.
        if ranks.last() != Some(&rank) {
            ranks.push(rank);
        }
    }

    /// With the terms' shown and folded names.
    fn named(
        self,
        names: impl Iterator<Item = (String, String)>,
    ) -> Vec<(String, String, Vec<u32>)> {
        names.zip(self.0).map(|((shown, folded), ranks)| (shown, folded, ranks)).collect()
    }
}

/// The year of a record, if it is known.
fn year_of(entry: &Surveyed) -> Option<u32> {
    let year = entry.date / 10_000;
    (year != 0).then_some(year)
}

/// Counts the distinct works and videos of one value after another.
struct Counter<'a> {
    order: &'a Order,
    videos: &'a Videos,
    /// The value for which each video was counted last, from 1.
    counted_for: Vec<u32>,
    values: u32,
}

impl<'a> Counter<'a> {
    fn new(order: &'a Order, videos: &'a Videos) -> Self {
        let counted_for = vec![0; videos.columns.ids.len()];
        Self { order, videos, counted_for, values: 0 }
    }

    fn count(&mut self, ranks: &[u32]) -> Totals {
        self.values += 1;
        let mut totals = Totals { releases: ranks.len() as u64, ..Totals::default() };
        let mut last_work = NONE;
        for &rank in ranks {
            let work = self.order.works[rank as usize];
            let is_new = work != last_work;
            last_work = work;
            totals.works += u64::from(is_new);
            let masters = if is_new { self.videos.of_work(work) } else { &[] };
            for &video in self.videos.of_entry(rank).iter().chain(masters) {
                let counted_for = &mut self.counted_for[video as usize];
                totals.videos += u64::from(*counted_for != self.values);
                *counted_for = self.values;
            }
        }
        totals
    }
}
