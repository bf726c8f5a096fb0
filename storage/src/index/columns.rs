//! What is known of an entry by its rank: id, work, date, videos.

use std::ops::{ControlFlow, Range};

use super::{
    BLOCK, Damage, Entry, Index, Meta, Plan, Rank,
    eval::Evaluator,
    file::{IndexFile, Section},
    format_sets, listing,
    plan::Node,
};
use crate::model::VideoId;

/// Ranks for which [`Section::WorkCounts`] has one number.
pub(crate) const WORK_STRIDE: u32 = 512;

/// Matches that [`Index::ranks`] looks for at first.
const FIRST_PAGE: usize = 256;

/// A video of an answer, with what a playlist's bounds look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    /// The video's number in the generation, from 0.
    pub video: u32,
    /// The entry that brings it: itself or by its master.
    pub rank: Rank,
    /// The number of the entry's work.
    pub work: u32,
    /// The number of the entry's first artist; `u32::MAX` for none.
    pub artist: u32,
    /// In seconds, where it is known.
    pub duration: Option<u32>,
}

/// Checks that a section fits the catalogue; it has to be there.
pub(super) fn check(file: &IndexFile, meta: &Meta, section: Section) -> Result<(), Damage> {
    let (entries, videos) = (meta.entries as usize, meta.videos as usize);
    match section {
        Section::Entries | Section::Dates | Section::LeadArtists => {
            file.expect(section, entries, 4)
        }
        Section::ByEntry if file.u32s(section).iter().any(|&rank| rank >= meta.entries) => {
            Err(Damage::Inconsistent("an entry has no rank"))
        }
        Section::ByEntry => file.expect(section, entries, 4),
        Section::Rows => file.expect(section, entries, 8),
        Section::WorkEnds => file.expect(section, entries.div_ceil(64), 8),
        Section::WorkCounts => file.expect(section, entries.div_ceil(WORK_STRIDE as usize), 4),
        Section::VideoIds => file.expect(section, videos, 8),
        Section::FormatSets => format_sets::check(file, meta),
        Section::VideoListings => file.expect(section, listing::words(videos), 8),
        Section::VideoOwners if file.u32s(section).iter().any(|&rank| rank >= meta.entries) => {
            Err(Damage::Inconsistent("a video has no entry"))
        }
        Section::VideosById if file.u32s(section).iter().any(|&video| video >= meta.videos) => {
            Err(Damage::Inconsistent("a video has no id"))
        }
        Section::VideoOwners | Section::VideosById => file.expect(section, videos, 4),
        Section::VideoDurations => file.expect(section, videos, 4),
        Section::EntryVideoStarts => file.expect(section, entries + 1, 4),
        Section::WorkVideoStarts => file.expect(section, meta.works as usize + 1, 4),
        Section::EntryVideos | Section::WorkVideos
            if file.u32s(section).iter().any(|&video| video >= meta.videos) =>
        {
            Err(Damage::Inconsistent("a video has no id"))
        }
        _ => Ok(()),
    }
}

impl Index {
    /// The entry at a rank.
    ///
    /// # Panics
    /// When the rank is of another, larger index.
    #[must_use]
    pub fn entry(&self, rank: Rank) -> Entry {
        Entry::from_key(self.file.u32s(Section::Entries)[rank.0 as usize])
    }

    /// The rank of an entry; `None` when the generation has no such one.
    #[must_use]
    pub fn rank_of(&self, entry: Entry) -> Option<Rank> {
        let keys = self.file.u32s(Section::Entries);
        let ranks = self.file.u32s(Section::ByEntry);
        let key_at = |&rank: &u32| keys[rank as usize].cmp(&entry.key());
        ranks.binary_search_by(key_at).ok().map(|place| Rank(ranks[place]))
    }

    /// The year of an entry's pressing, a master's own; `None` where it is not known. It is what
    /// [`Self::by_date`] goes by.
    #[must_use]
    pub fn year(&self, rank: Rank) -> Option<u16> {
        let date = self.file.u32s(Section::Dates)[rank.0 as usize];
        u16::try_from(date / 10_000).ok().filter(|&year| year != 0)
    }

    /// The id of a video, by its number.
    #[must_use]
    pub fn video_id(&self, video: u32) -> VideoId {
        let odd = self.odd_video_ids.binary_search_by_key(&video, |&(number, _)| number);
        let odd = odd
            .ok()
            .and_then(|place| std::str::from_utf8(&self.odd_video_ids[place].1).ok()?.parse().ok());
        odd.unwrap_or_else(|| VideoId::from_bits(self.file.u64s(Section::VideoIds)[video as usize]))
    }

    /// The length of a video in seconds, by its number; `None` where no record tells it.
    #[must_use]
    pub fn video_duration(&self, video: u32) -> Option<u32> {
        let seconds = self.file.u32s(Section::VideoDurations)[video as usize];
        Some(seconds).filter(|&seconds| seconds != u32::MAX)
    }

    /// The number of the video with this id; `None` when no entry of the generation brings it.
    #[must_use]
    pub fn video_number(&self, id: VideoId) -> Option<u32> {
        let by_id = self.file.u32s(Section::VideosById);
        let place = by_id.binary_search_by_key(&id, |&video| self.video_id(video)).ok()?;
        Some(by_id[place])
    }

    /// The best entry that brings a video, given by its number: one that names it itself, or the
    /// first entry of a work whose master does.
    ///
    /// # Panics
    /// When the number is of another, larger index.
    #[must_use]
    pub fn owner_of(&self, video: u32) -> Rank {
        Rank(self.file.u32s(Section::VideoOwners)[video as usize])
    }

    /// The number of the work that a rank belongs to.
    pub(crate) fn work_of(&self, rank: u32) -> u32 {
        let ends = self.file.u64s(Section::WorkEnds);
        let stride = rank / WORK_STRIDE;
        let first_word = (stride * WORK_STRIDE / 64) as usize;
        let word = (rank / 64) as usize;
        let whole: u32 = ends[first_word..word].iter().map(|word| word.count_ones()).sum();
        let before = (1_u64 << (rank % 64)) - 1;
        let counts = self.file.u32s(Section::WorkCounts);
        counts[stride as usize] + whole + (ends[word] & before).count_ones()
    }

    /// The numbers of the videos that an entry itself names.
    pub(crate) fn videos_of_entry(&self, rank: u32) -> &[u32] {
        slice(&self.file, Section::EntryVideoStarts, Section::EntryVideos, rank)
    }

    /// The numbers of the videos that a work's master names.
    pub(crate) fn videos_of_work(&self, work: u32) -> &[u32] {
        slice(&self.file, Section::WorkVideoStarts, Section::WorkVideos, work)
    }

    pub(crate) fn evaluator(&self, plan: &Plan) -> Evaluator<'_> {
        // What fails here is a digest that fits damaged bytes: nothing matches then.
        let root = Node::compile(plan, &|at| self.postings(at)).unwrap_or_else(Node::nothing);
        Evaluator::new(root, self.meta.entries)
    }

    /// Up to `limit` matches in rank order, from the first after `after` on.
    #[must_use]
    pub fn page(&self, plan: &Plan, after: Option<Rank>, limit: usize) -> Vec<Rank> {
        let mut page = Vec::new();
        if limit == 0 {
            return page;
        }
        self.visit(plan, after, |rank| {
            page.push(rank);
            if page.len() < limit { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        page
    }

    /// Gives each match in rank order, from the first after `after` on, until `visit` breaks.
    pub fn visit(
        &self,
        plan: &Plan,
        after: Option<Rank>,
        mut visit: impl FnMut(Rank) -> ControlFlow<()>,
    ) {
        let first = after.map_or(0, |rank| rank.0.saturating_add(1));
        self.evaluator(plan).blocks(first >> 16, |block, found| {
            for value in found.values() {
                let rank = block << 16 | u32::from(value);
                if rank >= first {
                    visit(Rank(rank))?;
                }
            }
            ControlFlow::Continue(())
        });
    }

    /// All matches in rank order, looked for as they are asked for.
    pub fn ranks<'a>(&'a self, plan: &'a Plan) -> impl Iterator<Item = Rank> + 'a {
        let mut after = None;
        let mut size = FIRST_PAGE;
        std::iter::from_fn(move || {
            let page = self.page(plan, after, size);
            size = (size * 4).min(BLOCK as usize);
            after = page.last().copied();
            after.map(|_| page)
        })
        .flatten()
    }

    /// All matches by date of pressing, the oldest first, those without a date last; rank order
    /// within a date.
    #[must_use]
    pub fn by_date(&self, plan: &Plan) -> Vec<Rank> {
        let dates = self.file.u32s(Section::Dates);
        let mut ranks = Vec::new();
        self.visit(plan, None, |rank| {
            ranks.push(rank);
            ControlFlow::Continue(())
        });
        // 0 is an unknown date: it wraps around to the end.
        ranks.sort_by_key(|rank| dates[rank.0 as usize].wrapping_sub(1));
        ranks
    }

    /// The videos that entries bring, entry after entry: its own, then, with the first entry of a
    /// work, those of the work's master. A video that several entries have comes several times.
    pub fn candidates<'a>(
        &'a self,
        ranks: impl Iterator<Item = Rank> + 'a,
    ) -> impl Iterator<Item = Candidate> + 'a {
        let artists = self.file.u32s(Section::LeadArtists);
        let mut seen = vec![0_u64; (self.meta.works as usize).div_ceil(64)];
        ranks.flat_map(move |rank| {
            let work = self.work_of(rank.0);
            let (word, bit) = ((work / 64) as usize, 1 << (work % 64));
            let is_first = seen[word] & bit == 0;
            seen[word] |= bit;
            let masters = if is_first { self.videos_of_work(work) } else { &[] };
            self.videos_of_entry(rank.0).iter().chain(masters).map(move |&video| Candidate {
                video,
                rank,
                work,
                artist: artists[rank.0 as usize],
                duration: self.video_duration(video),
            })
        })
    }
}

fn slice(file: &IndexFile, starts: Section, values: Section, at: u32) -> &[u32] {
    let starts = file.u32s(starts);
    let range = || -> Option<Range<usize>> {
        Some(*starts.get(at as usize)? as usize..*starts.get(at as usize + 1)? as usize)
    };
    range().and_then(|range| file.u32s(values).get(range)).unwrap_or_default()
}
