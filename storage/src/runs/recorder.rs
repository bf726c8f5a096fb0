use std::{
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use jiff::Timestamp;

use super::{Outcome, Run, Runs, Stage};

/// How often what is new is written down.
const OFTEN: Duration = Duration::from_secs(1);
/// How often it is said that the run goes on, when there is nothing new.
const SOMETIMES: Duration = Duration::from_secs(15);

/// Writes down how far a run is, on a thread of its own: telling it costs nothing. What cannot be
/// written is logged, and ends nothing.
///
/// Dropped without an [end](Self::end), the run counts as failed.
#[derive(Debug)]
pub struct Recorder {
    shared: Arc<Shared>,
    writing: Option<JoinHandle<()>>,
}

#[derive(Debug)]
struct Shared {
    runs: Runs,
    known: Mutex<Known>,
    /// Held while the run is written down, so that its end is what is written last.
    writing: Mutex<()>,
    news: Condvar,
}

#[derive(Debug)]
struct Known {
    run: Run,
    has_news: bool,
    is_over: bool,
}

impl Recorder {
    pub(super) fn start(runs: Runs, run: Run) -> Self {
        write(&runs, &run);
        let known = Mutex::new(Known { run, has_news: false, is_over: false });
        let shared =
            Arc::new(Shared { runs, known, writing: Mutex::new(()), news: Condvar::new() });
        let writer = shared.clone();
        let named = thread::Builder::new().name("run".to_owned());
        // Without a thread it is told at the beginning and at the end only.
        let writing = named.spawn(move || writer.write_news()).ok();
        Self { shared, writing }
    }

    /// The run's name.
    #[must_use]
    pub fn id(&self) -> String {
        self.shared.lock().run.id.clone()
    }

    /// Changes what is known of the run.
    pub fn update(&self, change: impl FnOnce(&mut Run)) {
        let mut known = self.shared.lock();
        change(&mut known.run);
        known.has_news = true;
    }

    /// The run is at another stage.
    pub fn stage(&self, stage: Stage) {
        self.update(|run| (run.stage, run.file) = (stage, None));
    }

    /// The run is over: with this outcome, and these words for its operator.
    pub fn end(self, outcome: Outcome, told: impl Into<Option<String>>) {
        self.shared.end(outcome, told.into());
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        self.shared.end(Outcome::Failed, None);
        if let Some(writing) = self.writing.take() {
            let _ = writing.join();
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn end(&self, outcome: Outcome, told: Option<String>) {
        let mut known = self.lock();
        if known.is_over {
            return;
        }
        let now = Timestamp::now();
        known.is_over = true;
        known.run.updated = now;
        known.run.ended = Some(now);
        (known.run.outcome, known.run.told) = (Some(outcome), told);
        let run = known.run.clone();
        drop(known);
        self.news.notify_all();
        let _writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        write(&self.runs, &run);
    }

    fn write_news(&self) {
        let mut written = Instant::now();
        let mut known = self.lock();
        while !known.is_over {
            let waited = self.news.wait_timeout(known, OFTEN);
            known = waited.unwrap_or_else(PoisonError::into_inner).0;
            if known.is_over || !known.has_news && written.elapsed() < SOMETIMES {
                continue;
            }
            known.has_news = false;
            known.run.updated = Timestamp::now();
            let run = known.run.clone();
            // Whoever tells something does not wait for the disk.
            drop(known);
            let writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
            if !self.lock().is_over {
                write(&self.runs, &run);
            }
            drop(writing);
            written = Instant::now();
            known = self.lock();
        }
    }
}

fn write(runs: &Runs, run: &Run) {
    if let Err(error) = runs.write(run) {
        // It is told for others: the run itself says what is wrong with the folder.
        tracing::info!(%error, run = run.id, "how far the run is cannot be written down");
    }
}
