//! How much may be asked for at once.

/// More was asked for than is given at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{asked} were asked for, and at most {most} are given at once: ask for {most} or fewer")]
pub struct LimitTooHigh {
    /// How many were asked for.
    pub asked: usize,
    /// The most that are given.
    pub most: usize,
}

impl LimitTooHigh {
    pub(super) fn check(asked: usize, most: usize) -> Result<(), Self> {
        if asked <= most { Ok(()) } else { Err(Self { asked, most }) }
    }
}
