//! The names of dump files: `discogs_`, a day, `_`, and what is in it.

use jiff::{
    Timestamp,
    civil::{Date, time},
    tz::TimeZone,
};

/// The day in a name, as `20261101`.
///
/// # Panics
/// When the name has none: nobody knows then where the file belongs.
pub(crate) fn day(name: &str) -> &str {
    parse(name).unwrap_or_else(|| panic!("{name} is not named discogs_YYYYMMDD_…")).0
}

fn parse(name: &str) -> Option<(&str, Date)> {
    let (day, _) = name.strip_prefix("discogs_")?.split_once('_')?;
    let is_plain = day.len() == 8 && day.bytes().all(|digit| digit.is_ascii_digit());
    is_plain.then_some((day, Date::strptime("%Y%m%d", day).ok()?))
}

/// Whether a name is one of a published file.
pub(crate) fn is_dump(name: &str) -> bool {
    parse(name).is_some() && (name.ends_with(".xml.gz") || is_checksum(name))
}

/// Whether a name is one of a CHECKSUM file.
pub(crate) fn is_checksum(name: &str) -> bool {
    name.ends_with("_CHECKSUM.txt")
}

/// The key of a file: `data/2026/` and its name.
pub(crate) fn key(name: &str) -> String {
    format!("data/{}/{name}", &day(name)[..4])
}

/// The name of the file that has this key.
pub(crate) fn of_key(key: &str) -> &str {
    key.rsplit('/').next().unwrap_or(key)
}

/// When a file of this name is usually published: on its day, at 19:30 UTC.
pub(crate) fn publication(name: &str) -> Timestamp {
    let (_, day) = parse(name).unwrap_or_else(|| panic!("{name} has no day"));
    let published = day.to_datetime(time(19, 30, 0, 0)).to_zoned(TimeZone::UTC);
    published.expect("every day of four digits is one in UTC").timestamp()
}
