//! How numbers and lengths are written.

/// A number with its thousands apart: `18,500,000`.
#[must_use]
pub fn number(number: &u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A number in at most four characters, where a column has room for no more: `9,876`, `48k`,
/// `4.8M`. It is cut, not rounded: no count looks larger than it is.
#[must_use]
pub fn short(count: &u64) -> String {
    let (unit, name) = match *count {
        ..10_000 => return number(count),
        10_000..1_000_000 => (1_000, "k"),
        _ => (1_000_000, "M"),
    };
    let (whole, tenth) = (count / unit, count % unit / (unit / 10));
    match (whole, tenth) {
        (1..10, 1..) => format!("{whole}.{tenth}{name}"),
        _ => format!("{}{name}", number(&whole)),
    }
}

/// A number with what it counts: `1 release`, `2,345 releases`.
#[must_use]
pub fn counted(count: &u64, noun: &str) -> String {
    let plural = if *count == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", number(count))
}

/// Seconds as players show them: `4:50`, `1:02:03`.
#[must_use]
pub fn clock(seconds: &u32) -> String {
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    match hours {
        0 => format!("{minutes}:{seconds:02}"),
        _ => format!("{hours}:{minutes:02}:{seconds:02}"),
    }
}

/// Seconds as people say them: `3 h 12 min`, `12 min`, `50 s`.
#[must_use]
pub fn spoken(seconds: &u64) -> String {
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
    match (hours, minutes) {
        (0, 0) => format!("{seconds} s"),
        (0, _) => format!("{minutes} min"),
        (_, 0) => format!("{} h", number(&hours)),
        _ => format!("{} h {minutes} min", number(&hours)),
    }
}

/// Bytes as people say them: `14.2 GB`, `480 kB`, `12 B`.
#[must_use]
pub fn bytes(bytes: &u64) -> String {
    let units =
        [(1_000_000_000_000, "TB"), (1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB")];
    let Some((unit, name)) = units.into_iter().find(|(unit, _)| bytes >= unit) else {
        return format!("{bytes} B");
    };
    let tenths = bytes / (unit / 10);
    match tenths {
        ..1_000 => format!("{}.{} {name}", tenths / 10, tenths % 10),
        _ => format!("{} {name}", number(&(tenths / 10))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        assert_eq!(
            [0, 999, 1000, 18_500_000].map(|n| number(&n)),
            ["0", "999", "1,000", "18,500,000"]
        );
    }

    #[test]
    fn a_short_number_is_never_more_than_the_count() {
        let counts = [9_999, 10_000, 48_999, 999_999, 1_000_000, 4_899_999, 18_500_000];
        assert_eq!(counts.map(|n| short(&n)), ["9,999", "10k", "48k", "999k", "1M", "4.8M", "18M"]);
    }

    #[test]
    fn bytes_are_told_in_units_that_leave_few_digits() {
        assert_eq!(
            [0, 999, 1_000, 480_999, 14_260_000_000].map(|n| bytes(&n)),
            ["0 B", "999 B", "1.0 kB", "480 kB", "14.2 GB"]
        );
    }

    #[test]
    fn one_is_not_many() {
        assert_eq!([0, 1, 2].map(|n| counted(&n, "work")), ["0 works", "1 work", "2 works"]);
    }

    #[test]
    fn lengths_read_as_on_a_player_and_as_said() {
        assert_eq!([5, 290, 3723].map(|s| clock(&s)), ["0:05", "4:50", "1:02:03"]);
        assert_eq!(
            [5, 290, 3600, 11_520].map(|s| spoken(&s)),
            ["5 s", "4 min", "1 h", "3 h 12 min"]
        );
    }
}
