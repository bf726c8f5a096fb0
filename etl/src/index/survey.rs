//! The first pass: what the order of the entries depends on.

use std::io;

use rustc_hash::FxHashMap;
use storage::{model::VideoId, text};

use super::{
    Sources,
    facts::EntryFacts,
    spill::{FactsFile, take},
};

/// No value.
pub(crate) const NONE: u32 = u32::MAX;

/// What is kept of one release or master; values by their number in [`Texts`].
#[derive(Debug, Clone, Copy)]
pub(crate) struct Surveyed {
    pub(crate) id: u32,
    pub(crate) master: u32,
    pub(crate) date: u32,
    pub(crate) country: u32,
    /// Where its genres, styles and formats begin in [`Survey::values`].
    values: usize,
    genres: u16,
    styles: u16,
    formats: u16,
    pub(crate) has_video: bool,
    pub(crate) is_main_release: bool,
    /// Whether a later record has the same id and stands instead of this one.
    pub(crate) replaced: bool,
}

/// A video with the place of the record that names it, and its seconds, `u32::MAX` unknown.
pub(crate) type Met = (u32, VideoId, u32);

/// Everything that the first pass learns: all that concerns values and videos.
#[derive(Debug, Default)]
pub(crate) struct Survey {
    /// In the order of the releases' facts.
    pub(crate) releases: Vec<Surveyed>,
    /// In the order of the masters' facts.
    pub(crate) masters: Vec<Surveyed>,
    pub(crate) genres: Texts,
    pub(crate) styles: Texts,
    pub(crate) countries: Texts,
    pub(crate) formats: Texts,
    /// In the order of the records.
    pub(crate) videos_of_releases: Vec<Met>,
    /// In the order of the records.
    pub(crate) videos_of_masters: Vec<Met>,
    /// The genres of a record, then its styles, then its formats, record after record.
    values: Vec<u32>,
}

impl Survey {
    pub(crate) fn run(sources: &Sources) -> io::Result<Self> {
        let mut survey = Self::default();
        if let Some(facts) = &sources.releases {
            (survey.releases, survey.videos_of_releases) = survey.read(facts)?;
        }
        if let Some(facts) = &sources.masters {
            (survey.masters, survey.videos_of_masters) = survey.read(facts)?;
        }
        Ok(survey)
    }

    pub(crate) fn genres_of(&self, entry: &Surveyed) -> &[u32] {
        &self.values[entry.values..][..entry.genres.into()]
    }

    pub(crate) fn styles_of(&self, entry: &Surveyed) -> &[u32] {
        &self.values[entry.values + usize::from(entry.genres)..][..entry.styles.into()]
    }

    pub(crate) fn formats_of(&self, entry: &Surveyed) -> &[u32] {
        let before = usize::from(entry.genres) + usize::from(entry.styles);
        &self.values[entry.values + before..][..entry.formats.into()]
    }

    fn read(&mut self, facts: &FactsFile) -> io::Result<(Vec<Surveyed>, Vec<Met>)> {
        let (mut entries, mut videos) = (Vec::new(), Vec::new());
        facts.each(|bytes| {
            let (facts, rest) = take::<EntryFacts<'_>>(bytes)?;
            let place = entries.len() as u32;
            videos.extend(facts.videos.iter().map(|&(id, seconds)| (place, id, seconds)));
            let values = self.values.len();
            let mut number = |texts: &mut Texts, of: &[&str]| {
                // What a record says beyond so many values nobody has ever meant.
                let of = &of[..of.len().min(u16::MAX.into())];
                self.values.extend(of.iter().map(|text| texts.number(text)));
                of.len() as u16
            };
            entries.push(Surveyed {
                id: facts.id,
                master: facts.master,
                date: facts.date,
                values,
                genres: number(&mut self.genres, &facts.genres),
                styles: number(&mut self.styles, &facts.styles),
                formats: number(&mut self.formats, &facts.formats),
                country: facts.country.map_or(NONE, |country| self.countries.number(country)),
                has_video: !facts.videos.is_empty(),
                is_main_release: facts.is_main_release,
                replaced: false,
            });
            Ok(rest)
        })?;
        mark_replaced(&mut entries);
        Ok((entries, videos))
    }
}

fn mark_replaced(entries: &mut [Surveyed]) {
    if entries.is_sorted_by(|a, b| a.id < b.id) {
        return;
    }
    let mut last: FxHashMap<u32, usize> = FxHashMap::default();
    for place in 0..entries.len() {
        if let Some(before) = last.insert(entries[place].id, place) {
            entries[before].replaced = true;
        }
    }
}

/// The texts of a field as the records write them, numbered as they come.
#[derive(Debug, Default)]
pub(crate) struct Texts {
    numbers: FxHashMap<String, u32>,
    uses: Vec<u64>,
}

impl Texts {
    fn number(&mut self, text: &str) -> u32 {
        if let Some(&number) = self.numbers.get(text) {
            self.uses[number as usize] += 1;
            return number;
        }
        let number = self.uses.len() as u32;
        self.numbers.insert(text.to_owned(), number);
        self.uses.push(1);
        number
    }

    /// Texts that differ only in case, accents or blanks are one value, shown as most write it.
    pub(crate) fn values(&self) -> Values {
        let mut texts: Vec<(&String, u32)> = self.numbers.iter().map(|(t, &n)| (t, n)).collect();
        // The same records give the same values in whatever order they come.
        texts.sort_unstable();
        let mut of_text = vec![0; texts.len()];
        let mut by_folded: FxHashMap<String, u32> = FxHashMap::default();
        let mut values: Vec<(String, String, u64)> = Vec::new();
        for (text, number) in texts {
            let folded = text::fold(text);
            let uses = self.uses[number as usize];
            let value = *by_folded.entry(folded.clone()).or_insert_with(|| {
                values.push((text.clone(), folded, 0));
                values.len() as u32 - 1
            });
            of_text[number as usize] = value;
            let (shown, _, most) = &mut values[value as usize];
            if uses > *most {
                (*shown, *most) = (text.clone(), uses);
            }
        }
        Values {
            of_text,
            values: values.into_iter().map(|(shown, folded, _)| (shown, folded)).collect(),
        }
    }
}

/// The values of a field.
#[derive(Debug)]
pub(crate) struct Values {
    /// The value's number by the number of the text.
    of_text: Vec<u32>,
    /// Shown and folded.
    pub(crate) values: Vec<(String, String)>,
}

impl Values {
    pub(crate) fn of(&self, text: u32) -> u32 {
        self.of_text.get(text as usize).copied().unwrap_or(NONE)
    }
}
