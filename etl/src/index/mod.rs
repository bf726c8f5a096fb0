//! Builds the index of a generation from what its records say.
//!
//! While records are parsed or stored documents are read, their [facts](append_facts) go to
//! scratch files ([`FactsWriter`]). [`build`] reads these a few times: to order the entries, then
//! to gather postings, names and videos. What it holds grows with the number of entries, not with
//! the size of their documents.

mod facts;
mod names;
mod order;
mod pairs;
mod spill;
mod survey;
mod values;
mod videos;
mod words;

use std::{io, path::Path, thread};

use storage::{
    index::{Entry, EntryColumns, IndexWriter, NameField, Totals, WordField},
    model::Kind,
};

pub use facts::append as append_facts;
pub(crate) use facts::fields_of as fact_fields;
pub use spill::{FactsFile, FactsWriter};

use facts::EntryFacts;
use names::{Names, SortedNames};
use order::Order;
use survey::{NONE, Survey};
use values::{Dictionaries, ValuePostings};
use videos::Videos;
use words::WordPairs;

/// The facts of all kinds that a generation has.
#[derive(Debug, Default)]
pub struct Sources {
    /// Of the releases.
    pub releases: Option<FactsFile>,
    /// Of the masters.
    pub masters: Option<FactsFile>,
    /// Of the artists.
    pub artists: Option<FactsFile>,
    /// Of the labels.
    pub labels: Option<FactsFile>,
}

impl Sources {
    /// Sets the facts of a kind.
    pub(crate) fn set(&mut self, kind: Kind, facts: FactsFile) {
        let place = match kind {
            Kind::Artists => &mut self.artists,
            Kind::Labels => &mut self.labels,
            Kind::Masters => &mut self.masters,
            Kind::Releases => &mut self.releases,
        };
        *place = Some(facts);
    }
}

/// An index that was built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Built {
    /// What it finds altogether.
    pub totals: Totals,
    /// The length of its file.
    pub bytes: u64,
}

/// Builds the index of the generation with this name and writes it to `path`.
///
/// # Errors
/// When a scratch file cannot be read or the index file cannot be written.
pub fn build(path: &Path, generation: &str, sources: &Sources) -> io::Result<Built> {
    let mut survey = Survey::run(sources)?;
    let dictionaries = Dictionaries::of(&survey);
    let order =
        Order::of(&survey, &dictionaries.genres, &dictionaries.styles, &dictionaries.countries);

    let mut writer = IndexWriter::create(path)?;
    let (values, mut entries, videos, words, names) = thread::scope(|scope| {
        let named = |name: &str| thread::Builder::new().name(name.to_owned());
        let names =
            named("index names").spawn_scoped(scope, || CreditedNames::gather(sources, &order))?;
        let words = named("index words").spawn_scoped(scope, || Words::gather(sources, &order))?;
        let videos = Videos::number(&mut survey, &order);
        let values = ValuePostings::gather(&survey, &order, &dictionaries);
        let rows = values.rows(&survey, &order, &dictionaries);
        let entries = EntryColumns { rows, ..entries(&survey, &order) };
        // It is as large as all that was made of it.
        drop(survey);
        let values = values.write(&mut writer, &order, &videos)?;
        io::Result::Ok((values, entries, videos, join(words)?, join(names)?))
    })?;

    let title_words = writer.words(&words.titles)?;
    let name_words = writer.words(&words.names)?;
    let artists = names.artists.write(&mut writer)?;
    let labels = names.labels.write(&mut writer)?;

    let mut columns = writer.columns();
    columns.words(WordField::Title, &title_words)?;
    columns.words(WordField::Names, &name_words)?;
    artists.finish(NameField::Artist, &mut columns)?;
    labels.finish(NameField::Label, &mut columns)?;
    entries.lead_artists = names.lead_artists;
    let bytes = columns.finish(generation, &entries, &videos.columns, values)?;
    let totals = Totals {
        releases: order.places.len() as u64,
        works: order.works.last().map_or(0, |&last| u64::from(last) + 1),
        videos: videos.columns.ids.len() as u64,
    };
    Ok(Built { totals, bytes })
}

fn entries(survey: &Survey, order: &Order) -> EntryColumns {
    let releases = survey.releases.len();
    let records = order.places.iter().map(|&place| match survey.releases.get(place as usize) {
        Some(release) => (Entry::Release(release.id), release.date),
        None => {
            let master = &survey.masters[place as usize - releases];
            (Entry::Master(master.id), master.date)
        }
    });
    let (entries, dates) = records.unzip();
    let next = order.works.iter().skip(1).chain([&NONE]);
    EntryColumns {
        entries,
        dates,
        ends_work: order.works.iter().zip(next).map(|(work, next)| work != next).collect(),
        ..EntryColumns::default()
    }
}

fn join<T>(thread: thread::ScopedJoinHandle<'_, io::Result<T>>) -> io::Result<T> {
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// Gives the facts of each entry with its rank.
fn each_entry(
    sources: &Sources,
    order: &Order,
    mut visit: impl FnMut(&EntryFacts<'_>, u32),
) -> io::Result<()> {
    let kinds = [(&sources.releases, &order.of_release), (&sources.masters, &order.of_master)];
    for (facts, ranks) in kinds {
        let Some(facts) = facts else { continue };
        let mut ranks = ranks.iter();
        facts.each(|bytes| {
            let (facts, rest) = spill::take::<EntryFacts<'_>>(bytes)?;
            if let Some(&rank) = ranks.next().filter(|&&rank| rank != NONE) {
                visit(&facts, rank);
            }
            Ok(rest)
        })?;
    }
    Ok(())
}

/// The words of the entries, ascending, each with its entries.
struct Words {
    titles: Vec<(String, Vec<u32>)>,
    names: Vec<(String, Vec<u32>)>,
}

impl Words {
    fn gather(sources: &Sources, order: &Order) -> io::Result<Self> {
        let (mut titles, mut names) = (WordPairs::default(), WordPairs::default());
        each_entry(sources, order, |facts, rank| {
            titles.take(&facts.title_words, rank);
            names.take(&facts.name_words, rank);
        })?;
        Ok(Self { titles: titles.finish(), names: names.finish() })
    }
}

/// The artists and labels that the entries credit.
struct CreditedNames {
    artists: SortedNames,
    labels: SortedNames,
    /// The number of the first artist, by rank.
    lead_artists: Vec<u32>,
}

impl CreditedNames {
    fn gather(sources: &Sources, order: &Order) -> io::Result<Self> {
        let (mut artists, mut labels) = (Names::default(), Names::default());
        let mut lead_artists = vec![NONE; order.places.len()];
        each_entry(sources, order, |facts, rank| {
            for credit in facts.artists.iter().rev() {
                lead_artists[rank as usize] = artists.credit(credit, rank);
            }
            for credit in &facts.labels {
                labels.credit(credit, rank);
            }
        })?;
        for (facts, names) in [(&sources.artists, &mut artists), (&sources.labels, &mut labels)] {
            if let Some(facts) = facts {
                names.read_own(facts)?;
            }
        }
        let (artists, labels) = (artists.finish(), labels.finish());
        for lead in lead_artists.iter_mut().filter(|lead| **lead != NONE) {
            *lead = artists.numbers[*lead as usize];
        }
        Ok(Self { artists, labels, lead_artists })
    }
}
