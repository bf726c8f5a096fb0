//! Writing the videos: what is given of them, and what follows from who lists them.

use std::io;

use super::{
    file::{FileWriter, Section},
    listing::{self, Lister},
    write::VideoColumns,
};

/// Who lists a video.
enum Lists<'a> {
    Master(&'a [u32]),
    Entry(&'a [u32]),
}

/// Gives each list with its work and the rank that brings it, best first; the master's with the
/// first rank of its work, before that entry's own.
fn each_list(
    ends_work: &[bool],
    videos: &VideoColumns,
    mut visit: impl FnMut(u32, u32, Lists<'_>),
) {
    let list = |starts: &[u32], at: usize| starts[at] as usize..starts[at + 1] as usize;
    let mut work = 0;
    let mut is_first = true;
    for (rank, &ends) in ends_work.iter().enumerate() {
        if is_first {
            let masters = &videos.work_videos[list(&videos.work_starts, work)];
            visit(work as u32, rank as u32, Lists::Master(masters));
        }
        let own = &videos.entry_videos[list(&videos.entry_starts, rank)];
        visit(work as u32, rank as u32, Lists::Entry(own));
        is_first = ends;
        work += usize::from(ends);
    }
}

pub(super) fn write_videos(
    file: &mut FileWriter,
    ends_work: &[bool],
    videos: &VideoColumns,
) -> io::Result<()> {
    let mut odd: Vec<(u32, &[u8])> = Vec::new();
    let mut bits = Vec::with_capacity(videos.ids.len());
    for (number, id) in videos.ids.iter().enumerate() {
        bits.push(id.to_bits().unwrap_or_else(|| {
            odd.push((number as u32, id.as_str().as_bytes()));
            0
        }));
    }
    let odd: Vec<(u32, [u8; 11])> = odd
        .into_iter()
        .map(|(number, id)| (number, id.try_into().expect("ids have 11 characters")))
        .collect();
    file.section(Section::VideoIds, bytemuck::cast_slice(&bits))?;
    file.section(Section::OddVideoIds, &postcard::to_stdvec(&odd).map_err(io::Error::other)?)?;
    file.section(Section::VideoDurations, bytemuck::cast_slice(&videos.durations))?;
    file.section(Section::EntryVideoStarts, bytemuck::cast_slice(&videos.entry_starts))?;
    file.section(Section::EntryVideos, bytemuck::cast_slice(&videos.entry_videos))?;
    file.section(Section::WorkVideoStarts, bytemuck::cast_slice(&videos.work_starts))?;
    file.section(Section::WorkVideos, bytemuck::cast_slice(&videos.work_videos))?;

    let mut lister = Lister::new(videos.ids.len());
    let mut owners = vec![u32::MAX; videos.ids.len()];
    each_list(ends_work, videos, |work, rank, list| {
        match list {
            Lists::Master(list) => lister.master(work, list),
            Lists::Entry(list) => lister.entry(work, list),
        }
        let (Lists::Master(list) | Lists::Entry(list)) = list;
        for &video in list {
            let owner = &mut owners[video as usize];
            *owner = rank.min(*owner);
        }
    });
    let listings = listing::pack(&lister.finish());
    file.section(Section::VideoListings, bytemuck::cast_slice(&listings))?;
    file.section(Section::VideoOwners, bytemuck::cast_slice(&owners))?;

    let mut by_id: Vec<u32> = (0..videos.ids.len() as u32).collect();
    by_id.sort_unstable_by_key(|&video| videos.ids[video as usize]);
    file.section(Section::VideosById, bytemuck::cast_slice(&by_id))
}

/// The rank from which on neither an entry nor its work has a video.
pub(super) fn silent_from(ends_work: &[bool], videos: &VideoColumns) -> u32 {
    let mut work = 0;
    let mut silent = 0;
    for (rank, &ends) in ends_work.iter().enumerate() {
        let own = videos.entry_starts[rank] != videos.entry_starts[rank + 1];
        let masters = videos.work_starts[work] != videos.work_starts[work + 1];
        if own || masters {
            silent = rank as u32 + 1;
        }
        work += usize::from(ends);
    }
    silent
}
