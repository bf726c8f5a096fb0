//! The runs that bring dumps in: who runs one writes down how far it is, and whoever wants to know
//! reads it, in another process or on another machine.
//!
//! Each run has a file of its own, `DATA/runs/ID.json`, which it replaces as a whole. Where the
//! state is in Redis, the last runs are there as well, for servers that have another data folder.

mod recorder;
mod run;

use std::{
    cmp::Reverse,
    fs, io,
    path::{Path, PathBuf},
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};

pub use recorder::Recorder;
pub use run::{FileProgress, Outcome, Run, Stage};

use crate::{
    generations::read_json,
    state::{Change, Key, State},
};

/// A run that is so late does not come.
const LATE: SignedDuration = SignedDuration::from_mins(10);

/// The file that says when the schedule runs next.
const NEXT: &str = "next";

/// How many runs are kept.
const KEPT: usize = 30;

/// How long the list of runs is kept in Redis, after its last use.
const KEEP: Duration = Duration::from_secs(400 * 24 * 3_600);

/// Where runs are written down.
#[derive(Debug, Clone)]
pub struct Runs {
    folder: PathBuf,
    shared: Option<State>,
}

impl Runs {
    /// The runs of a data folder, and of the state that all nodes share, where there is one.
    #[must_use]
    pub fn new(data: &Path, shared: Option<State>) -> Self {
        Self { folder: data.join("runs"), shared }
    }

    /// Begins a run. Its name begins with the second; in containers all processes have one number,
    /// so some digits are random.
    #[must_use]
    pub fn begin(&self, command: &str, stage: Stage) -> Recorder {
        let now = Timestamp::now();
        let process = std::process::id();
        let run = Run {
            id: format!("{}-{process}-{:04x}", now.strftime("%Y%m%dT%H%M%SZ"), random()),
            command: command.to_owned(),
            process,
            started: now,
            updated: now,
            ended: None,
            stage,
            dump: None,
            file: None,
            outcome: None,
            told: None,
        };
        self.forget_old();
        Recorder::start(self.clone(), run)
    }

    /// The last runs, the newest first. What cannot be read is left out.
    #[must_use]
    pub fn list(&self) -> Vec<Run> {
        let mut runs = match &self.shared {
            Some(state) => state
                .get(&key(), KEEP)
                .inspect_err(|error| tracing::warn!(%error, "the runs cannot be read"))
                .ok()
                .flatten()
                .map(|kept| read(&kept))
                .unwrap_or_default(),
            None => self.files().iter().filter_map(|path| read_json(path).ok().flatten()).collect(),
        };
        runs.sort_by_key(|run: &Run| Reverse(run.started));
        runs
    }

    /// When the schedule runs next; `None` where nothing is scheduled.
    #[must_use]
    pub fn next(&self) -> Option<Timestamp> {
        let read = match &self.shared {
            Some(state) => {
                let kept = state.get(&next_key(), KEEP).ok().flatten()?;
                String::from_utf8(kept).ok()?
            }
            None => fs::read_to_string(self.folder.join(NEXT)).ok()?,
        };
        // One that is over belongs to a schedule that was killed.
        let next: Option<Timestamp> = read.trim().parse().ok();
        next.filter(|next| *next + LATE > Timestamp::now())
    }

    /// Says when the schedule runs next; `None`: it does so no more.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn set_next(&self, next: Option<Timestamp>) -> io::Result<()> {
        let path = self.folder.join(NEXT);
        match next {
            Some(next) => {
                fs::create_dir_all(&self.folder)?;
                fs::write(&path, format!("{next}\n"))?;
            }
            None => match fs::remove_file(&path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            },
        }
        let Some(state) = &self.shared else { return Ok(()) };
        match next {
            Some(next) => state
                .update(&next_key(), KEEP, |_| (Change::Put(next.to_string().into_bytes()), ())),
            None => state.delete(&next_key()),
        }
        .map_err(io::Error::other)
    }

    /// Writes a run down as it is.
    fn write(&self, run: &Run) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        let path = self.folder.join(format!("{}.json", run.id));
        // Nothing is lost if the machine goes down: it is only told how far it was.
        let aside = path.with_extension("new");
        fs::write(&aside, serde_json::to_vec_pretty(run)?)?;
        fs::rename(&aside, &path)?;
        let Some(state) = &self.shared else { return Ok(()) };
        let shared = state.update(&key(), KEEP, |kept| {
            let mut runs = kept.map(read).unwrap_or_default();
            runs.retain(|other| other.id != run.id);
            runs.push(run.clone());
            let surplus = runs.len().saturating_sub(KEPT);
            runs.drain(..surplus);
            (Change::Put(serde_json::to_vec(&runs).expect("texts and times have a form")), ())
        });
        shared.map_err(io::Error::other)
    }

    /// The files of runs, the oldest first: they are named by when they began.
    fn files(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let is_run = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "json");
        let mut files: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(is_run).collect();
        files.sort();
        files
    }

    fn forget_old(&self) {
        let files = self.files();
        for path in &files[..files.len().saturating_sub(KEPT - 1)] {
            // It is tried again with the next run.
            let _ = fs::remove_file(path);
        }
    }
}

fn random() -> u16 {
    getrandom::u32().map_or(0, |random| random as u16)
}

fn read(kept: &[u8]) -> Vec<Run> {
    serde_json::from_slice(kept).unwrap_or_default()
}

fn next_key() -> Key {
    Key::new("runs", "next").expect("letters are a name")
}

fn key() -> Key {
    Key::new("runs", "all").expect("letters are a name")
}
