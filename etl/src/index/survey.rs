//! The first pass: what the order of the entries depends on.

use std::io;

use rustc_hash::FxHashMap;
use storage::text;

use super::{
    Sources,
    facts::EntryFacts,
    spill::{FactsFile, take},
};

/// No value.
pub(crate) const NONE: u32 = u32::MAX;

/// What the order depends on, of one release or master; values by their number in [`Texts`].
#[derive(Debug, Clone, Copy)]
pub(crate) struct Surveyed {
    pub(crate) id: u32,
    pub(crate) master: u32,
    pub(crate) date: u32,
    pub(crate) genre: u32,
    pub(crate) style: u32,
    pub(crate) country: u32,
    pub(crate) has_video: bool,
    pub(crate) is_main_release: bool,
    /// Whether a later record has the same id and stands instead of this one.
    pub(crate) replaced: bool,
}

/// Everything the first pass learns.
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
}

impl Survey {
    pub(crate) fn run(sources: &Sources) -> io::Result<Self> {
        let mut survey = Self::default();
        if let Some(facts) = &sources.releases {
            survey.releases = survey.read(facts)?;
        }
        if let Some(facts) = &sources.masters {
            survey.masters = survey.read(facts)?;
        }
        Ok(survey)
    }

    fn read(&mut self, facts: &FactsFile) -> io::Result<Vec<Surveyed>> {
        let mut entries = Vec::new();
        facts.each(|bytes| {
            let (facts, rest) = take::<EntryFacts<'_>>(bytes)?;
            let first = |texts: &mut Texts, values: &[&str]| {
                values.iter().rev().fold(NONE, |_, value| texts.number(value))
            };
            self.formats.learn(&facts.formats);
            entries.push(Surveyed {
                id: facts.id,
                master: facts.master,
                date: facts.date,
                genre: first(&mut self.genres, &facts.genres),
                style: first(&mut self.styles, &facts.styles),
                country: facts.country.map_or(NONE, |country| self.countries.number(country)),
                has_video: !facts.videos.is_empty(),
                is_main_release: facts.is_main_release,
                replaced: false,
            });
            Ok(rest)
        })?;
        mark_replaced(&mut entries);
        Ok(entries)
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

    fn learn(&mut self, texts: &[&str]) {
        for text in texts {
            self.number(text);
        }
    }

    pub(crate) fn get(&self, text: &str) -> u32 {
        self.numbers.get(text).copied().unwrap_or(NONE)
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
