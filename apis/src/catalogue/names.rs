//! Artists and labels as they are credited, whether or not their own records are loaded.

use storage::{
    index::{Need, Suggestion},
    model::Id,
    text,
};

use super::{Catalogue, CatalogueError, planner::name_field};
use crate::query::NameField;

impl Catalogue {
    /// The name of the artist or label with this id, as most entries credit it, and how many do;
    /// `None` when none does.
    ///
    /// # Errors
    /// When the index cannot be read from its server.
    pub fn credited(
        &self,
        field: NameField,
        id: Id,
    ) -> Result<Option<Suggestion>, CatalogueError> {
        let field = name_field(field);
        self.index.load(&[Need::Names(field)])?;
        Ok(self.index.names(field).by_id(id))
    }

    /// All artists or labels that share a name, whatever number tells them apart; the best known
    /// first.
    ///
    /// # Errors
    /// When the index cannot be read from its server.
    pub fn namesakes(
        &self,
        field: NameField,
        name: &str,
    ) -> Result<Vec<Suggestion>, CatalogueError> {
        let field = name_field(field);
        self.index.load(&[Need::Names(field)])?;
        let (name, _) = text::split_namesake(name);
        Ok(self.index.names(field).named(&text::fold(name)))
    }
}
