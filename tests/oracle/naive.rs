//! The oracle: all records in plain maps, each question answered by looking at every one of them.

use std::collections::{BTreeMap, BTreeSet};

use apis::query::{Condition, Expr, HasFlag, NameField, ValueField, YearField};
use storage::{
    index::{Entry, Totals},
    model::{ArtistCredit, Id, LabelCredit, Master, Release, Video},
};

use crate::{
    catalogue::Records,
    spelling::{keys, plain, without_number, words},
    vocabulary::VIDEOS,
};

/// An artist or a label: by its id, or by its name where a credit has none.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Who {
    Id(Id),
    Name(String),
}

/// What makes entries one work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Work {
    Master(Id),
    Release(Id),
}

/// Somebody's names.
#[derive(Debug, Default)]
pub(crate) struct Named {
    /// What they are found by.
    pub(crate) keys: BTreeSet<String>,
    /// What they are suggested by besides.
    pub(crate) aliases: BTreeSet<String>,
    /// Who credits them.
    pub(crate) entries: BTreeSet<Entry>,
}

/// What is known of an entry.
#[derive(Debug)]
pub(crate) struct Known {
    pub(crate) genres: BTreeSet<String>,
    pub(crate) styles: BTreeSet<String>,
    pub(crate) country: Option<String>,
    pub(crate) formats: BTreeSet<String>,
    pub(crate) year: Option<u16>,
    pub(crate) original: Option<u16>,
    /// Year, month, day, as far as they are known.
    pub(crate) date: Option<(u16, u8, u8)>,
    pub(crate) title: String,
    pub(crate) work: Work,
    pub(crate) lead: Option<Who>,
    /// The entry's own videos and its master's.
    pub(crate) videos: BTreeSet<&'static str>,
    title_words: BTreeSet<String>,
    name_words: BTreeSet<String>,
    artists: BTreeSet<Who>,
    labels: BTreeSet<Who>,
}

/// A catalogue in which everything is looked up by looking at everything.
#[derive(Debug)]
pub(crate) struct Oracle {
    pub(crate) entries: BTreeMap<Entry, Known>,
    pub(crate) artists: BTreeMap<Who, Named>,
    pub(crate) labels: BTreeMap<Who, Named>,
    /// The lengths that are told of each video.
    pub(crate) durations: BTreeMap<&'static str, BTreeSet<Option<u32>>>,
}

impl Oracle {
    pub(crate) fn new(records: &Records) -> Self {
        // The last record of an id stands.
        let releases: BTreeMap<Id, &Release> = records.releases.iter().map(|r| (r.id, r)).collect();
        let masters: BTreeMap<Id, &Master> = records.masters.iter().map(|m| (m.id, m)).collect();
        let mut oracle = Self {
            entries: BTreeMap::new(),
            artists: BTreeMap::new(),
            labels: BTreeMap::new(),
            durations: BTreeMap::new(),
        };
        let mut pressed = BTreeSet::new();
        for release in releases.values() {
            pressed.extend(release.master_id);
            let id = release.master_id.filter(|&id| id != 0);
            let master = id.and_then(|id| masters.get(&id).copied());
            oracle.release(release, id, master);
        }
        for master in masters.values() {
            for video in &master.videos {
                oracle.length(video);
            }
            if !pressed.contains(&master.id) {
                oracle.master(master);
            }
        }
        oracle.names(records);
        oracle
    }

    fn release(&mut self, release: &Release, master_id: Option<Id>, master: Option<&Master>) {
        let date = release.released.as_deref().and_then(date);
        let year = date.map(|(year, ..)| year);
        let formats =
            release.formats.iter().flat_map(|f| [&f.name].into_iter().chain(&f.descriptions));
        for video in &release.videos {
            self.length(video);
        }
        let videos = release.videos.iter().chain(master.iter().flat_map(|master| &master.videos));
        let known = Known {
            genres: plains(&release.genres),
            styles: plains(&release.styles),
            country: release.country.as_deref().map(plain),
            formats: plains(formats),
            year,
            original: master.map_or(year, years),
            date,
            title: release.title.clone(),
            work: master_id.map_or(Work::Release(release.id), Work::Master),
            lead: release.artists.first().map(artist),
            videos: videos.filter_map(youtube).collect(),
            title_words: words(&release.title).into_iter().collect(),
            name_words: name_words(&release.artists, &release.labels),
            artists: release.artists.iter().map(artist).collect(),
            labels: release.labels.iter().map(label).collect(),
        };
        self.take(Entry::Release(release.id), known, &release.artists, &release.labels);
    }

    fn master(&mut self, master: &Master) {
        let year = years(master);
        let known = Known {
            genres: plains(&master.genres),
            styles: plains(&master.styles),
            country: None,
            formats: BTreeSet::new(),
            year,
            original: year,
            date: year.map(|year| (year, 0, 0)),
            title: master.title.clone(),
            work: Work::Master(master.id),
            lead: master.artists.first().map(artist),
            videos: master.videos.iter().filter_map(youtube).collect(),
            title_words: words(&master.title).into_iter().collect(),
            name_words: name_words(&master.artists, &[]),
            artists: master.artists.iter().map(artist).collect(),
            labels: BTreeSet::new(),
        };
        self.take(Entry::Master(master.id), known, &master.artists, &[]);
    }

    fn take(
        &mut self,
        entry: Entry,
        known: Known,
        artists: &[ArtistCredit],
        labels: &[LabelCredit],
    ) {
        for credit in artists {
            let named = self.artists.entry(artist(credit)).or_default();
            named.entries.insert(entry);
            named.keys.extend(keys(&credit.name));
            named.keys.extend(credit.anv.iter().flat_map(|anv| keys(anv)));
        }
        for credit in labels {
            let named = self.labels.entry(label(credit)).or_default();
            named.entries.insert(entry);
            named.keys.extend(keys(&credit.name));
        }
        self.entries.insert(entry, known);
    }

    /// What the artists' and labels' own records add; the last record of an id stands.
    fn names(&mut self, records: &Records) {
        let artists: BTreeMap<Id, _> = records.artists.iter().map(|a| (a.id, a)).collect();
        for (id, artist) in artists {
            if let Some(named) = self.artists.get_mut(&Who::Id(id)) {
                named.keys.extend(keys(&artist.name));
                named.keys.extend(artist.namevariations.iter().flat_map(|name| keys(name)));
                named.aliases.extend(artist.aliases.iter().flat_map(|alias| keys(&alias.name)));
            }
        }
        let labels: BTreeMap<Id, _> = records.labels.iter().map(|l| (l.id, l)).collect();
        for (id, label) in labels {
            if let Some(named) = self.labels.get_mut(&Who::Id(id)) {
                named.keys.extend(keys(&label.name));
            }
        }
    }

    fn length(&mut self, video: &Video) {
        if let Some(id) = youtube(video) {
            self.durations.entry(id).or_default().insert(video.duration);
        }
    }

    /// The entries that a query matches.
    pub(crate) fn matches(&self, query: &Expr) -> BTreeSet<Entry> {
        let holds = |(entry, known): (&Entry, &Known)| self.holds(query, known).then_some(*entry);
        self.entries.iter().filter_map(holds).collect()
    }

    /// How much some entries are.
    pub(crate) fn totals(&self, entries: &BTreeSet<Entry>) -> Totals {
        let known = || entries.iter().map(|entry| &self.entries[entry]);
        let works: BTreeSet<Work> = known().map(|known| known.work).collect();
        Totals {
            releases: entries.len() as u64,
            works: works.len() as u64,
            videos: self.videos(entries).len() as u64,
        }
    }

    /// The videos of some entries and their masters.
    pub(crate) fn videos(&self, entries: &BTreeSet<Entry>) -> BTreeSet<&'static str> {
        entries.iter().flat_map(|entry| &self.entries[entry].videos).copied().collect()
    }

    fn holds(&self, query: &Expr, known: &Known) -> bool {
        match query {
            Expr::And(parts) => parts.iter().all(|part| self.holds(part, known)),
            Expr::Or(parts) => parts.iter().any(|part| self.holds(part, known)),
            Expr::Not(part) => !self.holds(part, known),
            Expr::Term(term) => self.has(&term.condition, known),
        }
    }

    fn has(&self, condition: &Condition, known: &Known) -> bool {
        match condition {
            Condition::Value { field, value } => {
                let value = plain(value);
                match field {
                    ValueField::Genre => known.genres.contains(&value),
                    ValueField::Style => known.styles.contains(&value),
                    ValueField::Country => known.country.as_ref() == Some(&value),
                    ValueField::Format => known.formats.contains(&value),
                }
            }
            Condition::Name { field, name } => {
                let (credited, all) = self.who(*field, known);
                let name = plain(name);
                credited.iter().any(|who| all[who].keys.contains(&name))
            }
            Condition::Id { field, id } => self.who(*field, known).0.contains(&Who::Id(*id)),
            Condition::Years { field, from, to } => {
                let year = match field {
                    YearField::Year => known.year,
                    YearField::Original => known.original,
                };
                year.is_some_and(|year| from.unwrap_or(0) <= year && year <= to.unwrap_or(u16::MAX))
            }
            Condition::Decade(decade) => known.year.is_some_and(|year| year / 10 * 10 == *decade),
            Condition::Title(text) => {
                words(text).iter().all(|word| known.title_words.contains(word))
            }
            Condition::Words(text) => words(text)
                .iter()
                .all(|word| known.title_words.contains(word) || known.name_words.contains(word)),
            Condition::Has(HasFlag::Video) => !known.videos.is_empty(),
            Condition::Has(HasFlag::Master) => matches!(known.work, Work::Master(_)),
        }
    }

    fn who<'a>(
        &'a self,
        field: NameField,
        known: &'a Known,
    ) -> (&'a BTreeSet<Who>, &'a BTreeMap<Who, Named>) {
        match field {
            NameField::Artist => (&known.artists, &self.artists),
            NameField::Label => (&known.labels, &self.labels),
        }
    }
}

fn plains<'a>(texts: impl IntoIterator<Item = &'a String>) -> BTreeSet<String> {
    texts.into_iter().map(|text| plain(text)).collect()
}

fn artist(credit: &ArtistCredit) -> Who {
    credit.id.map_or_else(|| Who::Name(plain(&credit.name)), Who::Id)
}

fn label(credit: &LabelCredit) -> Who {
    credit.id.map_or_else(|| Who::Name(plain(&credit.name)), Who::Id)
}

fn name_words(artists: &[ArtistCredit], labels: &[LabelCredit]) -> BTreeSet<String> {
    let names = artists.iter().map(|artist| &artist.name).chain(labels.iter().map(|l| &l.name));
    let mut found: BTreeSet<String> = names.flat_map(|name| words(without_number(name))).collect();
    found.extend(artists.iter().filter_map(|artist| artist.anv.as_deref()).flat_map(words));
    found
}

fn years(master: &Master) -> Option<u16> {
    master.year.filter(|year| (1857..=2100).contains(year)).map(|year| year as u16)
}

/// Year, month and day of a text such as `1999-03-17`; 0 where they are not told.
fn date(text: &str) -> Option<(u16, u8, u8)> {
    let year = text.chars().take_while(char::is_ascii_digit).take(4).collect::<String>();
    let year = year.parse().ok().filter(|year| (1857..=2100).contains(year) && text.len() > 3)?;
    let part = |at: usize, most: u8| {
        let number: u8 = text.get(at..at + 2)?.parse().ok()?;
        (text.get(at - 1..at) == Some("-") && number <= most).then_some(number)
    };
    let month = part(5, 12).unwrap_or(0);
    let day = part(8, 31).filter(|_| month > 0).unwrap_or(0);
    Some((year, month, day))
}

fn youtube(video: &Video) -> Option<&'static str> {
    let known = || VIDEOS.into_iter().find(|id| video.src.contains(id));
    let is_other = video.src.contains("vimeo") || video.src.ends_with("too-long");
    if is_other { None } else { known() }
}
