//! What was counted last: a catalogue never changes, and whoever goes on to the next page, changes
//! the order or shares a search asks for the same counts.

use std::sync::Arc;

use moka::sync::Cache;
use storage::index::{Plan, Totals};

use super::{Catalogue, Facets};
use crate::query::Expr;

/// How many answers' facets are kept: some 100 KB each where the answer is broad.
const FACETS: u64 = 200;

/// How many answers' totals are.
const TOTALS: u64 = 10_000;

/// The counts of the answers that were asked for last, by the query's canonical form.
pub(super) struct Known {
    pub(super) facets: Cache<String, Arc<Facets>>,
    totals: Cache<String, Totals>,
}

impl Default for Known {
    fn default() -> Self {
        Self { facets: Cache::new(FACETS), totals: Cache::new(TOTALS) }
    }
}

impl Catalogue {
    /// How much there is in a query's answer. The index must have loaded the plan, and what
    /// counting it needs.
    pub(super) fn total(&self, query: &Expr, plan: &Plan) -> Totals {
        self.known.totals.get_with(query.to_string(), || self.index.count(plan))
    }
}
