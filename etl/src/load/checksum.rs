//! The CHECKSUM files beside dump files.

use std::{
    collections::HashMap,
    fs, io,
    path::{Path, PathBuf},
};

use crate::{checksum::ChecksumLine, read::Digest};

/// What a file's checksum must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checksum {
    /// How it is taken.
    pub digest: Digest,
    /// In lower-case hexadecimal digits.
    pub hex: String,
    /// The file that says so.
    pub source: PathBuf,
}

/// The CHECKSUM files of the folders that were looked into.
#[derive(Debug, Default)]
pub(super) struct Checksums(HashMap<PathBuf, HashMap<String, Checksum>>);

impl Checksums {
    /// What the CHECKSUM files beside a dump file say of it; `None` where none does.
    pub(super) fn of(&mut self, file: &Path) -> io::Result<Option<Checksum>> {
        let folder = match file.parent() {
            Some(folder) if folder != Path::new("") => folder,
            _ => Path::new("."),
        };
        if !self.0.contains_key(folder) {
            self.0.insert(folder.to_owned(), read_folder(folder)?);
        }
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let lists = &self.0[folder];
        let checksum = lists.get(name.as_ref()).cloned();
        if checksum.is_none() && !lists.is_empty() {
            tracing::warn!("no CHECKSUM file lists {}: it is not checked", file.display());
        }
        Ok(checksum)
    }
}

fn read_folder(folder: &Path) -> io::Result<HashMap<String, Checksum>> {
    let mut found = HashMap::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_ascii_uppercase();
        if !name.contains("CHECKSUM") || !path.is_file() {
            continue;
        }
        let text = String::from_utf8_lossy(&fs::read(&path)?).into_owned();
        for ChecksumLine { digest, hex, name } in text.lines().filter_map(ChecksumLine::read) {
            let source = path.strip_prefix(".").unwrap_or(&path).to_owned();
            found.insert(name, Checksum { digest, hex, source });
        }
    }
    Ok(found)
}
