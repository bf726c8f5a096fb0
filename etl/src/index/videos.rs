//! The videos of entries and works, each distinct one numbered once, in rank order.

use std::mem;

use rustc_hash::FxHashMap;
use storage::{index::VideoColumns, model::VideoId};

use super::{
    order::Order,
    survey::{Met, NONE, Survey},
};

/// The videos of a generation.
#[derive(Debug, Default)]
pub(crate) struct Videos {
    pub(crate) columns: VideoColumns,
}

/// The videos of one owner, an entry or a work.
type Owned = (u32, VideoId, u32);

impl Videos {
    /// Numbers the videos that the survey has met, in rank order, and takes them from there.
    pub(crate) fn number(survey: &mut Survey, order: &Order) -> Self {
        let mut of_entries = owned(mem::take(&mut survey.videos_of_releases), &order.of_release);
        let mut of_works = owned(mem::take(&mut survey.videos_of_masters), &order.work_of_master);
        // Stable: an owner's videos stay in its own order.
        of_entries.sort_by_key(|&(rank, ..)| rank);
        of_works.sort_by_key(|&(work, ..)| work);

        let entries = order.places.len() as u32;
        let works = order.works.last().map_or(0, |&last| last + 1);
        let mut numbers = Numbers::default();
        let mut columns = VideoColumns::default();
        let (mut entry_videos, mut work_videos) = (of_entries.as_slice(), of_works.as_slice());
        let mut last_work = NONE;
        for rank in 0..entries {
            let own = take_owner(&mut entry_videos, rank);
            columns.entry_starts.push(columns.entry_videos.len() as u32);
            numbers.append(own, &mut columns.entry_videos);
            let work = order.works[rank as usize];
            if work != last_work {
                last_work = work;
                columns.work_starts.push(columns.work_videos.len() as u32);
                let masters = take_owner(&mut work_videos, work);
                numbers.append(masters, &mut columns.work_videos);
            }
        }
        columns.entry_starts.push(columns.entry_videos.len() as u32);
        columns.work_starts.push(columns.work_videos.len() as u32);
        debug_assert_eq!(columns.work_starts.len(), works as usize + 1);
        (columns.ids, columns.durations) = (numbers.ids, numbers.durations);
        Self { columns }
    }

    pub(crate) fn of_entry(&self, rank: u32) -> &[u32] {
        let starts = &self.columns.entry_starts[rank as usize..];
        &self.columns.entry_videos[starts[0] as usize..starts[1] as usize]
    }

    pub(crate) fn of_work(&self, work: u32) -> &[u32] {
        let starts = &self.columns.work_starts[work as usize..];
        &self.columns.work_videos[starts[0] as usize..starts[1] as usize]
    }
}

/// The videos with the owners of the records that name them; those of records without one are
/// left out.
fn owned(videos: Vec<Met>, owners: &[u32]) -> Vec<Owned> {
    let owner = |(place, id, seconds): Met| (owners[place as usize], id, seconds);
    videos.into_iter().map(owner).filter(|&(owner, ..)| owner != NONE).collect()
}

fn take_owner<'a>(videos: &mut &'a [Owned], owner: u32) -> &'a [Owned] {
    let count = videos.iter().take_while(|&&(other, ..)| other <= owner).count();
    let (own, rest) = videos.split_at(count);
    *videos = rest;
    own
}

#[derive(Default)]
struct Numbers {
    by_id: FxHashMap<VideoId, u32>,
    ids: Vec<VideoId>,
    durations: Vec<u32>,
    /// The list that each was appended to last.
    listed: Vec<u32>,
    lists: u32,
}

impl Numbers {
    fn append(&mut self, videos: &[Owned], list: &mut Vec<u32>) {
        self.lists += 1;
        for &(_, id, seconds) in videos {
            let number = *self.by_id.entry(id).or_insert_with(|| {
                self.ids.push(id);
                self.durations.push(u32::MAX);
                self.listed.push(0);
                self.ids.len() as u32 - 1
            });
            let known = &mut self.durations[number as usize];
            *known = if *known == u32::MAX { seconds } else { *known };
            let listed = &mut self.listed[number as usize];
            if *listed != self.lists {
                *listed = self.lists;
                list.push(number);
            }
        }
    }
}
