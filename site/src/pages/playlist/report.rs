//! What became of each video of a playlist.

use std::collections::HashMap;

use apis::{
    catalogue::Catalogue,
    jobs::{Item, ItemState, Job},
    rest::Problem,
};
use storage::model::VideoId;

use crate::{
    pages::basket::row,
    view::{
        playlist::{Counts, LeftOut, Report},
        video::Video,
    },
};

/// How far a job is. A video that stands in for another is the same wish.
pub(super) fn counts(job: &Job) -> Counts {
    let wanted = job.items.iter().filter(|item| item.instead_of.is_none()).count() as u64;
    let [added, present, waiting] = [ItemState::Added, ItemState::Present, ItemState::Waiting]
        .map(|state| job.count(state) as u64);
    let is_replaced = |item: &&Item| {
        item.instead_of.is_none()
            && item.state.skipped().is_some()
            && job.replaced_by(item).is_some()
    };
    Counts {
        wanted,
        replaced: job.items.iter().filter(is_replaced).count() as u64,
        added,
        present,
        left_out: wanted.saturating_sub(added + present + waiting),
        waiting,
        needed: job.needed(),
        spent: job.spent,
    }
}

/// The report of a job: what was left out at any time, and at the end all of it.
pub(super) fn report(catalogue: &Catalogue, job: &Job) -> Result<Report, Problem> {
    let is_final = job.state.is_final();
    let is_shown =
        |item: &&Item| is_final || item.state.skipped().is_some() || item.instead_of.is_some();
    let ids: Vec<VideoId> = job.items.iter().filter(is_shown).map(|item| item.video).collect();
    let known = catalogue.videos_by_id(&ids)?;
    let titles: HashMap<VideoId, Video> =
        ids.into_iter().zip(known).map(|(id, known)| (id, row(id, known))).collect();
    let video = |id: VideoId| titles.get(&id).cloned().unwrap_or_else(|| row(id, None));
    let in_playlist = |wanted: ItemState| {
        let items = job.items.iter().filter(|item| is_final && item.state == wanted);
        items.map(|item| video(item.video)).collect()
    };
    let left_out = job.items.iter().filter_map(|item| {
        let why = words(item.state)?;
        let instead = job.replaced_by(item).map(video);
        Some(LeftOut { video: video(item.video), why, instead })
    });
    Ok(Report {
        left_out: left_out.collect(),
        added: in_playlist(ItemState::Added),
        present: in_playlist(ItemState::Present),
    })
}

/// Why a video was left out; `None` where it was not.
fn words(state: ItemState) -> Option<&'static str> {
    match state {
        ItemState::Waiting | ItemState::Added | ItemState::Present => None,
        ItemState::Unavailable => Some("It is not available at YouTube any more"),
        ItemState::Private => Some("Its owner keeps it private"),
        ItemState::Refused => Some("YouTube does not take it into a playlist"),
    }
}
