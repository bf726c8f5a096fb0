//! What must stand behind the last record.

use std::path::Path;

use memchr::memmem;
use storage::model::Kind;

use super::{ReadError, error::first_characters};

/// How the XML ends.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// With the closing tag, which starts at this position, and nothing but blanks behind it.
    Closed(usize),
    /// Without a closing tag.
    Unclosed,
    /// With something behind the closing tag, at this position.
    Trailing(usize),
}

/// Looks for `</name>` at the end of these bytes.
pub(super) fn find(bytes: &[u8], name: &str) -> Ending {
    let trimmed = bytes.trim_ascii_end();
    let tag = format!("</{name}");
    let open = trimmed.strip_suffix(b">").unwrap_or_default();
    if let Some(before) = open.trim_ascii_end().strip_suffix(tag.as_bytes()) {
        return Ending::Closed(before.len());
    }
    match memmem::rfind(trimmed, format!("{tag}>").as_bytes()) {
        Some(found) => {
            let behind = found + tag.len() + 1;
            Ending::Trailing(behind + super::prolog::blanks(&trimmed[behind..]))
        }
        None => Ending::Unclosed,
    }
}

/// Looks for `</name>` among records, where no element of that name has any business; gives the
/// position of what stands behind it.
pub(super) fn early(records: &[u8], name: &str) -> Option<usize> {
    let tag = format!("</{name}");
    memmem::find_iter(records, tag.as_bytes()).find_map(|found| {
        let behind = found + tag.len();
        let end = behind + super::prolog::blanks(&records[behind..]);
        (records.get(end) == Some(&b'>'))
            .then(|| end + 1 + super::prolog::blanks(&records[end + 1..]))
    })
}

/// Whether a record that could not be parsed holds the end of the root element: the file is then
/// two in one, or broken. Gives the error for it, where the record starts at `offset` of the XML.
///
/// Only what is rejected needs this look: a stray closing tag never parses.
pub fn closed_root(path: &Path, kind: Kind, record: &[u8], offset: u64) -> Option<ReadError> {
    let behind = early(record, kind.name())?;
    let start = match &record[behind..] {
        // The file's own end was cut off before parsing.
        [] => format!("</{kind}>"),
        rest => first_characters(rest),
    };
    Some(ReadError::Trailing { path: path.to_owned(), kind, at: offset + behind as u64, start })
}

#[cfg(test)]
mod tests {
    use super::{Ending, early, find};

    #[test]
    fn a_root_that_is_closed_too_early_is_found() {
        assert_eq!(early(b"</release></releases>\n<x", "releases"), Some(22));
        assert_eq!(early(b"text</releases >", "releases"), Some(16));
        assert_eq!(early(b"<sublabels></sublabels></labelsmith>", "labels"), None);
    }

    #[test]
    fn only_blanks_may_follow_the_closing_tag() {
        for (text, expected) in [
            ("</release>\n</releases>", Ending::Closed(11)),
            ("</releases >\r\n \n", Ending::Closed(0)),
            ("</release>\n", Ending::Unclosed),
            ("</releases", Ending::Unclosed),
            ("", Ending::Unclosed),
            ("</releases>\n<html>", Ending::Trailing(12)),
            ("</releases>\0", Ending::Trailing(11)),
        ] {
            assert_eq!(find(text.as_bytes(), "releases"), expected, "{text:?}");
        }
    }
}
