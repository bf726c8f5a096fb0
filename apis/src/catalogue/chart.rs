//! Releases and videos by year, ready to be plotted.

use serde::Serialize;
use storage::{index::Plan, text};
use utoipa::ToSchema;

use super::{Catalogue, CatalogueError, FacetField};
use crate::query::{self, Expr};

/// How much of a value is of which year, as the API gives it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(example = json!({"value": "Electronic",
    "points": [{"year": 1998, "releases": 14, "videos": 41}]}))]
pub struct ChartData {
    /// The value as most entries write it.
    pub value: String,
    /// Every year from the first to the last.
    pub points: Vec<Point>,
}

/// How much there is of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Point {
    /// The year of the pressing.
    pub year: u16,
    /// Entries.
    pub releases: u64,
    /// Distinct YouTube videos of their works.
    pub videos: u64,
}

impl Catalogue {
    /// The years of the entries that have a value, case and accents ignored; `None` when nothing
    /// in the catalogue has it.
    ///
    /// # Errors
    /// When the index cannot be read from its server.
    pub fn chart_data(
        &self,
        field: FacetField,
        value: &str,
    ) -> Result<Option<ChartData>, CatalogueError> {
        let Some(value) = self.index.value(field.values(), &text::fold(value)) else {
            return Ok(None);
        };
        let points = self.points(&value.plan())?;
        Ok(Some(ChartData { value: value.value.clone(), points }))
    }

    /// A value as most entries write it, case and accents ignored; `None` when nothing has it.
    #[must_use]
    pub fn known_value(&self, field: FacetField, value: &str) -> Option<&str> {
        let known = self.index.value(field.values(), &text::fold(value));
        known.map(|known| known.value.as_str())
    }

    /// The known value that an unknown one was perhaps meant to be.
    #[must_use]
    pub fn nearest_value(&self, field: FacetField, value: &str) -> Option<&str> {
        let values = self.index.values(field.values()).iter();
        query::nearest(value, values.map(|value| value.value.as_str()))
    }

    /// The years of an answer, every one from the first to the last; without a query, those of the
    /// whole catalogue. What is of unknown year is left out.
    ///
    /// # Errors
    /// When the index cannot be read from its server.
    pub fn chart_of(&self, query: Option<&Expr>) -> Result<Vec<Point>, CatalogueError> {
        let plan = query.map(|query| self.plan(query)).transpose()?;
        self.points(&plan.map_or(Plan::All, |planned| planned.plan))
    }

    fn points(&self, plan: &Plan) -> Result<Vec<Point>, CatalogueError> {
        let counts = self.counts(plan, &[FacetField::Year])?;
        let years = self.index.values(FacetField::Year.values()).iter();
        let mut points: Vec<Point> = Vec::new();
        for (year, count) in years.zip(counts.into_iter().flatten()) {
            let (Ok(year), 1..) = (year.value.parse(), count.releases) else { continue };
            // So that it plots: the years without anything, too.
            let next = points.last().map_or(year, |last| last.year + 1);
            points.extend((next..year).map(|year| Point { year, releases: 0, videos: 0 }));
            let (releases, videos) = (count.releases.into(), count.videos.into());
            points.push(Point { year, releases, videos });
        }
        Ok(points)
    }
}
