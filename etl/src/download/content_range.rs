/// Which bytes a partial answer has: `bytes 200-999/1000`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ContentRange {
    /// The first byte.
    pub(super) start: u64,
    /// The last byte.
    pub(super) end: u64,
    /// The size of the whole file; `None` where the server does not know it.
    pub(super) total: Option<u64>,
}

impl ContentRange {
    /// `None` for what is no range of bytes.
    pub(super) fn read(header: &str) -> Option<Self> {
        let (unit, rest) = header.trim().split_once(' ')?;
        let (range, total) = rest.trim().split_once('/')?;
        let (start, end) = range.split_once('-')?;
        let total = match total {
            "*" => None,
            total => Some(total.parse().ok()?),
        };
        let range = Self { start: start.parse().ok()?, end: end.parse().ok()?, total };
        let fits = range.start <= range.end && total.is_none_or(|total| range.end < total);
        (unit.eq_ignore_ascii_case("bytes") && fits).then_some(range)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_range_of_bytes_within_the_file_is_one() {
        let range = |start, end, total| Some(ContentRange { start, end, total });
        for (header, read) in [
            ("bytes 200-999/1000", range(200, 999, Some(1000))),
            ("Bytes 0-0/*", range(0, 0, None)),
            ("bytes 200-1000/1000", None),
            ("bytes 9-8/1000", None),
            ("bytes */1000", None),
            ("lines 0-1/2", None),
            ("bytes 0-1", None),
            ("bytes -1-1/2", None),
            ("", None),
        ] {
            assert_eq!(ContentRange::read(header), read, "{header:?}");
        }
    }
}
