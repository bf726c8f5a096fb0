/// A step on the way of a dump, from Discogs to visitors.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Step {
    /// In a word: `Download`.
    pub name: &'static str,
    /// What happens in it.
    pub does: &'static str,
    /// Where it is.
    pub state: Mark,
}

/// Where a step or a run is, as it is drawn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Mark {
    /// It has nothing to do yet, or waits.
    #[default]
    Waiting,
    /// It is worked on.
    Going,
    /// It is done.
    Done,
    /// It did not come to its end.
    Failed,
}

impl Mark {
    /// The class of the drawing.
    pub(in crate::view) fn class(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Going => "going",
            Self::Done => "done",
            Self::Failed => "failed",
        }
    }
}
