//! What each question looks at, beside the postings of its plan.

#[cfg(doc)]
use super::Index;
use super::{
    Damage, Meta, NameField, WordField, columns,
    field::NameSections,
    file::{IndexFile, Section},
    names,
};

/// What an index that is [remote](Index::load) is to fetch before it is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// For [`Index::names`] and all that they answer.
    Names(NameField),
    /// For [`Index::word`] and [`Index::nearest_word`].
    Words(WordField),
    /// For [`Index::entry`].
    Entries,
    /// For [`Index::rank_of`].
    Ranks,
    /// For [`Index::count`] and for what asks for works.
    Counts,
    /// For [`Index::by_date`], [`Index::sort_by_date`] and [`Index::year`].
    Dates,
    /// For [`Index::facets`].
    Facets,
    /// For [`Index::candidates`] and [`Index::video_id`].
    Videos,
    /// For [`Index::video_number`] and what is asked by that number: [`Index::owner_of`],
    /// [`Index::video_id`] and [`Index::video_duration`].
    Owners,
}

const COUNTS: [Section; 6] = [
    Section::WorkEnds,
    Section::WorkCounts,
    Section::EntryVideoStarts,
    Section::EntryVideos,
    Section::WorkVideoStarts,
    Section::WorkVideos,
];

impl Need {
    /// Those that together look at every section; what they contain is left out.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        let names = NameField::ALL.map(Self::Names);
        let words = WordField::ALL.map(Self::Words);
        let columns = [Self::Ranks, Self::Dates, Self::Facets, Self::Videos, Self::Owners];
        names.into_iter().chain(words).chain(columns)
    }

    pub(crate) fn sections(self) -> Vec<Section> {
        match self {
            Self::Names(field) => {
                let NameSections { ids, releases, postings, name_starts, names, keys, lists, tops } =
                    field.sections();
                vec![ids, releases, postings, name_starts, names, keys, lists, tops]
            }
            Self::Words(field) => vec![field.sections().0, field.sections().1],
            Self::Entries => vec![Section::Entries],
            Self::Ranks => vec![Section::Entries, Section::ByEntry],
            Self::Counts => COUNTS.to_vec(),
            Self::Dates => vec![Section::Dates],
            Self::Facets => {
                let formats =
                    [Section::FormatSets, Section::FormatSetStarts, Section::FormatSetFormats];
                let columns = [Section::Rows, Section::VideoListings];
                COUNTS.into_iter().chain(columns).chain(formats).collect()
            }
            Self::Owners => vec![
                Section::VideoIds,
                Section::VideosById,
                Section::VideoOwners,
                Section::VideoDurations,
            ],
            Self::Videos => {
                let videos = [Section::LeadArtists, Section::VideoDurations, Section::VideoIds];
                COUNTS.into_iter().chain(videos).collect()
            }
        }
    }

    /// Checks that the sections, which have to be there, fit each other and the catalogue.
    pub(super) fn check(self, file: &IndexFile, meta: &Meta) -> Result<(), Damage> {
        match self {
            Self::Names(field) => names::check(file, field),
            Self::Words(field) => names::check_words(file, field),
            _ => {
                let sections = self.sections();
                sections.iter().try_for_each(|&section| columns::check(file, meta, section))?;
                if sections.contains(&Section::WorkEnds) { check_works(file, meta) } else { Ok(()) }
            }
        }
    }
}

/// Checks that the numbers of works, which places are looked up by, follow from where works end.
fn check_works(file: &IndexFile, meta: &Meta) -> Result<(), Damage> {
    let ends = file.u64s(Section::WorkEnds);
    let mut works = 0;
    let strides = ends.chunks(columns::WORK_STRIDE as usize / 64);
    let mut counts = file.u32s(Section::WorkCounts).iter();
    let fits = strides.into_iter().all(|ends| {
        let is_so_far = counts.next() == Some(&works);
        works += ends.iter().map(|word| word.count_ones()).sum::<u32>();
        is_so_far
    });
    let last = meta.entries.checked_sub(1);
    let ends_last = last.is_none_or(|rank| {
        // Nothing ends beyond the last rank, where a work does.
        ends.last().is_some_and(|word| word >> (rank % 64) == 1)
    });
    if fits && ends_last && works == meta.works {
        Ok(())
    } else {
        Err(Damage::Inconsistent("its works are not counted as they end"))
    }
}
