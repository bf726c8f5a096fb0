/// An id that is held by who has taken it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The id, as it was pushed.
    pub id: String,
    /// How many have taken it in a row without letting it go, this time included: 1, or more when
    /// leases have ended, as they do when what is done for this id kills who does it.
    pub tries: u32,
    /// Together with `tries`, it tells this holding from any other of the same id.
    pub(crate) token: String,
}

/// How many ids a queue has. Each is counted once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Lengths {
    /// Those that are not yet due.
    pub waiting: u64,
    /// Those that could be taken now, because they are due or because their lease has ended.
    pub due: u64,
    /// Those that somebody holds.
    pub held: u64,
}
