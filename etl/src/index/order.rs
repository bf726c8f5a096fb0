//! The rank order: best first, works side by side.
//!
//! Works come in tiers: those that can be heard before those that cannot, then those of many
//! releases before those of few, by powers of two. Within a tier they are sorted by genre,
//! country, year and style, which makes the postings short. The releases of a work stand
//! together, its main release first, then by date. (`docs/adr/0002-index-layout.md` has the
//! reasons.)

use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use super::survey::{NONE, Survey, Surveyed, Values};

/// Where each record went.
#[derive(Debug, Default)]
pub(crate) struct Order {
    /// The rank of each release, by its place in the facts; [`NONE`] for one that was replaced.
    pub(crate) of_release: Vec<u32>,
    /// The rank of each master that stands for itself, [`NONE`] for the others.
    pub(crate) of_master: Vec<u32>,
    /// The work of each master, by its place in the facts; [`NONE`] for one that was replaced.
    pub(crate) work_of_master: Vec<u32>,
    /// By rank, the place among releases, or that of a master after all releases.
    pub(crate) places: Vec<u32>,
    /// The number of the work of each rank.
    pub(crate) works: Vec<u32>,
}

struct Work {
    has_video: bool,
    releases: u32,
    /// The record that the work is sorted by: its main release, else that of the lowest id; the
    /// master where there is no release.
    shown: u32,
    id: u32,
}

impl Order {
    pub(crate) fn of(
        survey: &Survey,
        genres: &Values,
        styles: &Values,
        countries: &Values,
    ) -> Self {
        let releases = &survey.releases;
        let record = |place: u32| record(survey, place);
        let (mut works, work_of_place) = group(survey);

        let first = |values: &Values, of: &[u32]| of.first().map_or(NONE, |&text| values.of(text));
        let key = |work: &Work| {
            let shown: &Surveyed = record(work.shown);
            (
                !work.has_video,
                Reverse(work.releases.max(1).ilog2()),
                first(genres, survey.genres_of(shown)),
                countries.of(shown.country),
                shown.date / 10_000,
                first(styles, survey.styles_of(shown)),
                work.id,
            )
        };
        let mut sorted: Vec<u32> = (0..works.len() as u32).collect();
        sorted.sort_by_cached_key(|&work| key(&works[work as usize]));
        let mut number = vec![0_u32; works.len()];
        for (place, &work) in sorted.iter().enumerate() {
            number[work as usize] = place as u32;
        }
        works.clear();

        let mut places: Vec<u32> = (0..work_of_place.len() as u32)
            .filter(|&place| {
                let is_entry = place < releases.len() as u32 || {
                    let work = work_of_place[place as usize];
                    work != NONE && work & ALONE != 0
                };
                is_entry && work_of_place[place as usize] != NONE
            })
            .collect();
        let work_at = |place: u32| number[(work_of_place[place as usize] & !ALONE) as usize];
        places.sort_by_cached_key(|&place| {
            let entry = record(place);
            let date = entry.date.wrapping_sub(1);
            (work_at(place), !entry.is_main_release, date, entry.id)
        });

        let mut ranks = vec![NONE; work_of_place.len()];
        for (rank, &place) in places.iter().enumerate() {
            ranks[place as usize] = rank as u32;
        }
        let work_of_master = work_of_place[releases.len()..]
            .iter()
            .map(|&work| if work == NONE { NONE } else { number[(work & !ALONE) as usize] })
            .collect();
        Self {
            works: places.iter().map(|&place| work_at(place)).collect(),
            of_master: ranks.split_off(releases.len()),
            of_release: ranks,
            work_of_master,
            places,
        }
    }
}

/// The record at one of [`Order::places`].
pub(crate) fn record(survey: &Survey, place: u32) -> &Surveyed {
    let place = place as usize;
    let releases = &survey.releases;
    releases.get(place).unwrap_or_else(|| &survey.masters[place - releases.len()])
}

/// Marks the work of a master that has no releases.
const ALONE: u32 = 1 << 31;

/// Groups the records into works; gives the works and the work of each record, releases first.
fn group(survey: &Survey) -> (Vec<Work>, Vec<u32>) {
    let mut works: Vec<Work> = Vec::new();
    let mut of_place = Vec::with_capacity(survey.releases.len() + survey.masters.len());
    let mut by_master: FxHashMap<u32, u32> = FxHashMap::default();
    for (place, release) in survey.releases.iter().enumerate() {
        if release.replaced {
            of_place.push(NONE);
            continue;
        }
        let (place, next) = (place as u32, works.len() as u32);
        let number = match release.master {
            0 => next,
            master => *by_master.entry(master).or_insert(next),
        };
        if number == next {
            let id = if release.master == 0 { release.id } else { release.master };
            works.push(Work { has_video: false, releases: 0, shown: place, id });
        }
        let work = &mut works[number as usize];
        work.has_video |= release.has_video;
        work.releases += 1;
        let shown = &survey.releases[work.shown as usize];
        if (!release.is_main_release, release.id) < (!shown.is_main_release, shown.id) {
            work.shown = place;
        }
        of_place.push(number);
    }
    for (place, master) in survey.masters.iter().enumerate() {
        if master.replaced {
            of_place.push(NONE);
            continue;
        }
        match by_master.get(&master.id) {
            Some(&number) => {
                works[number as usize].has_video |= master.has_video;
                of_place.push(number);
            }
            None => {
                of_place.push(works.len() as u32 | ALONE);
                works.push(Work {
                    has_video: master.has_video,
                    releases: 0,
                    shown: (survey.releases.len() + place) as u32,
                    id: master.id,
                });
            }
        }
    }
    (works, of_place)
}
