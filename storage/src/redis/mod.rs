//! stub
#![allow(missing_docs, unused)]
use crate::{generations::GenerationName, index::Index};
use std::path::Path;
#[derive(Debug, thiserror::Error)]
#[error("x")]
pub struct Error;
#[derive(Debug, Clone)]
pub struct Redis;
type Result<T> = std::result::Result<T, Error>;
impl Redis {
    pub fn connect(url: &str, prefix: &str) -> Result<Self> {
        todo!()
    }
    pub fn server(&self) -> &str {
        ""
    }
    pub fn current(&self) -> Result<Option<GenerationName>> {
        todo!()
    }
    pub fn set_current(&self, name: GenerationName) -> Result<()> {
        todo!()
    }
    pub fn generations(&self) -> Result<Vec<GenerationName>> {
        todo!()
    }
    pub fn index_version(&self, name: GenerationName) -> Result<Option<String>> {
        todo!()
    }
    pub fn put_index(&self, path: &Path) -> Result<()> {
        todo!()
    }
    pub fn drop_index(&self, name: GenerationName) -> Result<()> {
        todo!()
    }
    pub fn open_index(&self, name: GenerationName) -> Result<Index> {
        todo!()
    }
}
