//! An entry as a search shows it.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::Arc,
};

use serde::Serialize;
use storage::{
    documents::Documents,
    index::Entry,
    model::{
        ArtistCredit, Document, Format, Id, Kind, LabelCredit, Master, Release, Video, VideoId,
        YEARS,
    },
};
use utoipa::ToSchema;

use super::CatalogueError;

/// A release, or a master without releases, as a search shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Hit {
    /// `release` or `master`.
    #[schema(value_type = String, example = "release")]
    pub kind: &'static str,
    /// The Discogs id, among those of its kind.
    #[schema(value_type = u32)]
    pub id: Id,
    /// The master's id, `null` where there is none; a master's own.
    #[schema(value_type = Option<u32>)]
    pub master_id: Option<Id>,
    /// The title.
    pub title: String,
    /// The artists, in the order of the credit.
    pub artists: Vec<ArtistHit>,
    /// The year of the pressing, a master's own year.
    pub year: Option<u16>,
    /// Where it was sold.
    pub country: Option<String>,
    /// Its genres.
    pub genres: Vec<String>,
    /// Its styles.
    pub styles: Vec<String>,
    /// What it consists of.
    pub formats: Vec<FormatHit>,
    /// Its labels with the catalogue numbers.
    pub labels: Vec<LabelHit>,
    /// The YouTube videos of the release and of its master, each once.
    pub videos: Vec<VideoHit>,
}

impl Hit {
    /// Which entry it is.
    #[must_use]
    pub fn entry(&self) -> Entry {
        if self.kind == "master" { Entry::Master(self.id) } else { Entry::Release(self.id) }
    }
}

/// A credited artist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ArtistHit {
    /// The Discogs id.
    #[schema(value_type = Option<u32>)]
    pub id: Option<Id>,
    /// The name, with the namesake number where there is one.
    pub name: String,
    /// The name as printed on this release, where it differs.
    pub anv: Option<String>,
    /// What stands between this artist and the next.
    pub join: Option<String>,
}

/// One of the things that a release consists of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FormatHit {
    /// `Vinyl`, `CD`, `File`.
    pub name: String,
    /// How many, as the dump has it.
    pub qty: Option<String>,
    /// Colour and the like.
    pub text: Option<String>,
    /// `12"`, `Album`.
    pub descriptions: Vec<String>,
}

/// A label with the number that it gave the release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LabelHit {
    /// The Discogs id.
    #[schema(value_type = Option<u32>)]
    pub id: Option<Id>,
    /// The name, with the namesake number where there is one.
    pub name: String,
    /// The catalogue number.
    pub catno: Option<String>,
}

/// A YouTube video.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct VideoHit {
    /// The YouTube id.
    #[schema(value_type = String, example = "AHuQWcylaU4")]
    pub id: VideoId,
    /// The title; empty where the dump has none.
    pub title: String,
    /// Its length in seconds.
    pub duration: Option<u32>,
}

/// An entry's documents: its own and, of a release, its master's.
pub(super) struct EntryDocuments {
    pub(super) release: Option<Box<Release>>,
    pub(super) master: Option<Arc<Master>>,
}

impl EntryDocuments {
    /// Those of several entries, in their order: two questions, however many there are.
    pub(super) fn read(
        documents: &Documents,
        entries: &[Entry],
    ) -> Result<Vec<Self>, CatalogueError> {
        let ids: Vec<Id> = entries
            .iter()
            .filter(|entry| entry.kind() == Kind::Releases)
            .map(|entry| entry.id())
            .collect();
        let mut found = documents.get_many(Kind::Releases, &ids)?.into_iter();
        let mut releases = Vec::with_capacity(entries.len());
        for &entry in entries {
            releases.push(match entry {
                Entry::Master(_) => None,
                Entry::Release(_) => match found.next().flatten() {
                    Some(Document::Release(release)) => Some(release),
                    _ => return Err(missing(entry)),
                },
            });
        }
        let of_master = |(release, &entry): (&Option<Box<Release>>, &Entry)| match release {
            Some(release) => release.master(),
            None => Some(entry.id()),
        };
        let masters: Vec<Option<Id>> = releases.iter().zip(entries).map(of_master).collect();
        // Entries of one work share a master.
        let ids: Vec<Id> =
            masters.iter().copied().flatten().collect::<BTreeSet<_>>().into_iter().collect();
        let found = ids.iter().zip(documents.get_many(Kind::Masters, &ids)?);
        let found: HashMap<Id, Arc<Master>> = found
            .filter_map(|(&id, document)| match document {
                Some(Document::Master(master)) => Some((id, Arc::from(master))),
                _ => None,
            })
            .collect();
        let all = releases.into_iter().zip(masters).zip(entries).map(|((release, id), &entry)| {
            let master = id.and_then(|id| found.get(&id).cloned());
            if release.is_none() && master.is_none() {
                return Err(missing(entry));
            }
            Ok(Self { release, master })
        });
        all.collect()
    }

    /// All videos, the release's first.
    pub(super) fn videos(&self) -> impl Iterator<Item = &Video> {
        let own = self.release.iter().flat_map(|release| &release.videos);
        own.chain(self.master.iter().flat_map(|master| &master.videos))
    }

    pub(super) fn title(&self) -> &str {
        match (&self.release, &self.master) {
            (Some(release), _) => &release.title,
            (None, Some(master)) => &master.title,
            (None, None) => "",
        }
    }

    pub(super) fn artists(&self) -> &[ArtistCredit] {
        match (&self.release, &self.master) {
            (Some(release), _) => &release.artists,
            (None, Some(master)) => &master.artists,
            (None, None) => &[],
        }
    }

    pub(super) fn genres(&self) -> &[String] {
        match (&self.release, &self.master) {
            (Some(release), _) => &release.genres,
            (None, Some(master)) => &master.genres,
            (None, None) => &[],
        }
    }

    pub(super) fn styles(&self) -> &[String] {
        match (&self.release, &self.master) {
            (Some(release), _) => &release.styles,
            (None, Some(master)) => &master.styles,
            (None, None) => &[],
        }
    }

    pub(super) fn year(&self) -> Option<u16> {
        match (&self.release, &self.master) {
            (Some(release), _) => release.year,
            (None, Some(master)) => {
                let year = master.year.and_then(|year| u16::try_from(year).ok());
                year.filter(|year| YEARS.contains(year))
            }
            (None, None) => None,
        }
    }

    pub(super) fn into_hit(self, entry: Entry) -> Hit {
        let mut seen = HashSet::new();
        let videos = self
            .videos()
            .filter_map(|video| Some((video.youtube_id()?, video)))
            .filter(|(id, _)| seen.insert(*id))
            .map(|(id, video)| VideoHit {
                id,
                title: video.title.clone().unwrap_or_default(),
                duration: video.duration,
            })
            .collect();
        let (kind, master_id) = match (&self.release, entry) {
            (Some(release), _) => ("release", release.master()),
            (None, entry) => ("master", Some(entry.id())),
        };
        let (title, year) = (self.title().to_owned(), self.year());
        let artists = self.artists().iter().map(ArtistHit::from).collect();
        let hit = Hit {
            kind,
            id: entry.id(),
            master_id,
            title,
            artists,
            year,
            country: None,
            genres: Vec::new(),
            styles: Vec::new(),
            formats: Vec::new(),
            labels: Vec::new(),
            videos,
        };
        match (self.release, self.master) {
            (Some(release), _) => Hit {
                country: release.country,
                genres: release.genres,
                styles: release.styles,
                formats: release.formats.into_iter().map(FormatHit::from).collect(),
                labels: release.labels.into_iter().map(LabelHit::from).collect(),
                ..hit
            },
            (None, Some(master)) => {
                let (genres, styles) = (master.genres.clone(), master.styles.clone());
                Hit { genres, styles, ..hit }
            }
            (None, None) => hit,
        }
    }
}

fn missing(entry: Entry) -> CatalogueError {
    CatalogueError::MissingDocument { kind: entry.kind(), id: entry.id() }
}

impl From<&ArtistCredit> for ArtistHit {
    fn from(credit: &ArtistCredit) -> Self {
        let ArtistCredit { id, name, anv, join, .. } = credit.clone();
        Self { id, name, anv, join }
    }
}

impl From<Format> for FormatHit {
    fn from(format: Format) -> Self {
        let Format { name, qty, text, descriptions, .. } = format;
        Self { name, qty, text, descriptions }
    }
}

impl From<LabelCredit> for LabelHit {
    fn from(label: LabelCredit) -> Self {
        let LabelCredit { id, name, catno, .. } = label;
        Self { id, name, catno }
    }
}
