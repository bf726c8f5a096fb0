//! What a mirror has: the files of a year, by months.

mod folder;
mod html;
mod links;
mod s3;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use storage::{generations::DumpDate, model::Kind};

use super::{FileName, Part};
use crate::read::{Digest, Hasher};

pub(super) use folder::of_folder;
pub(super) use html::read_page;
pub(super) use s3::{Next, read_keys};

/// A file as a list tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedFile {
    /// Its name.
    pub name: FileName,
    /// How large it is, in bytes; a page may have rounded it.
    pub size: Option<u64>,
    /// When it was last changed and whatever else is told, as the list writes it.
    pub modified: Option<String>,
    /// Its ETag.
    pub etag: Option<String>,
}

/// The files that a mirror tells of, by name: those of a year, or all.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listing {
    files: Vec<ListedFile>,
}

/// The files of one month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Month {
    /// Its date.
    pub date: DumpDate,
    /// By name.
    pub files: Vec<ListedFile>,
}

impl Listing {
    /// The last entry of a name counts.
    pub(super) fn new(files: impl IntoIterator<Item = ListedFile>) -> Self {
        let files: BTreeMap<_, _> = files.into_iter().map(|file| (file.name, file)).collect();
        Self { files: files.into_values().collect() }
    }

    /// The months that have any file, the oldest first.
    #[must_use]
    pub fn months(&self) -> Vec<Month> {
        let of_month = self.files.chunk_by(|one, next| one.name.date == next.name.date);
        of_month.map(|files| Month { date: files[0].name.date, files: files.to_vec() }).collect()
    }

    /// The files of a month, if there are any.
    #[must_use]
    pub fn month(&self, date: DumpDate) -> Option<Month> {
        self.months().into_iter().find(|month| month.date == date)
    }

    /// A file, if it is told of.
    #[must_use]
    pub fn file(&self, name: FileName) -> Option<&ListedFile> {
        self.files.iter().find(|file| file.name == name)
    }
}

impl Month {
    /// Whether all of it is published: the CHECKSUM file comes last.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.files.iter().any(|file| file.name.part == Part::Checksum)
    }

    /// The names of the files that a month has and this one does not, the CHECKSUM file last.
    #[must_use]
    pub fn missing(&self) -> Vec<String> {
        let kinds = Kind::ALL.map(|kind| FileName::of(self.date, kind));
        let all = kinds.into_iter().chain([FileName::checksums(self.date)]);
        let has = |name: &FileName| self.files.iter().any(|file| file.name == *name);
        all.filter(|name| !has(name)).map(|name| name.to_string()).collect()
    }

    /// Changes with anything that the list tells of the month: 64 hexadecimal digits.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let mut hasher = Hasher::new(Digest::Sha256);
        hasher.update(serde_json::to_string(&self.files).expect("texts are JSON").as_bytes());
        hasher.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str) -> ListedFile {
        let size = Some(7);
        ListedFile { name: name.parse().unwrap(), size, modified: None, etag: None }
    }

    #[test]
    fn a_month_is_complete_with_its_checksum_file() {
        let listing = Listing::new([
            file("discogs_20261101_labels.xml.gz"),
            file("discogs_20261001_CHECKSUM.txt"),
        ]);
        let complete: Vec<_> =
            listing.months().iter().map(|m| (m.date.to_string(), m.is_complete())).collect();
        assert_eq!(complete, [("20261001".to_owned(), true), ("20261101".to_owned(), false)]);
        let november = listing.month("20261101".parse().unwrap()).unwrap();
        assert_eq!(
            november.missing(),
            [
                "discogs_20261101_artists.xml.gz",
                "discogs_20261101_masters.xml.gz",
                "discogs_20261101_releases.xml.gz",
                "discogs_20261101_CHECKSUM.txt"
            ]
        );
    }

    #[test]
    fn a_fingerprint_changes_with_whatever_is_told() {
        let name = "discogs_20261101_labels.xml.gz";
        let of = |file| Listing::new([file]).months()[0].fingerprint();
        let told = of(file(name));
        assert_eq!(told, of(file(name)));
        assert_ne!(told, of(ListedFile { size: Some(8), ..file(name) }));
        assert_ne!(told, of(ListedFile { modified: Some("Mon".into()), ..file(name) }));
        assert_ne!(told, of(ListedFile { etag: Some("\"x\"".into()), ..file(name) }));
    }

    proptest::proptest! {
        #[test]
        fn whatever_comes_as_a_list_is_survived(text in "(?s)(.|[<>&;\"'=/\n]|<a href=|<pre>|data/|%){0,80}") {
            read_page(&text);
            read_keys(&text);
            read_keys(&format!("<ListBucketResult><Contents><Key>{text}"));
        }
    }
}
