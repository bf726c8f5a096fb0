//! What the catalogue can be asked: searches, facets, values, charts, playlists, suggestions.
//!
//! A [`Catalogue`] is one generation opened for reading, documents and index. It answers from
//! several threads at once and never changes.

mod chart;
mod credit;
mod cursor;
mod documents;
mod earlier;
mod facet_field;
mod facets;
mod hit;
mod ids;
mod known;
mod limit;
mod live;
mod names;
mod planner;
mod playlist;
mod related;
mod search;
mod suggest;
mod values;
mod versions;
mod videos;
mod work;
mod works;

use storage::{
    documents::Documents,
    generations::{self, GenerationName, Store},
    index::{self, DamagedIndex, Index, Totals},
    redis,
};
use xxhash_rust::xxh3::xxh3_64;

pub use chart::{ChartData, Point};
pub use credit::credited;
pub use cursor::InvalidCursor;
pub use earlier::Gone;
pub use facet_field::FacetField;
pub use facets::{FacetLists, FacetValue, Facets};
pub use hit::{ArtistHit, FormatHit, Hit, LabelHit, VideoHit};
pub use ids::{EntryId, Ids};
pub use limit::LimitTooHigh;
pub use live::{Live, Unavailable};
pub use names::{ArtistLinks, LabelLinks, Link};
pub use planner::{Planned, UnknownValue};
pub use playlist::Playlist;
pub use search::{Search, SearchResult};
pub use suggest::{
    InvalidSuggestField, MOST_SUGGESTIONS, SUGGESTIONS, SuggestField, Suggested, Suggestions,
};
pub use values::{MOST_VALUES, VALUES, ValueTotals, Values};
pub use versions::VersionsPage;
pub use videos::VideosPage;
pub use work::WorkHit;
pub use works::{Listing, WorksPage};

use crate::query::{Expr, QueryError};
use known::Known;

/// A published generation, opened for reading.
pub struct Catalogue {
    generation: GenerationName,
    version: String,
    documents: Documents,
    index: Index,
    known: Known,
}

/// Why a catalogue cannot be opened or asked.
#[derive(Debug, thiserror::Error)]
pub enum CatalogueError {
    /// The data folder cannot be read.
    #[error(transparent)]
    Generations(#[from] generations::Error),
    /// The documents cannot be read.
    #[error(transparent)]
    Documents(#[from] storage::documents::Error),
    /// The index is damaged.
    #[error(transparent)]
    Index(#[from] DamagedIndex),
    /// The index cannot be read from its server.
    #[error(transparent)]
    Redis(#[from] redis::Error),
    /// The query says nothing that can be asked.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// The system gives no thread.
    #[error("cannot start a thread: {0}")]
    Thread(std::io::Error),
    /// The cursor is not of this catalogue.
    #[error(transparent)]
    Cursor(#[from] InvalidCursor),
    /// More is asked for than is given at once.
    #[error(transparent)]
    Limit(#[from] LimitTooHigh),
    /// The generation of a cursor is there no more.
    #[error(transparent)]
    Gone(#[from] Gone),
    /// There is no catalogue yet.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
    /// The index names a document that is not stored.
    #[error(
        "{kind} {id} is in the index and not among the documents: the generation is damaged, load \
         its dump again"
    )]
    MissingDocument {
        /// The kind of record.
        kind: storage::model::Kind,
        /// Its Discogs id.
        id: storage::model::Id,
    },
}

impl Catalogue {
    /// Opens the current generation.
    ///
    /// # Errors
    /// When nothing is published, or when the documents or the index cannot be read.
    pub fn open(data: &Store) -> Result<Self, CatalogueError> {
        let mut generation = data.require_readable()?;
        loop {
            match Self::open_generation(data, generation) {
                Ok(catalogue) => return Ok(catalogue),
                // It may have been replaced and dropped meanwhile.
                Err(error) => match data.require_readable() {
                    Ok(current) if current != generation => generation = current,
                    _ => return Err(error),
                },
            }
        }
    }

    /// Opens a published generation.
    ///
    /// # Errors
    /// When it is not published, or when its documents or its index cannot be read.
    pub fn open_generation(
        data: &Store,
        generation: GenerationName,
    ) -> Result<Self, CatalogueError> {
        let kinds = data.manifest(generation)?.kinds.into_keys();
        // Asked before the index is opened: of one that is replaced in between, what was answered
        // is taken for older than it is.
        let build = data.index_version(generation)?.unwrap_or_default();
        let version = format!("{generation}-{:016x}", xxh3_64(build.as_bytes()));
        let documents = Documents::open_with(data.documents(generation), kinds)?;
        let index = match data.redis() {
            Some(redis) => redis.open_index(generation)?,
            None => {
                let path = data.path_of(generation).join(index::FILE_NAME);
                Index::open_of(&path, &generation.to_string())?
            }
        };
        Ok(Self { generation, version, documents, index, known: Known::default() })
    }

    /// The same with all of the index in memory; `None` if that is so already. Where the index is
    /// in Redis, each answer fetches what it needs until then.
    ///
    /// # Errors
    /// When Redis cannot be read.
    pub fn warm(&self) -> Result<Option<Self>, CatalogueError> {
        let Some(index) = self.index.warm()? else { return Ok(None) };
        let (version, documents) = (self.version.clone(), self.documents.clone());
        let known = Known::default();
        Ok(Some(Self { generation: self.generation, version, documents, index, known }))
    }

    /// Whether all of the index is in memory, or mapped.
    #[must_use]
    pub fn is_warm(&self) -> bool {
        self.index.is_whole()
    }

    /// The name of the generation.
    #[must_use]
    pub const fn generation(&self) -> GenerationName {
        self.generation
    }

    /// A text that is another when the generation or the build of its index is another: what an
    /// answer to the same question depends on.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// What the whole generation has.
    #[must_use]
    pub fn totals(&self) -> Totals {
        self.index.totals()
    }

    /// Looks up the terms of a query.
    ///
    /// # Errors
    /// When the index cannot be read from its server.
    pub fn plan(&self, query: &Expr) -> Result<Planned, CatalogueError> {
        self.index.load(&planner::needs(query))?;
        Ok(planner::plan(&self.index, query))
    }

    /// The generation's index.
    #[must_use]
    pub fn index(&self) -> &Index {
        &self.index
    }
}
