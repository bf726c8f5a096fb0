//! The months that dumps are named by.

use jiff::civil::Date;
use storage::generations::DumpDate;

/// The dump of the month that a day is in.
pub(super) fn month_of(day: Date) -> DumpDate {
    // A clock beyond the years of dumps is taken for the nearest of them.
    let day =
        Date::new(day.year().clamp(2000, 2100), day.month(), 1).expect("every month has a 1st");
    day.strftime("%Y%m%d").to_string().parse().expect("it is a day of the calendar")
}

/// The dump of the month before.
pub(super) fn before(month: DumpDate) -> DumpDate {
    month_of(month.day().first_of_month().yesterday().expect("there are years before 2000"))
}

/// The months after one up to another, the newest first.
pub(super) fn between(after: DumpDate, last: DumpDate) -> Vec<DumpDate> {
    let months = std::iter::successors(Some(last), |&month| Some(before(month)));
    months.take_while(|&month| month > after).take(240).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dump(text: &str) -> DumpDate {
        text.parse().unwrap()
    }

    #[test]
    fn months_go_back_over_the_year() {
        assert_eq!(month_of("2026-11-30".parse().unwrap()), dump("20261101"));
        assert_eq!(before(dump("20260101")), dump("20251201"));
        let months = between(dump("20251106"), dump("20260101"));
        assert_eq!(months, [dump("20260101"), dump("20251201")]);
        assert!(between(dump("20260101"), dump("20260101")).is_empty());
    }
}
