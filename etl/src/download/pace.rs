use std::time::Duration;

/// How long to wait before a cut download is taken up again: longer each time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// The first pause; each further one is twice as long.
    pub first: Duration,
    /// No pause is longer.
    pub longest: Duration,
}

impl Pace {
    /// Without any pause.
    pub const NONE: Self = Self { first: Duration::ZERO, longest: Duration::ZERO };

    /// The pause before the `nth` try, counted from 1.
    #[must_use]
    pub fn pause(self, nth: u32) -> Duration {
        self.first.saturating_mul(1 << nth.saturating_sub(1).min(16)).min(self.longest)
    }
}

/// Two seconds, then four, up to a minute.
impl Default for Pace {
    fn default() -> Self {
        Self { first: Duration::from_secs(2), longest: Duration::from_secs(60) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_up_to_the_longest() {
        let pauses = [1, 2, 3, 6, 100].map(|nth| Pace::default().pause(nth).as_secs());
        assert_eq!(pauses, [2, 4, 8, 60, 60]);
        assert_eq!(Pace::NONE.pause(9), Duration::ZERO);
    }
}
