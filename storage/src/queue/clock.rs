//! Times as they are kept: in whole milliseconds since 1970. Parts of one do not count, so that
//! what is due now is taken now.

use std::time::Duration;

use jiff::Timestamp;

const NANOSECONDS: i128 = 1_000_000;

/// The millisecond that a time is in.
pub(super) fn milliseconds(time: Timestamp) -> i64 {
    i64::try_from(time.as_nanosecond().div_euclid(NANOSECONDS)).expect("its years have four digits")
}

/// The end of a lease; one that would never end does so with the calendar.
pub(super) fn end(now: Timestamp, lease: Duration) -> i64 {
    milliseconds(now.saturating_add(lease).expect("it has no units but seconds"))
}

/// The beginning of a millisecond, as far as the calendar has it.
pub(super) fn timestamp(milliseconds: i64) -> Timestamp {
    let beyond = if milliseconds < 0 { Timestamp::MIN } else { Timestamp::MAX };
    Timestamp::from_millisecond(milliseconds).unwrap_or(beyond)
}

#[cfg(test)]
mod tests {
    use super::{Duration, Timestamp, end, milliseconds, timestamp};

    #[test]
    fn parts_of_a_millisecond_do_not_count() {
        for (nanoseconds, expected) in
            [(0, 0), (1, 0), (999_999, 0), (1_000_000, 1), (-1, -1), (-1_000_000, -1)]
        {
            let time = Timestamp::from_nanosecond(nanoseconds).unwrap();
            assert_eq!(milliseconds(time), expected, "{nanoseconds}");
            assert!(timestamp(expected) <= time);
        }
    }

    #[test]
    fn the_calendar_is_not_left() {
        assert_eq!(timestamp(milliseconds(Timestamp::MIN)), Timestamp::MIN);
        assert!(timestamp(milliseconds(Timestamp::MAX)) <= Timestamp::MAX);
        assert_eq!(timestamp(i64::MIN), Timestamp::MIN);
        assert_eq!(timestamp(i64::MAX), Timestamp::MAX);
        assert_eq!(end(Timestamp::UNIX_EPOCH, Duration::from_millis(7)), 7);
        assert_eq!(end(Timestamp::UNIX_EPOCH, Duration::MAX), milliseconds(Timestamp::MAX));
    }
}
