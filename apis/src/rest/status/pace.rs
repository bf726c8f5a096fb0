use std::collections::VecDeque;

use jiff::{SignedDuration, Timestamp};
use storage::runs::Run;

/// How far back a pace is measured.
const BACK: SignedDuration = SignedDuration::from_secs(60);

/// How fast a run gets on with its file, from how far it was each time that somebody asked.
#[derive(Debug, Default)]
pub(in crate::rest) struct Pace {
    run: String,
    file: String,
    seen: VecDeque<(Timestamp, u64)>,
}

impl Pace {
    /// Bytes a second over the last minute; `None` before there are two readings.
    pub(super) fn of(&mut self, run: &Run) -> Option<u64> {
        let file = run.file.as_ref()?;
        let is_behind = self.seen.back().is_some_and(|(_, done)| *done > file.done);
        if self.run != run.id || self.file != file.name || is_behind {
            (self.run, self.file) = (run.id.clone(), file.name.clone());
            self.seen.clear();
        }
        if self.seen.back().is_none_or(|(at, _)| *at < run.updated) {
            self.seen.push_back((run.updated, file.done));
        }
        // The last one that is older stays: what is measured is never less than a minute.
        while self.seen.get(1).is_some_and(|(at, _)| *at + BACK <= run.updated) {
            self.seen.pop_front();
        }
        let (&(since, before), &(at, done)) = (self.seen.front()?, self.seen.back()?);
        let seconds = at.duration_since(since).as_secs_f64();
        (seconds > 0.0).then(|| ((done - before) as f64 / seconds) as u64)
    }
}

#[cfg(test)]
mod tests {
    use storage::runs::{FileProgress, Run, Stage};

    use super::Pace;

    fn run(second: i64, name: &str, done: u64) -> Run {
        let at = |second| jiff::Timestamp::from_second(1_800_000_000 + second).unwrap();
        let file = FileProgress { name: name.to_owned(), done, size: 0, records: 0 };
        Run {
            id: "20261102T030405Z-7".to_owned(),
            command: "dataget update".to_owned(),
            process: 7,
            started: at(0),
            updated: at(second),
            ended: None,
            stage: Stage::Download,
            dump: None,
            file: Some(file),
            outcome: None,
            told: None,
        }
    }

    #[test]
    fn a_pace_is_that_of_the_last_minute_and_of_one_file() {
        let mut pace = Pace::default();
        let told = [
            (10, "artists", 1_000),
            // Nothing is new yet.
            (10, "artists", 1_000),
            (20, "artists", 3_000),
            (75, "artists", 8_500),
            (80, "artists", 69_000),
            (90, "labels", 500),
            (95, "labels", 1_500),
            // The file has begun again.
            (97, "labels", 0),
        ]
        .map(|(second, name, done)| pace.of(&run(second, name, done)));
        let expected = [None, None, Some(200), Some(115), Some(1_100), None, Some(200), None];
        assert_eq!(told, expected);
    }
}
