//! The CHECKSUM file that Discogs publishes with a dump.

use std::{
    collections::HashMap,
    fs, io,
    path::{Path, PathBuf},
};

use crate::read::Digest;

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
        for (digest, hex, name) in text.lines().filter_map(line) {
            let source = path.strip_prefix(".").unwrap_or(&path).to_owned();
            found.insert(name, Checksum { digest, hex, source });
        }
    }
    Ok(found)
}

/// Reads `<hex> <name>`: one blank or two, or a blank and a `*`; 64 digits or, in old files, 32.
fn line(line: &str) -> Option<(Digest, String, String)> {
    let (hex, name) = line.trim().split_once(char::is_whitespace)?;
    let name = name.trim_start();
    let name = name.strip_prefix('*').unwrap_or(name);
    let name = name.rsplit('/').next().unwrap_or(name);
    // What is no checksum fits no file: a damaged line is not passed over.
    let digest = if hex.len() == 32 { Digest::Md5 } else { Digest::Sha256 };
    Some((digest, hex.to_ascii_lowercase(), name.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_a_line_is_read() {
        let (sha, md5) = ("Ab".repeat(32), "0f".repeat(16));
        let name = "discogs_20261101_labels.xml.gz".to_owned();
        let sha_of = Some((Digest::Sha256, "ab".repeat(32), name.clone()));
        for between in [" ", "  ", " *", "\t"] {
            assert_eq!(line(&format!("{sha}{between}{name}\r")), sha_of, "{between:?}");
        }
        assert_eq!(line(&format!("{md5}  {name}")), Some((Digest::Md5, md5.clone(), name.clone())));
        assert_eq!(line(&format!("{sha} data/2026/{name}")), sha_of);
        assert_eq!(
            line(&format!("{} {name}", &sha[..60])),
            Some((Digest::Sha256, "ab".repeat(30), name))
        );
        assert_eq!(line(""), None);
    }
}
