use std::{fmt, str::FromStr};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The date that names a dump: `20261101`. The order is by time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DumpDate(Date);

/// A text that is no date of a dump.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no date of a dump: eight digits are, like 20261101, from the year 2000 to 2100")]
pub struct InvalidDate(pub String);

impl DumpDate {
    /// The day in the calendar.
    #[must_use]
    pub const fn day(self) -> Date {
        self.0
    }
}

impl FromStr for DumpDate {
    type Err = InvalidDate;

    /// Reads eight digits that are a day of the calendar.
    ///
    /// ```
    /// # use storage::generations::DumpDate;
    /// assert_eq!("20261101".parse::<DumpDate>().unwrap().to_string(), "20261101");
    /// assert!("20261131".parse::<DumpDate>().is_err());
    /// ```
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let read = || {
            if text.len() != 8 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
                return None;
            }
            let date = Date::new(
                text[..4].parse().ok()?,
                text[4..6].parse().ok()?,
                text[6..].parse().ok()?,
            );
            date.ok().filter(|date| (2000..=2100).contains(&date.year()))
        };
        read().map(Self).ok_or_else(|| InvalidDate(text.to_owned()))
    }
}

impl fmt::Display for DumpDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}{:02}{:02}", self.0.year(), self.0.month(), self.0.day())
    }
}

impl TryFrom<String> for DumpDate {
    type Error = InvalidDate;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<DumpDate> for String {
    fn from(date: DumpDate) -> Self {
        date.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::DumpDate;

    #[test]
    fn only_eight_digits_of_a_day_in_the_calendar_are_a_date() {
        for (text, valid) in [
            ("20200806", true),
            ("20240229", true),
            ("20000101", true),
            ("21001231", true),
            ("20230229", false),
            ("20261301", false),
            ("20260001", false),
            ("19991231", false),
            ("21010101", false),
            ("2026110", false),
            ("202611011", false),
            ("2026-1-1", false),
            ("+2026110", false),
            ("２０２６", false),
            ("", false),
        ] {
            assert_eq!(text.parse::<DumpDate>().is_ok(), valid, "{text:?}");
        }
    }
}
