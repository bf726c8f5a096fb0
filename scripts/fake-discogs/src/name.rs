//! The names of dump files.

use jiff::{Timestamp, civil::DateTime, tz::TimeZone};

/// The date in a name, as `20261101`.
///
/// # Panics
/// When the name has none: nobody knows then where the file belongs.
pub(crate) fn date(name: &str) -> &str {
    let date = name.strip_prefix("discogs_").and_then(|rest| rest.get(..8));
    date.filter(|date| date.bytes().all(|digit| digit.is_ascii_digit()))
        .unwrap_or_else(|| panic!("{name} is not named discogs_YYYYMMDD…"))
}

/// Whether a name is one of a dump's file.
pub(crate) fn is_dump(name: &str) -> bool {
    let rest = name.strip_prefix("discogs_");
    rest.and_then(|rest| rest.get(..9)).is_some_and(|rest| {
        let (date, line) = rest.split_at(8);
        line == "_" && date.bytes().all(|digit| digit.is_ascii_digit())
    }) && (name.ends_with(".xml.gz") || name.ends_with("_CHECKSUM.txt"))
}

/// The key of a file: `data/2026/` and its name.
pub(crate) fn key(name: &str) -> String {
    format!("data/{}/{name}", &date(name)[..4])
}

/// The name in a key that a file of that name would have.
pub(crate) fn of_key(key: &str) -> &str {
    key.rsplit('/').next().unwrap_or(key)
}

/// When a file of this name is usually published: on its day, at 19:30 UTC.
pub(crate) fn publication(name: &str) -> Timestamp {
    let date = date(name);
    DateTime::strptime("%Y%m%d %H:%M", format!("{date} 19:30"))
        .and_then(|time| time.to_zoned(TimeZone::UTC))
        .unwrap_or_else(|error| panic!("{name} has no day in its name: {error}"))
        .timestamp()
}

/// Whether a name is one of a CHECKSUM file.
pub(crate) fn is_checksum(name: &str) -> bool {
    name.ends_with("_CHECKSUM.txt")
}
