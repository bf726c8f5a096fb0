//! stub
#![allow(missing_docs, unused)]
use crate::{
    documents::Location,
    generations::{GenerationName, Pointer},
};
#[derive(Debug, thiserror::Error)]
#[error("x")]
pub struct Error;
#[derive(Debug, Clone)]
pub struct MongoDb;
#[derive(Debug)]
pub struct Lease;
impl Lease {
    pub fn is_lost(&self) -> bool {
        false
    }
}
type Result<T> = std::result::Result<T, Error>;
impl MongoDb {
    pub fn connect(url: &str, database: &str) -> Result<Self> {
        todo!()
    }
    pub fn server(&self) -> &str {
        ""
    }
    pub(crate) fn pointer(&self) -> Result<Option<Pointer>> {
        todo!()
    }
    pub(crate) fn set_pointer(&self, p: &Pointer) -> Result<()> {
        todo!()
    }
    pub(crate) fn note(
        &self,
        name: GenerationName,
        what: &str,
    ) -> Result<Option<serde_json::Value>> {
        todo!()
    }
    pub(crate) fn set_note(
        &self,
        name: GenerationName,
        what: &str,
        value: &serde_json::Value,
    ) -> Result<()> {
        todo!()
    }
    pub(crate) fn generations(&self) -> Result<Vec<GenerationName>> {
        todo!()
    }
    pub(crate) fn drop_generation(&self, name: GenerationName) -> Result<()> {
        todo!()
    }
    pub(crate) fn lock(&self, command: &str) -> Result<Lease> {
        todo!()
    }
    pub(crate) fn documents(&self, name: GenerationName) -> Location {
        todo!()
    }
}
