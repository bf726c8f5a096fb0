//! The generations that are kept, and how they differ.

use std::collections::BTreeMap;

use actix_web::{HttpResponse, http::header, web};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use storage::{
    generations::{GenerationName, Manifest, Store},
    model::Kind,
};
use utoipa::{IntoParams, ToSchema};

use super::{
    Api, Problem,
    answer::CACHE,
    changes::Changes,
    parameters::{Parameters, limit},
};
use crate::catalogue::CatalogueError;

/// The most that are given at once, and what is given where it is not said.
const MOST: usize = 100;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct DumpsParameters {
    /// How many generations to give, 1 to 100.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100, example = 100)]
    limit: Option<String>,
    /// The `next` of the page before.
    cursor: Option<String>,
}

/// The generations that are kept.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"dumps": [{"generation": "20261101", "current": true,
    "created": "2026-11-02T03:04:05Z", "documents": {"masters": 2_700_000},
    "differences": {"masters": 9_000}, "changes": {"since": "20261001",
    "kinds": {"masters": {"new": 9_200, "changed": 31_000, "vanished": 200}},
    "new_videos": 12_000, "new_videos_by_style": [{"style": "House", "videos": 900}]}}],
    "next": null}))]
pub(super) struct Dumps {
    /// The newest first.
    dumps: Vec<Dump>,
    /// The cursor of those that follow; `null` at the end.
    next: Option<String>,
}

/// A generation: everything built from one dump.
#[derive(Serialize, ToSchema)]
struct Dump {
    /// Its name: the dump's date.
    #[schema(value_type = String, example = "20261101")]
    generation: GenerationName,
    /// Whether it is the one that answers.
    current: bool,
    /// When it was built.
    #[schema(value_type = String, format = DateTime)]
    created: Timestamp,
    /// How many documents of each kind it has.
    #[schema(value_type = BTreeMap<String, u64>)]
    documents: BTreeMap<Kind, u64>,
    /// How many more it has than the generation before it, below zero where it has fewer; empty
    /// where none before it is kept.
    #[schema(value_type = BTreeMap<String, i64>)]
    differences: BTreeMap<Kind, i64>,
    /// What became of the records since the generation that was current before; `null` where that
    /// is not known, as of the first.
    changes: Option<Changes>,
}

/// What is loaded.
#[utoipa::path(get, path = "/api/v1/dumps", tag = "operation", params(DumpsParameters), responses(
    (status = 200, description = "The generations", body = Dumps),
    (status = 400, description = "A parameter is not understood", body = Problem, content_type = "application/problem+json"),
    (status = 503, description = "They cannot be read", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn dumps(
    parameters: Parameters<DumpsParameters>,
    api: web::Data<Api>,
) -> Result<HttpResponse, Problem> {
    let DumpsParameters { limit: given, cursor } = parameters.0;
    let limit = limit(given.as_deref(), MOST, MOST)?;
    let after = cursor.map(|cursor| cursor.parse().map_err(|_| unknown(&cursor))).transpose()?;
    let shared = api.clone();
    let found = api.work(move || Ok(read(&shared.store, after, limit)?)).await?;
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, CACHE)).json(found))
}

fn unknown(cursor: &str) -> Problem {
    Problem::parameter("cursor", format!("`{cursor}` names no generation: ask again without it"))
}

/// A page of the generations before `after`.
fn read(
    store: &Store,
    after: Option<GenerationName>,
    limit: usize,
) -> Result<Dumps, CatalogueError> {
    let current = store.current()?;
    let before = |name: &GenerationName| after.is_none_or(|after| *name < after);
    let names = store.published()?.into_iter().filter(before).rev();
    // One more tells what the last one differs from, and that there is a next page.
    let manifests = names.take(limit + 1).map(|name| Ok((name, store.manifest(name)?)));
    let manifests: Vec<_> = manifests.collect::<Result<_, CatalogueError>>()?;
    let shown = &manifests[..limit.min(manifests.len())];
    let dump = |(place, (generation, manifest)): (usize, &(GenerationName, Manifest))| {
        let documents = counts(manifest);
        let older = manifests.get(place + 1).map(|(_, older)| counts(older));
        let differences = older.map_or_else(BTreeMap::new, |older| differences(&documents, &older));
        Ok(Dump {
            generation: *generation,
            current: current == Some(*generation),
            created: manifest.created,
            documents,
            differences,
            changes: store.changes(*generation)?.map(Changes::from),
        })
    };
    Ok(Dumps {
        dumps: shown.iter().enumerate().map(dump).collect::<Result<_, CatalogueError>>()?,
        next: shown.last().filter(|_| manifests.len() > limit).map(|(name, _)| name.to_string()),
    })
}

fn counts(manifest: &Manifest) -> BTreeMap<Kind, u64> {
    manifest.kinds.iter().map(|(&kind, of)| (kind, of.documents)).collect()
}

/// How many more there are of each kind that either has.
fn differences(newer: &BTreeMap<Kind, u64>, older: &BTreeMap<Kind, u64>) -> BTreeMap<Kind, i64> {
    let count = |of: &BTreeMap<Kind, u64>, kind| of.get(&kind).copied().unwrap_or_default();
    let more = |kind| count(newer, kind).cast_signed() - count(older, kind).cast_signed();
    newer.keys().chain(older.keys()).map(|&kind| (kind, more(kind))).collect()
}

#[cfg(test)]
mod tests {
    use storage::model::Kind::{Artists, Labels, Masters};

    use super::differences;

    #[test]
    fn what_only_one_of_two_generations_has_counts_whole() {
        let newer = [(Artists, 3), (Masters, 5)].into();
        let older = [(Labels, 7), (Masters, 9)].into();
        let found = differences(&newer, &older);
        assert_eq!(found, [(Artists, 3), (Labels, -7), (Masters, -4)].into());
    }
}
