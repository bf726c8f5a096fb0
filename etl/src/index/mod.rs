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

use storage::index::{Entry, EntryColumns, IndexWriter, NameField, Totals, WordField};

pub use facts::append as append_facts;
pub use spill::{FactsFile, FactsWriter};

use facts::EntryFacts;
use names::Names;
use order::Order;
use survey::{NONE, Survey};
use values::{Dictionaries, ValuePostings};
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
    let survey = Survey::run(sources)?;
    let dictionaries = Dictionaries::of(&survey);
    let order =
        Order::of(&survey, &dictionaries.genres, &dictionaries.styles, &dictionaries.countries);

    let mut writer = IndexWriter::create(path)?;
    let (values, rows, videos, texts) = thread::scope(|scope| {
        let named = thread::Builder::new().name("index texts".to_owned());
        let texts = named.spawn_scoped(scope, || Texts::gather(sources, &order))?;
        let (values, videos) = ValuePostings::gather(sources, &survey, &order, &dictionaries)?;
        let (values, rows) = values.write(&mut writer, &order, &videos)?;
        let texts = texts.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        io::Result::Ok((values, rows, videos, texts?))
    })?;

    let title_words = writer.words(&texts.titles)?;
    let name_words = writer.words(&texts.names)?;
    let artists = texts.artists.write(&mut writer)?;
    let labels = texts.labels.write(&mut writer)?;

    let mut columns = writer.columns();
    columns.words(WordField::Title, &title_words)?;
    columns.words(WordField::Names, &name_words)?;
    artists.finish(NameField::Artist, &mut columns)?;
    labels.finish(NameField::Label, &mut columns)?;
    let mut entries = entries(&survey, &order);
    (entries.rows, entries.lead_artists) = (rows, texts.lead_artists);
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

/// What is found by words and names.
struct Texts {
    titles: Vec<(String, Vec<u32>)>,
    names: Vec<(String, Vec<u32>)>,
    artists: names::SortedNames,
    labels: names::SortedNames,
    /// By rank.
    lead_artists: Vec<u32>,
}

impl Texts {
    fn gather(sources: &Sources, order: &Order) -> io::Result<Self> {
        let (mut titles, mut names) = (WordPairs::default(), WordPairs::default());
        let (mut artists, mut labels) = (Names::default(), Names::default());
        let mut lead_artists = vec![NONE; order.places.len()];
        let kinds = [(&sources.releases, &order.of_release), (&sources.masters, &order.of_master)];
        for (facts, ranks) in kinds {
            let Some(facts) = facts else { continue };
            let mut ranks = ranks.iter();
            facts.each(|bytes| {
                let (facts, rest) = spill::take::<EntryFacts<'_>>(bytes)?;
                let rank = ranks.next().copied().unwrap_or(NONE);
                if rank == NONE {
                    return Ok(rest);
                }
                titles.take(&facts.title_words, rank);
                names.take(&facts.name_words, rank);
                for credit in facts.artists.iter().rev() {
                    lead_artists[rank as usize] = artists.credit(credit, rank);
                }
                for credit in &facts.labels {
                    labels.credit(credit, rank);
                }
                Ok(rest)
            })?;
        }
        for (facts, names) in [(&sources.artists, &mut artists), (&sources.labels, &mut labels)] {
            if let Some(facts) = facts {
                names.read_own(facts)?;
            }
        }
        let (artists, labels) = (artists.finish(), labels.finish());
        for lead in lead_artists.iter_mut().filter(|lead| **lead != NONE) {
            *lead = artists.numbers[*lead as usize];
        }
        Ok(Self { titles: titles.finish(), names: names.finish(), artists, labels, lead_artists })
    }
}
