//! Artists and labels: who is credited where, under which names.

use std::io;

use rustc_hash::{FxHashMap, FxHashSet};
use storage::{
    index::{IndexWriter, NameEntry, NameField},
    text,
};
use xxhash_rust::xxh3::xxh3_128_with_seed;

use super::{
    facts::{CreditFacts, NameFacts},
    pairs::Pairs,
    spill::{FactsFile, take},
};

/// The artists or the labels of a generation, while they are gathered.
#[derive(Debug, Default)]
pub(crate) struct Names {
    by_id: FxHashMap<u32, u32>,
    /// Those without an id, by folded name.
    by_name: FxHashMap<String, u32>,
    names: Vec<(u32, String)>,
    /// The best entry that credits each: its spelling is shown where there is no own record.
    best: Vec<u32>,
    /// Digests of the spellings that were looked at already: a text for each would be most of the
    /// memory. Of 128 bits, no two will ever be the same.
    seen: FxHashSet<u128>,
    keys: FxHashSet<(String, u32)>,
    /// Keys that only their own records give.
    own_keys: FxHashSet<(String, u32)>,
    aliases: FxHashSet<(String, u32)>,
    entries: Pairs,
}

impl Names {
    /// Takes a credit of the entry at `rank`; gives the credited one's number for now.
    pub(crate) fn credit(&mut self, credit: &CreditFacts<'_>, rank: u32) -> u32 {
        let number = self.number(credit, rank);
        self.entries.push(number, rank);
        self.spelling(number, credit.name);
        if let Some(anv) = credit.anv {
            self.spelling(number, anv);
        }
        number
    }

    fn number(&mut self, credit: &CreditFacts<'_>, rank: u32) -> u32 {
        let next = self.names.len() as u32;
        let number = match credit.id {
            0 => *self.by_name.entry(text::fold(credit.name)).or_insert(next),
            id => *self.by_id.entry(id).or_insert(next),
        };
        if number == next {
            self.names.push((credit.id, credit.name.to_owned()));
            self.best.push(rank);
        } else if rank < self.best[number as usize] {
            self.best[number as usize] = rank;
            credit.name.clone_into(&mut self.names[number as usize].1);
        }
        number
    }

    fn spelling(&mut self, number: u32, name: &str) {
        // Most credits repeat a spelling: a look-up, and no folding.
        if name.is_empty() || !self.seen.insert(digest(number, name)) {
            return;
        }
        for key in keys(name) {
            self.keys.insert((key, number));
        }
    }

    /// Takes the names that the artists' or labels' own records give; of several records with one
    /// id the last stands, as it does among the documents.
    pub(crate) fn read_own(&mut self, facts: &FactsFile) -> io::Result<()> {
        let (mut before, mut ascending) = (0, true);
        each(facts, |own| {
            ascending &= before < own.id;
            before = own.id;
            self.own(own);
        })?;
        if ascending {
            return Ok(());
        }
        let mut last: FxHashMap<u32, usize> = FxHashMap::default();
        let mut place = 0..;
        each(facts, |own| last.extend(place.next().map(|place| (own.id, place))))?;
        self.own_keys.clear();
        self.aliases.clear();
        let mut place = 0..;
        each(facts, |own| {
            if place.next().as_ref() == last.get(&own.id) {
                self.own(own);
            }
        })
    }

    fn own(&mut self, facts: &NameFacts<'_>) {
        let Some(&number) = self.by_id.get(&facts.id) else { return };
        if !facts.name.is_empty() {
            facts.name.clone_into(&mut self.names[number as usize].1);
        }
        for name in facts.variations.iter().chain([&facts.name]) {
            if !self.seen.contains(&digest(number, name)) {
                self.own_keys.extend(keys(name).map(|key| (key, number)));
            }
        }
        for alias in &facts.aliases {
            self.aliases.extend(keys(alias).map(|key| (key, number)));
        }
    }

    /// Brings them into the order of the index: by id, those without one last.
    pub(crate) fn finish(mut self) -> SortedNames {
        self.keys.extend(self.own_keys);
        let mut order: Vec<u32> = (0..self.names.len() as u32).collect();
        order.sort_unstable_by_key(|&number| {
            let (id, name) = &self.names[number as usize];
            (*id == 0, *id, name)
        });
        let mut numbers = vec![0; order.len()];
        for (place, &number) in order.iter().enumerate() {
            numbers[number as usize] = place as u32;
        }
        let mut ranks = self.entries.by_term(self.names.len());
        let mut names = self.names;
        let names = order
            .iter()
            .map(|&number| {
                let (id, name) = std::mem::take(&mut names[number as usize]);
                NameEntry { id, name, ranks: std::mem::take(&mut ranks[number as usize]) }
            })
            .collect();
        let mut all: Vec<(String, bool, u32)> = Vec::new();
        let number = |number: u32| numbers[number as usize];
        let own = &self.keys;
        let aliases = self.aliases.into_iter().filter(|alias| !own.contains(alias));
        all.extend(aliases.map(|(key, alias)| (key, true, number(alias))));
        all.extend(self.keys.into_iter().map(|(key, name)| (key, false, number(name))));
        all.sort_unstable();
        SortedNames { names, numbers, keys: all }
    }
}

fn digest(number: u32, spelling: &str) -> u128 {
    xxh3_128_with_seed(spelling.as_bytes(), number.into())
}

fn each(facts: &FactsFile, mut visit: impl FnMut(&NameFacts<'_>)) -> io::Result<()> {
    facts.each(|bytes| {
        let (facts, rest) = take::<NameFacts<'_>>(bytes)?;
        visit(&facts);
        Ok(rest)
    })
}

/// The artists or the labels of a generation, by their number in the index.
pub(crate) struct SortedNames {
    pub(crate) names: Vec<NameEntry>,
    /// The final number by the one that [`Names::credit`] gave.
    pub(crate) numbers: Vec<u32>,
    /// Folded name, whether it is an alias, number.
    keys: Vec<(String, bool, u32)>,
}

/// Names whose postings were written.
pub(crate) struct WrittenNames {
    sorted: SortedNames,
    postings: Vec<u64>,
}

impl SortedNames {
    pub(crate) fn write(self, writer: &mut IndexWriter) -> io::Result<WrittenNames> {
        let postings = writer.names(&self.names)?;
        Ok(WrittenNames { sorted: self, postings })
    }
}

impl WrittenNames {
    pub(crate) fn finish(
        self,
        field: NameField,
        columns: &mut storage::index::ColumnsWriter,
    ) -> io::Result<()> {
        let SortedNames { names, keys, .. } = self.sorted;
        let mut grouped: Vec<(String, Vec<u32>, Vec<u32>)> = Vec::new();
        for (key, is_alias, number) in keys {
            if grouped.last().is_none_or(|(last, ..)| *last != key) {
                grouped.push((key, Vec::new(), Vec::new()));
            }
            let (_, own, aliases) = grouped.last_mut().expect("one was just pushed");
            if is_alias { aliases } else { own }.push(number);
        }
        columns.names(field, &names, &self.postings, &grouped)
    }
}

/// What a name is found by: without the namesake number, with it, and without the `*` that marks
/// a variation.
fn keys(name: &str) -> impl Iterator<Item = String> {
    let (base, number) = text::split_namesake(name);
    let whole = number.map(|_| text::fold(name));
    let plain = base.strip_suffix('*').map(text::fold);
    [Some(text::fold(base)), whole, plain].into_iter().flatten().filter(|key| !key.is_empty())
}
