//! The stand-in's clock, which tests move, and the day that units are counted by.

use jiff::{SignedDuration, Timestamp, ToSpan, Zoned, civil::Date, tz::TimeZone};

/// The units of a day are counted from midnight to midnight here.
const PACIFIC: &str = "America/Los_Angeles";

/// The machine's clock, moved by some time.
pub(crate) struct Clock {
    moved: SignedDuration,
    pacific: TimeZone,
}

impl Default for Clock {
    fn default() -> Self {
        let pacific = TimeZone::get(PACIFIC).expect("the time zones are built in");
        Self { moved: SignedDuration::ZERO, pacific }
    }
}

impl Clock {
    pub(crate) fn now(&self) -> Timestamp {
        Timestamp::now().saturating_add(self.moved).expect("a duration can be added")
    }

    /// Goes on from then.
    pub(crate) fn set(&mut self, now: Timestamp) {
        self.moved = now.duration_since(Timestamp::now());
    }

    pub(crate) fn advance(&mut self, by: SignedDuration) {
        self.moved = self.moved.saturating_add(by);
    }

    /// The day in California.
    pub(crate) fn day(&self) -> Date {
        self.pacific_now().date()
    }

    /// When the next day begins in California.
    pub(crate) fn next_day(&self) -> Timestamp {
        let midnight = self.pacific_now().start_of_day().and_then(|today| {
            let tomorrow = today.date().checked_add(1.day())?;
            tomorrow.to_zoned(self.pacific.clone())
        });
        midnight.expect("the clock is not at the end of time").timestamp()
    }

    fn pacific_now(&self) -> Zoned {
        self.now().to_zoned(self.pacific.clone())
    }
}
