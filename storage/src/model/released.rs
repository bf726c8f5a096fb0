use std::ops::RangeInclusive;

/// The years that a release can be of: from the first sound recording on.
pub const YEARS: RangeInclusive<u16> = 1857..=2100;

/// A release's date, as far as its raw text gives one.
///
/// The order is by time; within a year, what has no month comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Released {
    /// The year, within [`YEARS`].
    pub year: u16,
    /// The month, 1 to 12.
    pub month: Option<u8>,
    /// The day, 1 to 31; only with a month.
    pub day: Option<u8>,
}

impl Released {
    /// Reads `1999`, `1999-03`, `1999-03-00`, `1999-03-17`.
    ///
    /// The year is the four leading digits, whatever follows them; `None` where there are no four
    /// or where they are outside [`YEARS`].
    ///
    /// ```
    /// # use storage::model::Released;
    /// let march = Released::parse("1999-03-00").unwrap();
    /// assert_eq!((march.year, march.month, march.day), (1999, Some(3), None));
    /// assert_eq!(Released::parse("199?"), None);
    /// ```
    #[must_use]
    pub fn parse(raw: &str) -> Option<Self> {
        let year = digits(raw.get(..4)?)?;
        if !YEARS.contains(&year) {
            return None;
        }
        let mut parts = raw[4..].strip_prefix('-').unwrap_or("").splitn(2, '-');
        let mut part = |highest: u16| {
            let number = digits(parts.next()?.get(..2)?)?;
            (1..=highest).contains(&number).then_some(number as u8)
        };
        let month = part(12);
        let day = month.and_then(|_| part(31));
        Some(Self { year, month, day })
    }

    /// The date as one number, `19990300`, for ordering.
    #[must_use]
    pub fn as_number(self) -> u32 {
        u32::from(self.year) * 10_000
            + u32::from(self.month.unwrap_or(0)) * 100
            + u32::from(self.day.unwrap_or(0))
    }
}

fn digits(text: &str) -> Option<u16> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::Released;

    #[test]
    fn every_form_of_the_dumps_is_read() {
        for (raw, number) in [
            ("1999", Some(19_990_000)),
            ("1999-03", Some(19_990_300)),
            ("1999-03-00", Some(19_990_300)),
            ("1999-00-00", Some(19_990_000)),
            ("1999-03-17", Some(19_990_317)),
            ("1999-13-40", Some(19_990_000)),
            ("1999?", Some(19_990_000)),
            ("199?", None),
            ("", None),
            ("0000", None),
            ("1856", None),
            ("2101-01-01", None),
            ("19", None),
            ("１９９９", None),
            ("März 1999", None),
        ] {
            assert_eq!(Released::parse(raw).map(Released::as_number), number, "{raw:?}");
        }
    }
}
