//! What stands before the first record.

use memchr::{memchr, memmem};
use storage::model::Kind;

/// The start of a dump.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Prolog {
    pub(super) kind: Kind,
    /// Whether there is a root element, which must then be closed at the end.
    pub(super) rooted: bool,
    /// Whether the root element is `<releases/>`: closed at once.
    pub(super) closed: bool,
    /// Where the first record or the closing tag starts.
    pub(super) length: usize,
}

/// Why there is no prolog.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum NoProlog {
    /// Nothing but blanks, declarations and comments.
    Empty,
    /// Something else at this position.
    Foreign(usize),
}

/// Finds the root element, behind a byte order mark, declarations, comments and blanks. Where a
/// dump has none, as some before 2012, the first record tells the kind.
pub(super) fn find(bytes: &[u8]) -> Result<Prolog, NoProlog> {
    let mut at = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    loop {
        at += blanks(&bytes[at..]);
        let rest = &bytes[at..];
        let end = if rest.starts_with(b"<?") {
            "?>"
        } else if rest.starts_with(b"<!--") {
            "-->"
        } else if rest.is_empty() {
            return Err(NoProlog::Empty);
        } else {
            return element(bytes, at);
        };
        at += memmem::find(rest, end.as_bytes()).ok_or(NoProlog::Foreign(at))? + end.len();
    }
}

fn element(bytes: &[u8], at: usize) -> Result<Prolog, NoProlog> {
    let foreign = NoProlog::Foreign(at);
    let Some(rest) = bytes[at..].strip_prefix(b"<") else {
        return Err(foreign);
    };
    let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/');
    let Some(length) = rest.iter().position(ends) else {
        return Err(foreign);
    };
    let name = &rest[..length];
    let named = |of: fn(Kind) -> &'static str| {
        Kind::ALL.into_iter().find(|&kind| of(kind).as_bytes() == name)
    };
    if let Some(kind) = named(Kind::element) {
        return Ok(Prolog { kind, rooted: false, closed: false, length: at });
    }
    let (Some(kind), Some(end)) = (named(Kind::name), memchr(b'>', rest)) else {
        return Err(foreign);
    };
    let inside = at + 1 + end + 1;
    Ok(Prolog {
        kind,
        rooted: true,
        closed: rest[..end].ends_with(b"/"),
        length: inside + blanks(&bytes[inside..]),
    })
}

/// How many bytes of white space these start with.
pub(super) fn blanks(bytes: &[u8]) -> usize {
    bytes.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(bytes.len())
}

#[cfg(test)]
mod tests {
    use storage::model::Kind;

    use super::{NoProlog, Prolog, find};

    #[test]
    fn the_root_is_found_behind_whatever_may_stand_before_it() {
        for before in ["", "\u{feff}", " \r\n", "<?xml version=\"1.0\"?>\n", "<!-- <labels> -->"] {
            let text = format!("{before}<masters>\n <master");
            let length = text.len() - "<master".len();
            let expected = Prolog { kind: Kind::Masters, rooted: true, closed: false, length };
            assert_eq!(find(text.as_bytes()), Ok(expected), "{before:?}");
        }
    }

    #[test]
    fn a_dump_without_a_root_is_known_by_its_first_record() {
        let expected = Prolog { kind: Kind::Releases, rooted: false, closed: false, length: 1 };
        assert_eq!(find(b"\n<release id=\"1\">"), Ok(expected));
    }

    #[test]
    fn what_is_no_dump_is_shown_by_its_first_element() {
        for (text, expected) in [
            ("", NoProlog::Empty),
            (" \n<!-- nothing --> ", NoProlog::Empty),
            ("<!DOCTYPE html><html>", NoProlog::Foreign(0)),
            ("<?xml version=\"1.0\"?> <Error>", NoProlog::Foreign(22)),
            ("id,name\n", NoProlog::Foreign(0)),
            ("<releases", NoProlog::Foreign(0)),
            ("<releasesx>", NoProlog::Foreign(0)),
            ("<!-- never closed", NoProlog::Foreign(0)),
        ] {
            assert_eq!(find(text.as_bytes()), Err(expected), "{text:?}");
        }
    }
}
