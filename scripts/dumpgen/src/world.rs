use crate::{
    Form, Kind, Options,
    facts::Facts,
    ids,
    layout::Layout,
    names::Names,
    rng::{Rng, Stream},
};

/// What all records of a dump agree on. Its size does not depend on the dump's.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) seed: u64,
    pub(crate) form: Form,
    pub(crate) last_year: u32,
    pub(crate) names: Names,
    pub(crate) facts: Facts,
    pub(crate) layout: Layout,
}

impl World {
    pub(crate) fn new(options: &Options) -> Self {
        Self {
            seed: options.seed,
            form: options.form,
            last_year: options.last_year(),
            names: Names::new(options.seed),
            facts: Facts::new(),
            layout: Layout::new(options.releases, options.seed),
        }
    }

    /// How many records of a kind the dump has.
    pub(crate) fn count(&self, kind: Kind) -> u32 {
        match kind {
            Kind::Artists => self.layout.artists,
            Kind::Labels => self.layout.labels,
            Kind::Masters => self.layout.masters,
            Kind::Releases => self.layout.releases,
        }
    }

    pub(crate) fn rng(&self, stream: Stream, index: u32) -> Rng {
        Rng::new(self.seed, stream, index.into())
    }

    /// The Discogs id of a label, master or release; artists have their own.
    pub(crate) fn id(&self, index: u32) -> u64 {
        ids::id(self.seed, index)
    }

    /// The Discogs id of an artist.
    pub(crate) fn artist_id(&self, index: u32) -> u64 {
        ids::artist_id(self.seed, index)
    }

    /// An artist, known ones more often.
    pub(crate) fn some_artist(&self, rng: &mut Rng) -> u32 {
        rng.skewed(self.layout.artists)
    }

    /// A label, known ones more often.
    pub(crate) fn some_label(&self, rng: &mut Rng) -> u32 {
        rng.skewed(self.layout.labels)
    }
}
