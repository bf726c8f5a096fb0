use jiff::Timestamp;
use storage::generations::DumpDate;

/// What a look at a mirror found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing new.
    Nothing,
    /// A month after the current one is complete.
    Newer {
        /// The newest such month.
        date: DumpDate,
        /// Changes when the month is published anew: 64 hexadecimal digits.
        fingerprint: String,
    },
    /// The current month was published anew.
    Replaced {
        /// The current month.
        date: DumpDate,
        /// The files that are not the loaded ones any more.
        names: Vec<String>,
    },
    /// A month after the current one is being published.
    Incomplete {
        /// The newest such month.
        date: DumpDate,
        /// The files that it lacks, the CHECKSUM file last.
        missing: Vec<String>,
    },
    /// The mirror asked to be left alone, and was not asked.
    Waiting {
        /// Until when.
        until: Timestamp,
    },
}
