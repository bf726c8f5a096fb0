//! What a load or an update shows while it runs: bars on a terminal, plain lines elsewhere.

mod fetching;

use std::{
    cell::{Cell, RefCell},
    io::{self, IsTerminal, Write},
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use etl::{
    load::{KindReport, Observer},
    read::Progress,
};
use indicatif::{ProgressBar, ProgressStyle};
use storage::model::Kind;

use super::interrupt;
use fetching::Fetching;

/// How often a line is written where there is no terminal.
const LINE_EVERY: Duration = Duration::from_secs(10);

/// Shows a load on stderr, and passes on that it is to be given up.
pub(super) struct Shown {
    is_terminal: bool,
    /// Whether nothing is shown, as log lines tell it.
    is_silent: bool,
    cancelled: Arc<AtomicBool>,
    file: RefCell<Option<ShownFile>>,
    fetching: Fetching,
    last_line: Cell<Instant>,
}

struct ShownFile {
    kind: Kind,
    progress: Progress,
    started: Instant,
    bar: Option<ProgressBar>,
}

impl Shown {
    /// Shows a load that the first interrupt ends in good order and the second at once.
    pub(super) fn until_interrupted() -> anyhow::Result<Self> {
        let cancelled = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&cancelled);
        interrupt::on_first(move || {
            flag.store(true, Ordering::Relaxed);
            // It may be in the middle of a large step.
            let _ = writeln!(io::stderr(), "stopping; interrupt again to stop at once");
        })?;
        Ok(Self {
            is_terminal: io::stderr().is_terminal(),
            is_silent: false,
            cancelled,
            file: RefCell::new(None),
            fetching: Fetching::default(),
            last_line: Cell::new(Instant::now()),
        })
    }

    /// The same, without a word: a log tells it.
    pub(super) fn silently(self) -> Self {
        Self { is_terminal: false, is_silent: true, ..self }
    }

    /// Whether it is to be given up.
    pub(super) fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    fn line(&self, text: std::fmt::Arguments<'_>) {
        if self.is_silent {
            return;
        }
        // A load goes on when nobody watches any more.
        let _ = writeln!(io::stderr(), "{text}");
    }
}

impl Observer for Shown {
    fn file_started(&self, kind: Kind, path: &Path, progress: Progress) {
        let bar = self.is_terminal.then(|| {
            let style = ProgressStyle::with_template(
                "{prefix:>9} {bar:28} {percent:>3}%  {bytes}/{total_bytes}  {msg}  {eta} left",
            );
            let bar = ProgressBar::new(progress.size());
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
            bar.set_prefix(kind.name());
            bar
        });
        if bar.is_none() {
            self.line(format_args!("{kind}: reading {}", path.display()));
        }
        self.last_line.set(Instant::now());
        *self.file.borrow_mut() = Some(ShownFile { kind, progress, started: Instant::now(), bar });
    }

    fn records(&self, count: u64) {
        let file = self.file.borrow();
        let Some(file) = &*file else { return };
        let seconds = file.started.elapsed().as_secs_f64().max(1e-3);
        let (read, size) = (file.progress.read(), file.progress.size());
        let records_per_second = count as f64 / seconds;
        let mb_per_second = read as f64 / 1e6 / seconds;
        if let Some(bar) = &file.bar {
            bar.set_position(read);
            bar.set_message(format!(
                "{count} records  {records_per_second:.0}/s  {mb_per_second:.1} MB/s"
            ));
        } else if self.last_line.get().elapsed() >= LINE_EVERY {
            self.last_line.set(Instant::now());
            let left = seconds * (size.saturating_sub(read)) as f64 / read.max(1) as f64;
            self.line(format_args!(
                "{}: {} % of {:.1} MB, {count} records, {records_per_second:.0} records/s, \
                 {mb_per_second:.1} MB/s, {left:.0} s left",
                file.kind,
                100 * read / size.max(1),
                size as f64 / 1e6,
            ));
        }
    }

    fn file_ended(&self, kind: Kind, report: &KindReport) {
        if let Some(ShownFile { bar: Some(bar), .. }) = self.file.borrow_mut().take() {
            bar.finish_and_clear();
        }
        self.line(format_args!(
            "{kind}: {} read, {} stored, {} rejected, {:.1} s, {:.1} MB/s of XML",
            report.read, report.stored, report.rejected, report.seconds, report.mb_per_second
        ));
    }

    fn index_started(&self) {
        self.line(format_args!("index: building"));
    }

    fn secondary_indexes_started(&self) {
        self.line(format_args!("published; MongoDB builds its secondary indexes"));
    }

    fn cancelled(&self) -> bool {
        self.is_cancelled()
    }
}
