//! YouTube's day: it counts units from midnight to midnight in California.

use jiff::{SignedDuration, Timestamp, ToSpan, Zoned, civil::Date, tz::TimeZone};

const ZONE: &str = "America/Los_Angeles";

fn zone() -> TimeZone {
    // It is built in.
    TimeZone::get(ZONE).unwrap_or(TimeZone::UTC)
}

/// A time as clocks in California show it.
#[must_use]
pub fn pacific(at: Timestamp) -> Zoned {
    at.to_zoned(zone())
}

/// The day that a time belongs to.
#[must_use]
pub fn day_of(now: Timestamp) -> Date {
    pacific(now).date()
}

/// When the next day begins and all units are there again.
#[must_use]
pub fn next_day(now: Timestamp) -> Timestamp {
    let tomorrow = day_of(now).checked_add(1.day()).and_then(|day| day.to_zoned(zone()));
    // Beyond the year 9999 there is no such day.
    tomorrow.map_or(now + SignedDuration::from_hours(24), |midnight| midnight.timestamp())
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};

    use super::{day_of, next_day};

    fn at(time: &str) -> Timestamp {
        time.parse().unwrap()
    }

    #[test]
    fn a_day_begins_at_midnight_in_california_in_summer_and_in_winter() {
        assert_eq!(next_day(at("2026-07-01T06:59:59Z")), at("2026-07-01T07:00:00Z"));
        assert_eq!(next_day(at("2026-07-01T07:00:00Z")), at("2026-07-02T07:00:00Z"));
        assert_eq!(next_day(at("2026-12-01T07:59:59Z")), at("2026-12-01T08:00:00Z"));
        assert_eq!(day_of(at("2026-12-01T07:59:59Z")).to_string(), "2026-11-30");
    }

    #[test]
    fn the_days_on_which_clocks_change_have_23_and_25_hours() {
        for (midnight, hours) in [("2026-03-08T08:00:00Z", 23), ("2026-11-01T07:00:00Z", 25)] {
            let begun = at(midnight);
            let day = next_day(begun).duration_since(begun);
            assert_eq!(day, SignedDuration::from_hours(hours));
        }
    }
}
