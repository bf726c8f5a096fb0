//! Times as they are kept: in whole milliseconds since 1970, rounded so that nothing is taken too
//! early.

use std::time::Duration;

use jiff::Timestamp;

const NANOSECONDS: i128 = 1_000_000;

/// The first moment that is not before this one.
pub(super) fn not_before(time: Timestamp) -> i64 {
    let earlier = not_after(time);
    let is_whole = i128::from(earlier) * NANOSECONDS == time.as_nanosecond();
    if is_whole { earlier } else { earlier + 1 }
}

/// The last moment that is not after this one.
pub(super) fn not_after(time: Timestamp) -> i64 {
    i64::try_from(time.as_nanosecond().div_euclid(NANOSECONDS)).expect("its years have four digits")
}

/// The end of a lease; one that would never end does so with the calendar.
pub(super) fn end(now: Timestamp, lease: Duration) -> i64 {
    not_before(now.saturating_add(lease).expect("it has no units but seconds"))
}

/// The time of a moment, as far as the calendar has one.
pub(super) fn timestamp(milliseconds: i64) -> Timestamp {
    let beyond = if milliseconds < 0 { Timestamp::MIN } else { Timestamp::MAX };
    Timestamp::from_millisecond(milliseconds).unwrap_or(beyond)
}

#[cfg(test)]
mod tests {
    use super::{Duration, Timestamp, end, not_after, not_before, timestamp};

    #[test]
    fn what_is_rounded_is_never_too_early() {
        for (nanoseconds, floor, ceiling) in [
            (0, 0, 0),
            (1, 0, 1),
            (999_999, 0, 1),
            (1_000_000, 1, 1),
            (-1, -1, 0),
            (-1_000_000, -1, -1),
        ] {
            let time = Timestamp::from_nanosecond(nanoseconds).unwrap();
            assert_eq!((not_after(time), not_before(time)), (floor, ceiling), "{nanoseconds}");
        }
    }

    #[test]
    fn the_calendar_is_not_left() {
        assert_eq!(timestamp(not_after(Timestamp::MIN)), Timestamp::MIN);
        assert_eq!(timestamp(not_before(Timestamp::MAX)), Timestamp::MAX);
        assert_eq!(end(Timestamp::UNIX_EPOCH, Duration::from_millis(7)), 7);
        assert_eq!(end(Timestamp::UNIX_EPOCH, Duration::MAX), not_before(Timestamp::MAX));
    }
}
