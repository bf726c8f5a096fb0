/// A text that names no length of time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no length: write seconds (`90` or `90s`), minutes (`12m`), hours and minutes \
     (`1h30m`) or a clock (`3:45`)"
)]
pub struct InvalidLength(pub String);

/// Reads a length as people write one, in seconds: `90`, `90s`, `12m`, `1h30m`, `3:45`, `1:02:03`.
///
/// Units go from the greatest to the smallest, each at most once; case does not matter.
///
/// # Errors
/// [`InvalidLength`] for anything else, and for what 32 bits of seconds cannot hold.
///
/// ```
/// # use apis::playlist::parse_length;
/// assert_eq!(parse_length("1h30m"), Ok(5400));
/// assert_eq!(parse_length("3:45"), Ok(225));
/// ```
pub fn parse_length(text: &str) -> Result<u32, InvalidLength> {
    let trimmed = text.trim();
    let seconds = if trimmed.contains(':') { clock(trimmed) } else { units(trimmed) };
    seconds.ok_or_else(|| InvalidLength(text.to_owned()))
}

/// `3:45` or `1:02:03`: all but the first have two digits and stay below 60.
fn clock(text: &str) -> Option<u32> {
    let mut parts = text.split(':');
    let mut seconds = number(parts.next()?)?;
    let mut count = 0;
    for part in parts {
        let part = number(part).filter(|&value| part.len() == 2 && value < 60)?;
        seconds = seconds.checked_mul(60)?.checked_add(part)?;
        count += 1;
    }
    (count <= 2).then_some(seconds)
}

/// `90`, or numbers each with its unit.
fn units(text: &str) -> Option<u32> {
    if let Some(seconds) = number(text) {
        return Some(seconds);
    }
    let mut rest = text;
    let mut total = 0_u32;
    for (unit, seconds) in [('h', 3600), ('m', 60), ('s', 1)] {
        let end = rest.find(|character: char| !character.is_ascii_digit());
        let Some((digits, after)) = end.map(|end| rest.split_at(end)) else { break };
        if let Some(after) = after.strip_prefix([unit, unit.to_ascii_uppercase()]) {
            total = total.checked_add(number(digits)?.checked_mul(seconds)?)?;
            rest = after;
        }
    }
    (rest.is_empty() && !text.is_empty()).then_some(total)
}

/// A number of nothing but digits: the standard parser would take a `+` too.
fn number(digits: &str) -> Option<u32> {
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{InvalidLength, parse_length};

    #[test]
    fn lengths_are_read_as_people_write_them() {
        for (text, seconds) in [
            ("0", 0),
            ("90", 90),
            ("90s", 90),
            ("12m", 720),
            ("1h", 3600),
            ("1h30m", 5400),
            ("1H30M5S", 5405),
            ("1h5s", 3605),
            ("2m90s", 210),
            ("3:45", 225),
            ("90:00", 5400),
            ("1:02:03", 3723),
            (" 12m ", 720),
        ] {
            assert_eq!(parse_length(text), Ok(seconds), "{text}");
        }
    }

    #[test]
    fn what_is_no_length_is_refused() {
        for text in [
            "",
            " ",
            "m",
            "-90",
            "+90",
            "1.5m",
            "90x",
            "1m2h",
            "1m1m",
            "1h30",
            "3:5",
            "3:60",
            ":30",
            "3:",
            "1:2:03",
            "1:00:00:00",
            "9m:30",
            "1 h",
            "4294967296",
            "4294967295m",
            "9999999h",
            "٣m",
        ] {
            assert_eq!(parse_length(text), Err(InvalidLength(text.to_owned())), "{text}");
        }
    }

    #[test]
    fn the_error_shows_how_lengths_are_written() {
        insta::assert_snapshot!(
            parse_length("three minutes").unwrap_err(),
            @"`three minutes` is no length: write seconds (`90` or `90s`), minutes (`12m`), hours and minutes (`1h30m`) or a clock (`3:45`)"
        );
    }

    proptest! {
        #[test]
        fn all_spellings_of_a_length_are_equal(hours in 0_u32..1000, minutes in 0_u32..60, seconds in 0_u32..60) {
            let total = hours * 3600 + minutes * 60 + seconds;
            for text in [
                format!("{total}"),
                format!("{total}s"),
                format!("{hours}h{minutes}m{seconds}s"),
                format!("{hours}:{minutes:02}:{seconds:02}"),
                format!("{}:{seconds:02}", hours * 60 + minutes),
            ] {
                prop_assert_eq!(parse_length(&text), Ok(total), "{}", text);
            }
        }

        #[test]
        fn no_text_makes_it_panic(text in ".{0,12}") {
            let _ = parse_length(&text);
        }
    }
}
