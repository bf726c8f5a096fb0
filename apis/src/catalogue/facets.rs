//! How an answer divides among the values of each field, and what another choice would add.

use std::{cmp::Reverse, sync::Arc};

use serde::Serialize;
use storage::{
    generations::GenerationName,
    index::{Need, Plan, ValueCount, ValueField},
};
use utoipa::ToSchema;

use super::{Catalogue, CatalogueError, FacetField};
use crate::query::{
    Expr,
    edit::{self, Choice},
};

/// The facets of an answer, as the API gives them.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(example = json!({"facets": {
    "genre": [{"value": "Electronic", "releases": 17, "videos": 53, "selected": false}],
    "style": [{"value": "Deep House", "releases": 9, "videos": 29, "selected": false}],
    "country": [{"value": "Sweden", "releases": 5, "videos": 17, "selected": false}],
    "format": [{"value": "Vinyl", "releases": 16, "videos": 50, "selected": false}],
    "decade": [{"value": "1990s", "releases": 18, "videos": 53, "selected": false}],
    "year": [{"value": "1999", "releases": 18, "videos": 53, "selected": true}]},
    "generation": "20261101"}))]
pub struct Facets {
    /// The values of each field.
    pub facets: FacetLists,
    /// The generation that answered.
    #[schema(value_type = String, example = "20261101")]
    pub generation: GenerationName,
}

/// The values of each field: those with most releases first, decades and years newest first.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
pub struct FacetLists {
    /// By genre.
    pub genre: Vec<FacetValue>,
    /// By style.
    pub style: Vec<FacetValue>,
    /// By country.
    pub country: Vec<FacetValue>,
    /// By a format's name or description.
    pub format: Vec<FacetValue>,
    /// By decade of the pressing.
    pub decade: Vec<FacetValue>,
    /// By year of the pressing.
    pub year: Vec<FacetValue>,
}

impl FacetLists {
    /// The values of a field.
    #[must_use]
    pub fn of(&self, field: FacetField) -> &[FacetValue] {
        match field {
            FacetField::Genre => &self.genre,
            FacetField::Style => &self.style,
            FacetField::Country => &self.country,
            FacetField::Format => &self.format,
            FacetField::Decade => &self.decade,
            FacetField::Year => &self.year,
        }
    }

    fn list(&mut self, field: FacetField) -> &mut Vec<FacetValue> {
        match field {
            FacetField::Genre => &mut self.genre,
            FacetField::Style => &mut self.style,
            FacetField::Country => &mut self.country,
            FacetField::Format => &mut self.format,
            FacetField::Decade => &mut self.decade,
            FacetField::Year => &mut self.year,
        }
    }
}

/// A value, and how much there would be if it alone were chosen of its field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FacetValue {
    /// As most entries write it.
    pub value: String,
    /// Entries that have it and match the rest of the query.
    pub releases: u64,
    /// Distinct YouTube videos of their works.
    pub videos: u64,
    /// Whether the query includes it.
    pub selected: bool,
    /// Whether the query excludes it.
    #[serde(skip)]
    pub excluded: bool,
}

impl Catalogue {
    /// Counts an answer by value; without a query, the whole catalogue.
    ///
    /// A field's own [parts](edit) of the query are left out when it is counted, so that one sees
    /// what its other values would add. A value that nothing has is listed only where the query
    /// names it.
    ///
    /// # Errors
    /// When the index cannot be read from its server.
    pub fn facets(&self, query: Option<&Expr>) -> Result<Arc<Facets>, CatalogueError> {
        let asked = query.map(ToString::to_string).unwrap_or_default();
        if let Some(known) = self.known.facets.get(&asked) {
            return Ok(known);
        }
        let facets = Arc::new(self.count_facets(query)?);
        self.known.facets.insert(asked, facets.clone());
        Ok(facets)
    }

    fn count_facets(&self, query: Option<&Expr>) -> Result<Facets, CatalogueError> {
        let planned = query.map(|query| self.plan(query)).transpose()?;
        let mut asked: Vec<(Option<Expr>, Vec<FacetField>)> = Vec::new();
        for field in FacetField::ALL {
            let rest = edit::cleared(query, field);
            match asked.iter_mut().find(|(other, _)| *other == rest) {
                Some((_, fields)) => fields.push(field),
                None => asked.push((rest, vec![field])),
            }
        }
        let mut facets = FacetLists::default();
        for (rest, fields) in asked {
            let is_all = rest.as_ref() == query;
            let plan = match (&rest, &planned) {
                (None, _) => Plan::All,
                (Some(_), Some(planned)) if is_all => planned.plan.clone(),
                (Some(rest), _) => self.plan(rest)?.plan,
            };
            // Only what is left out of the counts can have chosen a value.
            let choosing = query.filter(|_| !is_all);
            for (&field, counts) in fields.iter().zip(self.counts(&plan, &fields)?) {
                *facets.list(field) = self.facet(field, &counts, choosing);
            }
        }
        Ok(Facets { facets, generation: self.generation })
    }

    /// The values of a field to be shown, in the order to show them.
    fn facet(
        &self,
        field: FacetField,
        counts: &[ValueCount],
        query: Option<&Expr>,
    ) -> Vec<FacetValue> {
        let mut values = Vec::new();
        for (value, count) in self.index.values(field.values()).iter().zip(counts) {
            let choice = edit::state_of(query, field, &value.value);
            if count.releases > 0 || choice != Choice::Neither {
                values.push(FacetValue {
                    value: value.value.clone(),
                    releases: count.releases.into(),
                    videos: count.videos.into(),
                    selected: choice == Choice::Included,
                    excluded: choice == Choice::Excluded,
                });
            }
        }
        // They come ascending by value: what is equal stays so.
        if field.is_time() {
            values.reverse();
        } else {
            values.sort_by_key(|value| Reverse(value.releases));
        }
        values
    }

    /// How much of an answer has each value of some fields, in the order of the index.
    pub(super) fn counts(
        &self,
        plan: &Plan,
        fields: &[FacetField],
    ) -> Result<Vec<Vec<ValueCount>>, CatalogueError> {
        // What is known of the whole catalogue is written down.
        if *plan != Plan::All {
            self.index.load(&[Need::Facets])?;
            self.index.load_plan(plan)?;
        }
        let fields: Vec<ValueField> = fields.iter().map(|field| field.values()).collect();
        let found = self.index.facets(plan, &fields);
        Ok(fields.into_iter().map(|field| found.of(field).to_vec()).collect())
    }
}
