use std::collections::BTreeMap;

use actix_web::{HttpResponse, http::header, web};
use jiff::Timestamp;
use serde::Serialize;
use storage::{
    generations::{GenerationName, Store},
    model::Kind,
};
use utoipa::ToSchema;

use super::{Api, Problem, answer::CACHE};

/// The generations that are kept.
#[derive(Serialize, ToSchema)]
pub(super) struct Dumps {
    /// The newest first.
    dumps: Vec<Dump>,
    /// There is but one page: always `null`.
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
    #[schema(value_type = BTreeMap<String, u64>, example = json!({"masters": 2700000}))]
    documents: BTreeMap<Kind, u64>,
}

/// What is loaded.
#[utoipa::path(get, path = "/api/v1/dumps", tag = "operation", responses(
    (status = 200, description = "The generations", body = Dumps),
    (status = 503, description = "They cannot be read", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn dumps(api: web::Data<Api>) -> Result<HttpResponse, Problem> {
    let shared = api.clone();
    let found = api.work(move || Ok(read(&shared.store)?)).await?;
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, CACHE)).json(found))
}

fn read(store: &Store) -> Result<Dumps, crate::catalogue::CatalogueError> {
    let current = store.current()?;
    let mut found = Vec::new();
    for generation in store.published()?.into_iter().rev() {
        let manifest = store.manifest(generation)?;
        let documents = manifest.kinds.iter().map(|(&kind, of)| (kind, of.documents)).collect();
        let (current, created) = (current == Some(generation), manifest.created);
        found.push(Dump { generation, current, created, documents });
    }
    Ok(Dumps { dumps: found, next: None })
}
