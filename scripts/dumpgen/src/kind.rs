/// The four kinds of record of a dump.
///
/// A type of our own, not the one of `storage`: what tests the pipeline shares no code with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// People and groups.
    Artists,
    /// Labels and companies.
    Labels,
    /// What several releases are pressings of.
    Masters,
    /// Single pressings.
    Releases,
}

impl Kind {
    /// All kinds, small files before large ones.
    pub const ALL: [Self; 4] = [Self::Labels, Self::Artists, Self::Masters, Self::Releases];

    /// The kind's name in file names, also the name of the file's root element: `releases`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Artists => "artists",
            Self::Labels => "labels",
            Self::Masters => "masters",
            Self::Releases => "releases",
        }
    }
}
