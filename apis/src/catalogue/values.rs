//! All values of a field.

use std::cmp::Reverse;

use serde::Serialize;
use storage::index::Value;
use utoipa::ToSchema;

use super::{Catalogue, CatalogueError, FacetField, InvalidCursor, LimitTooHigh, cursor::List};

/// How many values are given where it is not said.
pub const VALUES: usize = 100;

/// The most that are given at once.
pub const MOST_VALUES: usize = 1_000;

/// The values of a field, as the API gives them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(example = json!({
    "values": [{"value": "Electronic", "releases": 230, "videos": 702}], "next": null}))]
pub struct Values {
    /// Those with most releases first; decades and years in their order.
    pub values: Vec<ValueTotals>,
    /// The cursor of those that follow; `null` at the end.
    pub next: Option<String>,
}

/// A value with what the whole catalogue has of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ValueTotals {
    /// As most entries write it.
    pub value: String,
    /// Entries that have it.
    pub releases: u64,
    /// Distinct YouTube videos of their works.
    pub videos: u64,
}

impl Catalogue {
    /// The values of a field, from the cursor on.
    ///
    /// # Errors
    /// When more than [`MOST_VALUES`] are asked for, and when the cursor is not of this
    /// generation's list.
    pub fn values(
        &self,
        field: FacetField,
        limit: usize,
        cursor: Option<&str>,
    ) -> Result<Values, CatalogueError> {
        LimitTooHigh::check(limit, MOST_VALUES)?;
        let mut values: Vec<&Value> = self.index.values(field.values()).iter().collect();
        if !field.is_time() {
            values.sort_by_key(|value| Reverse(value.totals.releases));
        }
        let first = self.offset(List::Values, cursor)?;
        if let Some(cursor) = cursor.filter(|_| first >= values.len()) {
            return Err(InvalidCursor(cursor.to_owned(), self.generation).into());
        }
        let end = values.len().min(first.saturating_add(limit));
        let totals = |value: &&Value| ValueTotals {
            value: value.value.clone(),
            releases: value.totals.releases,
            videos: value.totals.videos,
        };
        Ok(Values {
            values: values[first..end].iter().map(totals).collect(),
            next: (end < values.len()).then(|| self.cursor_at(List::Values, end)),
        })
    }
}
