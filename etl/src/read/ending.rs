//! What must stand behind the last record.

use memchr::memmem;

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

#[cfg(test)]
mod tests {
    use super::{Ending, find};

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
