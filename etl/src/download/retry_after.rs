use jiff::{SignedDuration, Timestamp, fmt::rfc2822::DateTimeParser};

/// What is waited when a host says that it is too much, but not until when.
const UNSAID: SignedDuration = SignedDuration::from_hours(1);
/// No host is waited for longer, whatever it says.
const LONGEST: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Until when a `Retry-After` header asks to wait: seconds from now, or an HTTP date.
pub(super) fn wait_until(header: Option<&str>, now: Timestamp) -> Timestamp {
    let after = |wait: SignedDuration| now.checked_add(wait).unwrap_or(Timestamp::MAX);
    let asked = header.map(str::trim).and_then(|text| match text.parse::<u32>() {
        Ok(seconds) => Some(after(SignedDuration::from_secs(seconds.into()))),
        Err(_) => DateTimeParser::new().relaxed_weekday(true).parse_timestamp(text).ok(),
    });
    asked.unwrap_or_else(|| after(UNSAID)).clamp(now, after(LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_and_dates_are_understood() {
        let now: Timestamp = "2026-11-02T10:00:00Z".parse().unwrap();
        for (header, until) in [
            (Some("3574"), "2026-11-02T10:59:34Z"),
            (Some(" 0 "), "2026-11-02T10:00:00Z"),
            (Some("Mon, 02 Nov 2026 16:30:00 GMT"), "2026-11-02T16:30:00Z"),
            (Some("Mon, 02 Nov 2026 04:30:00 GMT"), "2026-11-02T10:00:00Z"),
            (Some("soon"), "2026-11-02T11:00:00Z"),
            (Some("-5"), "2026-11-02T11:00:00Z"),
            (None, "2026-11-02T11:00:00Z"),
            (Some("4294967295"), "2026-11-09T10:00:00Z"),
            (Some("Mon, 02 Nov 2099 16:30:00 GMT"), "2026-11-09T10:00:00Z"),
        ] {
            assert_eq!(wait_until(header, now).to_string(), until, "{header:?}");
        }
    }
}
