//! The videos of entries and works, each distinct one numbered once, in rank order.

use std::io;

use rustc_hash::FxHashMap;
use storage::{index::VideoColumns, model::VideoId};

use super::{
    Sources,
    facts::EntryFacts,
    order::Order,
    spill::{FactsFile, take},
    survey::NONE,
};

/// The videos of a generation.
#[derive(Debug, Default)]
pub(crate) struct Videos {
    pub(crate) columns: VideoColumns,
}

/// The videos of one owner, an entry or a work.
type Owned = (u32, VideoId, u32);

impl Videos {
    pub(crate) fn gather(sources: &Sources, order: &Order) -> io::Result<Self> {
        let mut of_entries = Vec::new();
        let mut of_works = Vec::new();
        read(&sources.releases, &order.of_release, &mut of_entries)?;
        read(&sources.masters, &order.work_of_master, &mut of_works)?;
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
        Ok(Self { columns })
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

fn read(facts: &Option<FactsFile>, owners: &[u32], videos: &mut Vec<Owned>) -> io::Result<()> {
    let Some(facts) = facts else { return Ok(()) };
    let mut owners = owners.iter();
    facts.each(|bytes| {
        let (facts, rest) = take::<EntryFacts<'_>>(bytes)?;
        if let Some(&owner) = owners.next()
            && owner != NONE
        {
            for (id, seconds) in facts.videos {
                let id = std::str::from_utf8(&id).ok().and_then(|id| id.parse().ok());
                videos.extend(id.map(|id| (owner, id, seconds)));
            }
        }
        Ok(rest)
    })
}

fn take_owner<'a>(videos: &mut &'a [Owned], owner: u32) -> &'a [Owned] {
    let (own, rest) = videos.split_at(videos.partition_point(|&(other, ..)| other <= owner));
    *videos = rest;
    own
}

#[derive(Default)]
struct Numbers {
    by_id: FxHashMap<VideoId, u32>,
    ids: Vec<VideoId>,
    durations: Vec<u32>,
}

impl Numbers {
    fn append(&mut self, videos: &[Owned], list: &mut Vec<u32>) {
        let start = list.len();
        for &(_, id, seconds) in videos {
            let number = *self.by_id.entry(id).or_insert_with(|| {
                self.ids.push(id);
                self.durations.push(u32::MAX);
                self.ids.len() as u32 - 1
            });
            let known = &mut self.durations[number as usize];
            *known = if *known == u32::MAX { seconds } else { *known };
            if !list[start..].contains(&number) {
                list.push(number);
            }
        }
    }
}
