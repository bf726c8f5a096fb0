//! The postings of the fields with few values, and the rows that the facets count.

use std::io;

use storage::{
    index::{IndexWriter, Row, Rows, Totals, Value, ValueField},
    model::YEARS,
};

use super::{
    order::{Order, record},
    pairs::Pairs,
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
const FIRST_DECADE: u32 = FIRST_YEAR / 10;

#[derive(Default)]
struct Gathered {
    genre: Pairs,
    style: Pairs,
    country: Pairs,
    format: Pairs,
    year: Pairs,
    decade: Pairs,
    original: Pairs,
    has: Pairs,
}

/// The places of `has:video` and `has:master` among the values of [`ValueField::Has`].
const HAS: [&str; 2] = ["video", "master"];

impl ValuePostings {
    /// Turns what the survey has by record into what there is by value.
    pub(crate) fn gather(survey: &Survey, order: &Order, dictionaries: &Dictionaries) -> Self {
        let mut gathered = Gathered::default();
        gathered.dates_and_flags(survey, order);
        let records = survey.releases.iter().zip(&order.of_release);
        for (entry, &rank) in records.chain(survey.masters.iter().zip(&order.of_master)) {
            if rank != NONE {
                gathered.texts(entry, rank, survey, dictionaries);
            }
        }
        Self { fields: gathered.fields(dictionaries) }
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

impl Gathered {
    fn dates_and_flags(&mut self, survey: &Survey, order: &Order) {
        let masters: rustc_hash::FxHashMap<u32, &Surveyed> =
            survey.masters.iter().filter(|m| !m.replaced).map(|m| (m.id, m)).collect();
        for (release, &rank) in survey.releases.iter().zip(&order.of_release) {
            if rank == NONE {
                continue;
            }
            let master = masters.get(&release.master).filter(|_| release.master != 0);
            self.date(release.date, rank);
            self.original(master.map_or(release.date, |master| master.date), rank);
            self.flags(
                release.has_video || master.is_some_and(|master| master.has_video),
                release.master != 0,
                rank,
            );
        }
        for (master, &rank) in survey.masters.iter().zip(&order.of_master) {
            if rank != NONE {
                self.date(master.date, rank);
                self.original(master.date, rank);
                self.flags(master.has_video, true, rank);
            }
        }
    }

    fn date(&mut self, date: u32, rank: u32) {
        let year = date / 10_000;
        if year != 0 {
            self.year.push(year - FIRST_YEAR, rank);
            self.decade.push(year / 10 - FIRST_DECADE, rank);
        }
    }

    fn original(&mut self, date: u32, rank: u32) {
        if date != 0 {
            self.original.push(date / 10_000 - FIRST_YEAR, rank);
        }
    }

    fn flags(&mut self, video: bool, master: bool, rank: u32) {
        for (place, holds) in [video, master].into_iter().enumerate() {
            if holds {
                self.has.push(place as u32, rank);
            }
        }
    }

    fn texts(&mut self, entry: &Surveyed, rank: u32, survey: &Survey, dictionaries: &Dictionaries) {
        let take = |texts: &[u32], values: &Values, pairs: &mut Pairs| {
            texts.iter().for_each(|&text| pairs.push(values.of(text), rank));
        };
        take(survey.genres_of(entry), &dictionaries.genres, &mut self.genre);
        take(survey.styles_of(entry), &dictionaries.styles, &mut self.style);
        take(survey.formats_of(entry), &dictionaries.formats, &mut self.format);
        if entry.country != NONE {
            take(&[entry.country], &dictionaries.countries, &mut self.country);
        }
    }

    fn fields(self, dictionaries: &Dictionaries) -> Vec<Vec<(String, String, Vec<u32>)>> {
        let texts = |values: &Values, pairs: Pairs| named(values.values.clone(), pairs);
        let years = || (FIRST_YEAR..=u32::from(*YEARS.end())).map(|year| year.to_string());
        let decades =
            (FIRST_DECADE..=u32::from(*YEARS.end()) / 10).map(|decade| format!("{decade}0s"));
        let plain = |names: &mut dyn Iterator<Item = String>, pairs| {
            named(names.map(|name| (name.clone(), name)).collect(), pairs)
        };
        vec![
            texts(&dictionaries.genres, self.genre),
            texts(&dictionaries.styles, self.style),
            texts(&dictionaries.countries, self.country),
            texts(&dictionaries.formats, self.format),
            plain(&mut years(), self.year),
            plain(&mut decades.into_iter(), self.decade),
            plain(&mut years(), self.original),
            plain(&mut HAS.into_iter().map(str::to_owned), self.has),
        ]
    }
}

fn named(names: Vec<(String, String)>, pairs: Pairs) -> Vec<(String, String, Vec<u32>)> {
    let by_term = pairs.by_term(names.len());
    names.into_iter().zip(by_term).map(|((shown, folded), ranks)| (shown, folded, ranks)).collect()
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
