use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use storage::{
    generations::{DumpDate, GenerationName},
    model::Kind,
};

use super::{
    Access, Checksums, Client, DownloadError, Layout, Listed, ListedFile, Listing, Mirror, Month,
    Part, version::Version,
};

/// After so many refusals in a row it is found out anew how a mirror is asked.
const REFUSALS: u32 = 3;

/// What is known of a mirror from one run to the next, so that little has to be asked: to be kept
/// in a file, also after an error.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Remembered {
    /// Of which mirror all this is.
    mirror: String,
    access: Option<Access>,
    /// How often in a row the mirror has not answered as it did before.
    refusals: u32,
    pause: Option<Pause>,
    lists: BTreeMap<i16, List>,
    pub(super) loaded: Option<Loaded>,
    /// A month that is about to be loaded, and the newest generation before it.
    coming: Option<(Loaded, Option<GenerationName>)>,
    /// The lists that have been asked for in this run.
    #[serde(skip)]
    fresh: BTreeSet<i16>,
}

/// That a host asked to be left alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Pause {
    until: Timestamp,
    place: String,
    status: u16,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct List {
    version: Version,
    listing: Listing,
}

/// What the loaded month was like when it was last looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Loaded {
    pub(super) date: DumpDate,
    /// The text of its CHECKSUM file; none where it was not loaded from the mirror.
    pub(super) checksums: Option<String>,
    /// The version of the CHECKSUM file, as an answer to it told.
    pub(super) version: Version,
    /// As the list told them.
    pub(super) files: Vec<ListedFile>,
}

impl Remembered {
    /// Until when the mirror asked not to be asked.
    #[must_use]
    pub fn wait_until(&self) -> Option<Timestamp> {
        self.pause.as_ref().map(|pause| pause.until)
    }

    /// How many bytes the files of these kinds of a month have, as they were last listed; 0 where
    /// nobody knows.
    #[must_use]
    pub fn size_of(&self, date: DumpDate, kinds: Option<&[Kind]>) -> u64 {
        let files = self.month(date).map(|month| month.files).unwrap_or_default();
        let is_wanted = |part: Part| match part {
            Part::Kind(kind) => kinds.is_none_or(|kinds| kinds.contains(&kind)),
            Part::Checksum => true,
        };
        let wanted = files.iter().filter(|file| is_wanted(file.name.part));
        wanted.filter_map(|file| file.size).fold(0, u64::saturating_add)
    }

    /// To be told before a month is loaded, with the newest generation of that moment: whoever is
    /// killed after publishing it and before [`Self::loaded`] is caught up by [`Self::settle`].
    pub fn coming(
        &mut self,
        date: DumpDate,
        checksums: &Checksums,
        newest: Option<GenerationName>,
    ) {
        self.coming = Some((self.as_loaded(date, checksums), newest));
    }

    /// Learns whether what was coming has been published.
    pub fn settle(&mut self, newest: Option<GenerationName>) {
        let Some((loaded, before)) = self.coming.take() else { return };
        if newest != before && newest.is_some_and(|newest| newest.date() == loaded.date) {
            self.loaded = Some(loaded);
        }
    }

    /// A host has asked for a pause, as was found out elsewhere.
    pub fn wait(&mut self, place: &str, status: u16, until: Timestamp) {
        self.pause = Some(Pause { until, place: place.to_owned(), status });
    }

    /// To be told when a month has been loaded and published, with the CHECKSUM file that it was
    /// checked by: from then on it is noticed when the month is replaced.
    pub fn loaded(&mut self, date: DumpDate, checksums: &Checksums) {
        (self.loaded, self.coming) = (Some(self.as_loaded(date, checksums)), None);
    }

    fn as_loaded(&self, date: DumpDate, checksums: &Checksums) -> Loaded {
        let files = self.month(date).map(|month| month.files).unwrap_or_default();
        let (checksums, version) = (Some(checksums.text().to_owned()), Version::default());
        Loaded { date, checksums, version, files }
    }

    /// Whether the loaded month is the one that has these checksums.
    #[must_use]
    pub fn has_loaded(&self, date: DumpDate, checksums: &Checksums) -> bool {
        let loaded = self.loaded.as_ref().filter(|loaded| loaded.date == date);
        let text = loaded.and_then(|loaded| loaded.checksums.as_deref());
        let known = text.and_then(|text| Checksums::read(text, date));
        known.is_some_and(|known| checksums.changed_from(&known).is_empty())
    }

    /// The kinds that the loaded month has at the mirror, if it came from there.
    #[must_use]
    pub fn kinds_of(&self, date: DumpDate) -> Vec<Kind> {
        let loaded = self.loaded.as_ref().filter(|loaded| loaded.date == date);
        let text = loaded.and_then(|loaded| loaded.checksums.as_deref());
        text.and_then(|text| Checksums::read(text, date))
            .map(|list| list.kinds())
            .unwrap_or_default()
    }

    /// The files of a month as they were last listed.
    pub(super) fn month(&self, date: DumpDate) -> Option<Month> {
        self.lists.values().find_map(|list| list.listing.month(date))
    }

    /// Asks a mirror within the pause that it may have asked for, and remembers a new one.
    pub(super) fn obeying<T>(
        &mut self,
        client: &Client,
        ask: impl FnOnce(&mut Self) -> Result<T, DownloadError>,
    ) -> Result<T, DownloadError> {
        self.turn_to(client.mirror());
        if let Some(Pause { until, place, status }) = self.pause.clone() {
            if client.settings.clock.now() < until {
                return Err(DownloadError::Wait { place, status, until });
            }
            self.pause = None;
        }
        self.fresh.clear();
        let asked = ask(self);
        match &asked {
            Err(DownloadError::Wait { place, status, until }) => {
                let (until, place, status) = (*until, place.clone(), *status);
                self.pause = Some(Pause { until, place, status });
            }
            // It may have come to be asked in another way: finding that out takes some requests.
            Err(DownloadError::Forbidden { .. } | DownloadError::Listing { .. }) => {
                self.refusals += 1;
                if self.refusals >= REFUSALS {
                    (self.access, self.refusals) = (None, 0);
                }
            }
            Ok(_) => self.refusals = 0,
            Err(_) => {}
        }
        asked
    }

    /// How the mirror is asked, found out by a month if it is not known yet.
    pub(super) fn access(
        &mut self,
        client: &Client,
        month: DumpDate,
    ) -> Result<Access, DownloadError> {
        if let Some(access) = self.access {
            return Ok(access);
        }
        let detected = client.detect(month)?;
        self.access = Some(detected.access);
        if let Some((listing, version)) = detected.listing {
            self.keep(detected.access, month.day().year(), List { version, listing });
        }
        Ok(detected.access)
    }

    /// The list of a year, asked for once in a run.
    pub(super) fn list(
        &mut self,
        client: &Client,
        access: Access,
        year: i16,
    ) -> Result<Listing, DownloadError> {
        let key = key(access, year);
        let known = self.lists.get(&key);
        if let Some(list) = known.filter(|_| self.fresh.contains(&key)) {
            return Ok(list.listing.clone());
        }
        match client.listing(access, year, known.map(|list| &list.version))? {
            Listed::Unchanged => {
                self.fresh.insert(key);
            }
            Listed::Changed(listing, version) => self.keep(access, year, List { version, listing }),
        }
        Ok(self.lists.get(&key).map(|list| list.listing.clone()).unwrap_or_default())
    }

    fn keep(&mut self, access: Access, year: i16, list: List) {
        let key = key(access, year);
        self.lists.insert(key, list);
        self.fresh.insert(key);
        // No run looks further back than to the year before.
        self.lists.retain(|&of, _| of >= key - 1);
    }

    /// What is known of another mirror is of no use.
    fn turn_to(&mut self, mirror: &Mirror) {
        let mirror = mirror.to_string();
        if self.mirror != mirror {
            *self = Self { mirror, ..Self::default() };
        }
    }
}

/// The list of a plain folder has all years.
fn key(access: Access, year: i16) -> i16 {
    if access.layout == Layout::Folder { 0 } else { year }
}
