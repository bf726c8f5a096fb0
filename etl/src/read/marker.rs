//! Where records start.

use memchr::memmem::{Finder, FinderRev};
use storage::model::Kind;

/// Finds the places where a record of one kind starts at the start of a line.
///
/// Labels and artists carry no attributes, but elements of the same name within them do
/// (`<sublabels><label id="7">`): for these kinds only the bare tag counts.
pub(crate) struct Marker {
    forward: Finder<'static>,
    backward: FinderRev<'static>,
    length: usize,
    bare: bool,
}

impl Marker {
    pub(crate) fn new(kind: Kind) -> Self {
        let (needle, bare) = match kind {
            Kind::Artists => ("\n<artist>", true),
            Kind::Labels => ("\n<label>", true),
            Kind::Masters => ("\n<master", false),
            Kind::Releases => ("\n<release", false),
        };
        Self {
            forward: Finder::new(needle),
            backward: FinderRev::new(needle),
            length: needle.len(),
            bare,
        }
    }

    /// How many bytes must be looked at to recognise a start.
    pub(crate) fn length(&self) -> usize {
        self.length + 1
    }

    /// The position of the `<` of the first record that starts behind `from`.
    pub(crate) fn first(&self, bytes: &[u8], from: usize) -> Option<usize> {
        let mut from = from;
        loop {
            let found = from + self.forward.find(bytes.get(from..)?)?;
            if self.ends_name(bytes, found) {
                return Some(found + 1);
            }
            from = found + 1;
        }
    }

    /// The position of the `<` of the last record that starts behind `from`.
    pub(crate) fn last(&self, bytes: &[u8], from: usize) -> Option<usize> {
        let mut end = bytes.len();
        loop {
            let found = from + self.backward.rfind(bytes.get(from..end)?)?;
            if self.ends_name(bytes, found) {
                return Some(found + 1);
            }
            end = found + 1;
        }
    }

    /// Whether the element's name ends where the needle does: `<release ` and not `<releases>`.
    fn ends_name(&self, bytes: &[u8], found: usize) -> bool {
        self.bare
            || matches!(bytes.get(found + self.length), Some(b' ' | b'>' | b'\t' | b'\r' | b'\n'))
    }
}

#[cfg(test)]
mod tests {
    use storage::model::Kind;

    use super::Marker;

    #[test]
    fn only_a_record_at_the_start_of_a_line_counts() {
        let marker = Marker::new(Kind::Releases);
        let bytes = b"<release id=\"1\"/><release id=\"2\"/>\n<releases>\n<release id=\"3\"/>\n<release>\n<release";
        let first = marker.first(bytes, 0).unwrap();
        assert!(bytes[first..].starts_with(b"<release id=\"3\""));
        let last = marker.last(bytes, 0).unwrap();
        assert!(bytes[last..].starts_with(b"<release>"));
        assert_eq!(marker.first(bytes, last), None);
        assert_eq!(marker.last(bytes, last), None);
        assert_eq!(marker.first(bytes, bytes.len() + 1), None);
    }

    #[test]
    fn a_sublabel_at_the_start_of_a_line_is_no_record() {
        let bytes = b"<label><sublabels>\n<label id=\"7\">x</label></sublabels></label>\n<label>";
        let marker = Marker::new(Kind::Labels);
        assert_eq!(marker.first(bytes, 0), Some(bytes.len() - 7));
        assert_eq!(marker.last(bytes, 0), Some(bytes.len() - 7));
    }
}
