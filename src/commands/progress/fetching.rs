//! What a download shows while it runs.

use std::{
    cell::{Cell, RefCell},
    time::Instant,
};

use etl::{download, update};
use indicatif::{ProgressBar, ProgressStyle};
use storage::generations::DumpDate;

use super::{LINE_EVERY, Shown};

/// The file that is being fetched.
#[derive(Default)]
pub(super) struct Fetching(RefCell<Option<File>>);

struct File {
    name: String,
    size: Cell<u64>,
    done: Cell<u64>,
    /// What came this time, and since when.
    came: Cell<u64>,
    started: Instant,
    bar: Option<ProgressBar>,
}

impl download::Observer for Shown {
    fn started(&self, file: &str) {
        let bar = self.is_terminal.then(|| {
            let style = ProgressStyle::with_template(
                "{msg} {bar:28} {percent:>3}%  {bytes}/{total_bytes}  {bytes_per_sec}  {eta} left",
            );
            let bar = ProgressBar::new(0);
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
            bar.set_message(file.to_owned());
            bar
        });
        if bar.is_none() && self.fetching.is_another(file) {
            self.line(format_args!("{file}: fetching"));
        }
        self.last_line.set(Instant::now());
        let [size, done, came] = [(); 3].map(|()| Cell::default());
        let file = File { name: file.to_owned(), size, done, came, started: Instant::now(), bar };
        *self.fetching.0.borrow_mut() = Some(file);
    }

    fn sized(&self, total: u64) {
        let fetching = self.fetching.0.borrow();
        let Some(file) = &*fetching else { return };
        file.size.set(total);
        if let Some(bar) = &file.bar {
            bar.set_length(total);
        }
    }

    fn resumed(&self, at: u64) {
        let fetching = self.fetching.0.borrow();
        let Some(file) = &*fetching else { return };
        file.done.set(at);
        match &file.bar {
            Some(bar) => bar.set_position(at),
            None if at > 0 => {
                self.line(format_args!("{}: {:.1} MB are there", file.name, at as f64 / 1e6));
            }
            None => {}
        }
    }

    fn bytes(&self, count: u64) {
        let fetching = self.fetching.0.borrow();
        let Some(file) = &*fetching else { return };
        let done = file.done.get() + count;
        file.done.set(done);
        file.came.set(file.came.get() + count);
        if let Some(bar) = &file.bar {
            bar.set_position(done);
        } else if self.last_line.get().elapsed() >= LINE_EVERY {
            self.last_line.set(Instant::now());
            let mb = |bytes: u64| bytes as f64 / 1e6;
            let rate = mb(file.came.get()) / file.started.elapsed().as_secs_f64().max(1e-3);
            let share = (100 * done).checked_div(file.size.get());
            let share = share.map_or_else(String::new, |percent| {
                format!("{percent} % of {:.1} MB, ", mb(file.size.get()))
            });
            self.line(format_args!("{}: {share}{:.1} MB, {rate:.1} MB/s", file.name, mb(done)));
        }
    }

    fn cut(&self, reason: &str) {
        self.line(format_args!("the connection was cut ({reason}): it is taken up again"));
    }

    fn ended(&self, file: &str, fetched: &download::Fetched) {
        if let Some(File { bar: Some(bar), .. }) = self.fetching.0.borrow_mut().take() {
            bar.finish_and_clear();
        }
        if fetched.bytes == 0 {
            self.line(format_args!("{file}: it was there, and is whole"));
        } else {
            self.line(format_args!(
                "{file}: {:.1} MB came, its checksum is right",
                fetched.bytes as f64 / 1e6
            ));
        }
    }

    fn cancelled(&self) -> bool {
        self.is_cancelled()
    }
}

impl Fetching {
    fn is_another(&self, name: &str) -> bool {
        self.0.borrow().as_ref().is_none_or(|file| file.name != name)
    }
}

impl update::Observer for Shown {
    fn looking(&self, mirror: &str) {
        self.line(format_args!("looking for a new dump at {mirror}"));
    }

    fn found(&self, date: DumpDate, replaced: &[String]) {
        if replaced.is_empty() {
            self.line(format_args!("{date} is there"));
        } else {
            self.line(format_args!("{date} was published anew: {}", replaced.join(", ")));
        }
    }
}
