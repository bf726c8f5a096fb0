use super::{Mark, Time};

/// A run that goes on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Going {
    /// What runs: `dataget update`.
    pub command: String,
    /// What it does at the moment: `Loads the dump of 1 December 2026`.
    pub does: String,
    /// When it began.
    pub since: Time,
    /// Seconds that it has run.
    pub seconds: u64,
    /// The file that it is at.
    pub file: Option<File>,
}

/// How far a run is with a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct File {
    /// Its name.
    pub name: String,
    /// Bytes that are done.
    pub done: u64,
    /// Bytes in all, where they are known.
    pub size: Option<u64>,
    /// Records that were read; 0 where none are.
    pub records: u64,
    /// Bytes a second, where they are known.
    pub rate: Option<u64>,
}

impl File {
    /// Seconds until the file's end at this rate.
    pub(in crate::view) fn left(&self) -> Option<u64> {
        let rate = self.rate.filter(|rate| *rate > 0)?;
        Some(self.size?.checked_sub(self.done)? / rate)
    }
}

/// A run that is over.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Over {
    /// What ran: `dataget update`.
    pub command: String,
    /// When it began.
    pub began: Time,
    /// How it is drawn.
    pub mark: Mark,
    /// What came of it: `published 1 November 2026`.
    pub outcome: String,
    /// More about it.
    pub told: Option<String>,
    /// Seconds that it took.
    pub seconds: u64,
    /// The same as a part of the longest that is shown, in hundredths.
    pub share: u64,
}

#[cfg(test)]
mod tests {
    use super::File;

    #[test]
    fn what_is_left_of_a_file_is_told_where_its_end_and_the_rate_are_known() {
        let file = |size, rate| File { done: 400, size, rate, ..File::default() };
        assert_eq!(file(Some(1_000), Some(60)).left(), Some(10));
        for unknown in [(None, Some(60)), (Some(1_000), None), (Some(1_000), Some(0))] {
            assert_eq!(file(unknown.0, unknown.1).left(), None);
        }
        // It has grown while it was fetched.
        assert_eq!(file(Some(300), Some(60)).left(), None);
    }
}
