//! Which part of a file is asked for.

use crate::{ask::Ask, dumps::File};

/// What becomes of the ranges that are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ranges {
    Kept,
    Ignored,
    /// Another part is sent than the one that was asked for.
    Misplaced,
}

/// What is sent of a file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Whole,
    /// From the first to before the last byte.
    Bytes(usize, usize),
    /// None of it was asked for.
    Nothing,
}

impl Part {
    pub(crate) fn of(ask: &Ask, file: &File, ranges: Ranges) -> Self {
        let is_same = |tag: &String| *tag == file.etag || *tag == file.last_modified();
        if !ask.is_get() || ranges == Ranges::Ignored || !ask.if_range.as_ref().is_none_or(is_same)
        {
            return Self::Whole;
        }
        let length = file.content.len();
        match ask.range.as_deref().and_then(|range| parse(range, length)) {
            None => Self::Whole,
            Some((first, end)) if first >= end => Self::Nothing,
            // One byte off: who appends it unseen has a wrong file.
            Some((0, end)) if ranges == Ranges::Misplaced => Self::Bytes(1, end.max(2).min(length)),
            Some((first, end)) if ranges == Ranges::Misplaced => Self::Bytes(first - 1, end),
            Some((first, end)) => Self::Bytes(first, end),
        }
    }
}

/// The first byte and the one behind the last of a single range. What is not understood counts as
/// not asked, as do several ranges at once.
fn parse(range: &str, length: usize) -> Option<(usize, usize)> {
    let (first, last) = range.strip_prefix("bytes=")?.split_once('-')?;
    if first.is_empty() {
        let last: usize = last.parse().ok()?;
        return Some((length.saturating_sub(last), length));
    }
    let first: usize = first.parse().ok()?;
    let end = match last {
        "" => length,
        last => last.parse::<usize>().ok().filter(|last| *last >= first)?.saturating_add(1),
    };
    Some((first, end.min(length)))
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn a_range_is_read_as_it_is_meant() {
        let cases = [
            ("bytes=0-", Some((0, 10))),
            ("bytes=4-", Some((4, 10))),
            ("bytes=4-4", Some((4, 5))),
            ("bytes=4-99", Some((4, 10))),
            ("bytes=-3", Some((7, 10))),
            ("bytes=-30", Some((0, 10))),
            ("bytes=10-", Some((10, 10))),
            ("bytes=5-4", None),
            ("bytes=0-1,4-5", None),
            ("lines=0-1", None),
        ];
        for (range, part) in cases {
            assert_eq!(parse(range, 10), part, "{range}");
        }
    }
}
