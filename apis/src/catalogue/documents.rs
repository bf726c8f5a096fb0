//! Single documents.

use storage::model::{Document, Id, Kind};

use super::{Catalogue, CatalogueError};

impl Catalogue {
    /// The whole document of a record; `None` when the generation has none with this id.
    ///
    /// # Errors
    /// When the documents cannot be read.
    pub fn document(&self, kind: Kind, id: Id) -> Result<Option<Document>, CatalogueError> {
        Ok(self.documents.get(kind, id)?)
    }
}
