//! The id of a record that cannot be parsed.

use memchr::{memchr, memmem};
use storage::model::{Id, Kind};

/// Looks for the id of the record that starts with these bytes, without parsing it: the `id`
/// attribute of its first tag, or the first `<id>` of an artist or a label.
pub(crate) fn scan_id(kind: Kind, record: &[u8]) -> Option<Id> {
    let (before, after) = match kind {
        Kind::Artists | Kind::Labels => (&b"<id>"[..], b'<'),
        Kind::Masters | Kind::Releases => (&b" id=\""[..], b'"'),
    };
    let within = match kind {
        Kind::Artists | Kind::Labels => record,
        Kind::Masters | Kind::Releases => &record[..memchr(b'>', record).unwrap_or(record.len())],
    };
    let digits = &within[memmem::find(within, before)? + before.len()..];
    let digits = &digits[..memchr(after, digits)?];
    // `+5` is a number to Rust, but not to a dump.
    if !digits.first()?.is_ascii_digit() {
        return None;
    }
    std::str::from_utf8(digits).ok()?.parse().ok().filter(|&id| id != 0)
}

#[cfg(test)]
mod tests {
    use storage::model::Kind;

    use super::scan_id;

    #[test]
    fn the_id_is_read_where_the_kind_has_it() {
        for (kind, record, id) in [
            (Kind::Releases, "<release id=\"17\" status=\"x\"><id>3</id>", Some(17)),
            (Kind::Releases, "<release status=\"x\" id=\"17\">", Some(17)),
            (Kind::Releases, "<release><label id=\"17\">", None),
            (Kind::Masters, "<master id=\"0\">", None),
            (Kind::Masters, "<master id=\"17", None),
            (Kind::Artists, "<artist><images/><id>8</id><name>A</name>", Some(8)),
            (Kind::Labels, "<label><id>+8</id>", None),
            (Kind::Labels, "<label><id>99999999999</id>", None),
            (Kind::Labels, "", None),
        ] {
            assert_eq!(scan_id(kind, record.as_bytes()), id, "{record}");
        }
    }
}
