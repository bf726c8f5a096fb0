/// Which year's habits of writing a dump follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// With `<images>` and `status`; letters beyond ASCII as numeric references; a release
    /// without a master has no `<master_id>`.
    Y2020,
    /// Without images and `status`; letters raw; `<series>`; `<master_id>0</master_id>` for none.
    Y2026,
}

/// What to generate. The same options give the same bytes, on every machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// How many releases; the other kinds follow in the real dumps' proportions.
    pub releases: u32,
    /// Another seed gives another dump.
    pub seed: u64,
    /// The way of writing.
    pub form: Form,
    /// The dump's date, `20261101`: it names the files, and its year is the last of a release.
    pub date: String,
}

impl Options {
    /// The year of `date`, or 2026 where there is none in it.
    pub(crate) fn last_year(&self) -> u32 {
        self.date.get(..4).and_then(|year| year.parse().ok()).unwrap_or(2026)
    }
}

impl Default for Options {
    /// A thousand releases, seed 1, as of November 2026.
    fn default() -> Self {
        Self { releases: 1000, seed: 1, form: Form::Y2026, date: "20261101".into() }
    }
}
