//! A year of daily runs, with a fault on most days and kills at any moment.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::Child,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    thread,
    time::Duration,
};

use fake_discogs::{Fault, Layout, On};
use storage::{
    generations::{GenerationName, Store},
    index::FILE_NAME,
};

use crate::{
    day,
    month::Month,
    site::{Site, noon},
};

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, below: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }
}

/// What Discogs does on a day.
enum Event {
    Publish(Month),
    /// One file, or the CHECKSUM file where none is named.
    File(Month, Option<&'static str>),
    Empty(Month),
}

/// When the months come: mostly on the 1st, one on the 15th, one file by file, one with a file of
/// zero bytes, and one whose labels are replaced on the next day.
fn calendar() -> Vec<(u32, Event)> {
    let mut events = Vec::new();
    let mut first = 0;
    for (number, days) in (1..).zip([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]) {
        let month = Month::of(number);
        match number {
            1 => events.push((first + 14, Event::Publish(month))),
            4 => {
                events.push((first + 1, Event::File(month.clone(), Some("masters"))));
                events.push((first + 2, Event::File(month.clone(), Some("labels"))));
                events.push((first + 4, Event::File(month, None)));
            }
            6 => {
                events.push((first, Event::Empty(month.clone())));
                events.push((first + 2, Event::Publish(month)));
            }
            8 => {
                events.push((first, Event::Publish(month.clone())));
                let anew = Month { edition: 1, labels: month.labels + 1, ..month };
                events.push((first + 1, Event::Publish(anew)));
            }
            _ => events.push((first, Event::Publish(month))),
        }
        first += days;
    }
    events
}

fn fault(dice: &mut Dice) -> Fault {
    match dice.below(12) {
        0 => Fault::TooMany { retry_after: 3_574 },
        1 => Fault::Unavailable { retry_after: Some(7_200) },
        2 => Fault::Unavailable { retry_after: None },
        3 => Fault::Forbidden,
        4 => Fault::ServerError,
        5 => Fault::Drop,
        6 => Fault::Html,
        7 => Fault::Empty,
        8 => Fault::CutAfter(dice.below(400)),
        9 => Fault::Stall { after: dice.below(300) },
        10 => Fault::Flip,
        _ => Fault::Whole,
    }
}

/// When a run is killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Moment {
    /// It has asked for something.
    Asked,
    /// Some of a file is there.
    Fetching,
    /// The generation's folder is there.
    Loading,
    /// The index is being written.
    Indexing,
    /// It is published.
    Published,
}

impl Moment {
    const ALL: [Self; 5] =
        [Self::Asked, Self::Fetching, Self::Loading, Self::Indexing, Self::Published];

    /// Waits for it; `false` where the run has ended before.
    fn comes(self, site: &Site, run: &mut Child) -> bool {
        let before = current(&site.data());
        let data = site.data();
        let downloads =
            || files(&data.join("downloads")).iter().flat_map(|path| files(path)).count();
        let unpublished = || {
            let published = Store::open(&data).and_then(|store| store.published());
            let published = published.unwrap_or_default();
            let is_new = |path: &PathBuf| {
                let name = path.file_name().and_then(|name| name.to_str()?.parse().ok());
                name.is_some_and(|name: GenerationName| !published.contains(&name))
            };
            files(&data.join("generations")).into_iter().find(is_new)
        };
        loop {
            let is_now = match self {
                Self::Asked => !site.discogs.books().requests().is_empty(),
                Self::Fetching => downloads() > 0,
                Self::Loading => unpublished().is_some(),
                Self::Indexing => unpublished().is_some_and(|path| path.join(FILE_NAME).exists()),
                Self::Published => current(&data) != before,
            };
            if is_now {
                return run.try_wait().unwrap().is_none();
            }
            if run.try_wait().unwrap().is_some() {
                return false;
            }
            thread::yield_now();
        }
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).collect()
}

/// Looks at the current generation again and again while something runs.
struct Watcher {
    is_over: Arc<AtomicBool>,
    looks: Arc<AtomicU32>,
    thread: thread::JoinHandle<()>,
}

/// The months that were ever published, as they were.
type Published = Arc<Mutex<Vec<Month>>>;

impl Watcher {
    fn begin(data: PathBuf, published: Published) -> Self {
        let (is_over, looks) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU32::new(0)));
        let (over, counted) = (is_over.clone(), looks.clone());
        let thread = thread::spawn(move || {
            while !over.load(Ordering::Relaxed) {
                if let Some(name) = current(&data) {
                    assert_right(&data, name, &published);
                    counted.fetch_add(1, Ordering::Relaxed);
                }
                thread::sleep(Duration::from_millis(10));
            }
        });
        Self { is_over, looks, thread }
    }

    fn end(self) -> u32 {
        self.is_over.store(true, Ordering::Relaxed);
        self.thread.join().expect("at every moment the current generation is whole");
        self.looks.load(Ordering::Relaxed)
    }
}

fn current(data: &PathBuf) -> Option<GenerationName> {
    Store::open(data).ok()?.current().unwrap()
}

/// A generation is one of the months as it was published at some time; one that has been replaced
/// by a newer one while it was looked at is passed over.
fn assert_right(data: &PathBuf, name: GenerationName, published: &Published) {
    let known = published.lock().unwrap().clone();
    let of_date: Vec<&Month> =
        known.iter().filter(|month| month.date == name.date().to_string()).collect();
    let errors: Vec<String> =
        of_date.iter().filter_map(|month| month.is_in(data, name).err()).collect();
    if errors.len() == of_date.len() && current(data) == Some(name) {
        panic!("{name} is none of {of_date:?}: {errors:?}");
    }
}

fn a_year(layout: Layout, seed: u64) {
    let site = Site::new(layout);
    let published = Published::default();
    let watcher = Watcher::begin(site.data(), published.clone());
    let mut dice = Dice(seed);
    let mut events = calendar().into_iter().peekable();
    let mut newest: Option<Month> = None;
    // Whether a month is there in parts, or has a part that is not right.
    let mut is_coming = false;
    let (mut kills, mut faults, mut quiet_days) = (0, 0, 0);
    let (mut moment, mut hit) = (0, BTreeMap::new());
    for today in 0..365 {
        while let Some((_, event)) = events.next_if(|(day, _)| *day <= today) {
            is_coming = !happen(&site, event, &published, &mut newest);
        }
        let was_current = is_current(&site, newest.as_ref());
        site.discogs.clear_faults();
        site.discogs.clear_books();
        let mut may_stall = false;
        let is_faulty = dice.below(100) < 60;
        if is_faulty {
            faults += 1;
            for _ in 0..=dice.below(2) {
                let on = [On::Any, On::File, On::Checksum, On::Listing]
                    [usize::try_from(dice.below(4)).unwrap()]
                .clone();
                let fault = fault(&mut dice);
                may_stall |= matches!(fault, Fault::Stall { .. });
                site.discogs.fail_next(on, fault);
            }
        }
        let has_work = newest.is_some() && !was_current;
        let is_killed = dice.below(100) < if has_work { 70 } else { 20 };
        let mut run = day::start(&site, noon(today), if may_stall { 300 } else { 20_000 });
        if is_killed {
            let at = if has_work { Moment::ALL[moment % Moment::ALL.len()] } else { Moment::Asked };
            if at.comes(&site, &mut run) {
                kills += 1;
                *hit.entry(at).or_insert(0) += 1;
                moment += usize::from(has_work);
            }
            run.kill().unwrap();
        }
        let is_whole = run.wait().unwrap().success();
        let requests = site.discogs.books().requests().len();
        if was_current && newest.is_some() && !is_coming {
            quiet_days += 1;
            let most = if is_faulty { 4 } else { 2 };
            assert!(requests <= most, "day {today} of {layout:?} has nothing new: {requests}");
        }
        if !is_faulty && !is_killed && newest.is_some() && !is_coming {
            assert!(is_whole, "day {today} of {layout:?}: nothing was wrong");
            assert!(is_current(&site, newest.as_ref()), "day {today} of {layout:?}: {newest:?}");
        }
    }
    site.discogs.clear_faults();
    site.update(noon(366)).unwrap();
    newest.unwrap().is_in(&site.data(), site.current().unwrap()).unwrap();
    let kept = Store::open(site.data()).unwrap().published().unwrap();
    assert!(kept.len() <= 3, "{kept:?}");
    let looks = watcher.end();
    assert_eq!(hit.len(), Moment::ALL.len(), "not all moments were hit: {hit:?}");
    assert!(
        kills > 20 && faults > 150 && quiet_days > 150 && looks > 50,
        "{kills} {faults} {quiet_days} {looks}"
    );
}

/// Lets it happen, and tells whether the mirror is right afterwards.
fn happen(site: &Site, event: Event, published: &Published, newest: &mut Option<Month>) -> bool {
    let (month, is_right) = match event {
        Event::Publish(month) => {
            site.publish(&month);
            (month, true)
        }
        Event::File(month, Some(kind)) => {
            let content = if kind == "labels" { month.labels() } else { month.masters() };
            site.discogs.put(&month.name(kind), content);
            (month, false)
        }
        Event::File(month, None) => {
            site.discogs.put(&month.checksum_name(), month.checksums());
            (month, true)
        }
        Event::Empty(month) => {
            site.publish(&month);
            site.discogs.put(&month.name("labels"), Vec::new());
            (month, false)
        }
    };
    if is_right {
        published.lock().unwrap().push(month.clone());
        *newest = Some(month);
    }
    is_right
}

fn is_current(site: &Site, newest: Option<&Month>) -> bool {
    let Some(newest) = newest else { return true };
    current(&site.data()).is_some_and(|name| newest.is_in(&site.data(), name).is_ok())
}

#[test]
fn a_year_of_faults_and_kills_ends_each_month_live_and_never_shows_half_of_one() {
    a_year(Layout::Query, 1);
}

#[test]
fn a_year_at_a_mirror_without_lists_goes_the_same_way() {
    a_year(Layout::Tree, 2);
}
