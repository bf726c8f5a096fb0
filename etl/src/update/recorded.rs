//! Writes down what an observer is told.

use std::{cell::RefCell, path::Path};

use storage::{
    generations::DumpDate,
    model::Kind,
    runs::{FileProgress, Recorder, Stage},
};

use crate::{
    download::{self, Fetched},
    load::{self, KindReport},
    read::Progress,
    update,
};

/// An observer whose run is written down, for whoever looks at it from elsewhere.
pub struct Recorded<'a, O: ?Sized> {
    recorder: &'a Recorder,
    inner: &'a O,
    reading: RefCell<Option<Progress>>,
}

impl<'a, O: ?Sized> Recorded<'a, O> {
    /// Tells `inner` all that it is told, and writes it down.
    pub fn new(recorder: &'a Recorder, inner: &'a O) -> Self {
        Self { recorder, inner, reading: RefCell::default() }
    }

    fn file(&self, name: String, size: u64) {
        let file = FileProgress { name, done: 0, size, records: 0 };
        self.recorder.update(|run| run.file = Some(file));
    }

    fn progress(&self, change: impl FnOnce(&mut FileProgress)) {
        self.recorder.update(|run| {
            if let Some(file) = &mut run.file {
                change(file);
            }
        });
    }
}

impl<O: load::Observer + ?Sized> load::Observer for Recorded<'_, O> {
    fn file_started(&self, kind: Kind, path: &Path, progress: Progress) {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        self.file(name, progress.size());
        *self.reading.borrow_mut() = Some(progress.clone());
        self.inner.file_started(kind, path, progress);
    }

    fn records(&self, count: u64) {
        let read = self.reading.borrow().as_ref().map_or(0, Progress::read);
        self.progress(|file| (file.done, file.records) = (read, count));
        self.inner.records(count);
    }

    fn file_ended(&self, kind: Kind, report: &KindReport) {
        tracing::info!(%kind, read = report.read, stored = report.stored, rejected = report.rejected, "a file is loaded");
        self.inner.file_ended(kind, report);
    }

    fn index_started(&self) {
        update::at(self.recorder, Stage::Index);
        self.inner.index_started();
    }

    fn publishing(&self) {
        update::at(self.recorder, Stage::Publish);
        self.inner.publishing();
    }

    fn secondary_indexes_started(&self) {
        self.inner.secondary_indexes_started();
    }

    fn cancelled(&self) -> bool {
        self.inner.cancelled()
    }
}

impl<O: download::Observer + ?Sized> download::Observer for Recorded<'_, O> {
    fn started(&self, file: &str) {
        self.file(file.to_owned(), 0);
        self.inner.started(file);
    }

    fn sized(&self, total: u64) {
        self.progress(|file| file.size = total);
        self.inner.sized(total);
    }

    fn resumed(&self, at: u64) {
        self.progress(|file| file.done = at);
        self.inner.resumed(at);
    }

    fn bytes(&self, count: u64) {
        self.progress(|file| file.done += count);
        self.inner.bytes(count);
    }

    fn cut(&self, reason: &str) {
        tracing::warn!(reason, "a download was cut");
        self.inner.cut(reason);
    }

    fn ended(&self, file: &str, fetched: &Fetched) {
        tracing::info!(file, bytes = fetched.bytes, "a file is there and checked");
        self.inner.ended(file, fetched);
    }

    fn cancelled(&self) -> bool {
        self.inner.cancelled()
    }
}

impl<O: update::Observer + ?Sized> update::Observer for Recorded<'_, O> {
    fn looking(&self, mirror: &str) {
        tracing::info!(mirror, "looking for a new dump");
        self.inner.looking(mirror);
    }

    fn found(&self, date: DumpDate, files: &[String]) {
        tracing::info!(%date, ?files, "there is a dump to load");
        self.inner.found(date, files);
    }
}
