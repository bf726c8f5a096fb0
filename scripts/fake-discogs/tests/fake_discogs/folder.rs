//! Dumps that lie in a folder are published as they are.

use std::fs;

use fake_discogs::{FakeDiscogs, Layout};

use crate::client::{ARTISTS, CHECKSUM, LABELS, file, get, read, text};

#[test]
fn a_folder_is_published_with_a_checksum_that_is_not_written_to_it() {
    let folder = tempfile::tempdir().unwrap();
    for name in [LABELS, ARTISTS, "notes.txt", "discogs_20261101_labels.xml", "discogs_é.xml.gz"] {
        fs::write(folder.path().join(name), name).unwrap();
    }
    let discogs = FakeDiscogs::start();
    let names = discogs.put_folder(folder.path()).unwrap();
    assert!(names.iter().eq([CHECKSUM, ARTISTS, LABELS]), "{names:?}");
    assert_eq!(read(get(&file(&discogs, Layout::Tree, LABELS))).1, LABELS.as_bytes());
    let (_, checksum) = text(get(&file(&discogs, Layout::Tree, CHECKSUM)));
    assert_eq!(checksum.lines().count(), 2);
    assert!(!folder.path().join(CHECKSUM).exists());
}

#[test]
fn a_checksum_in_the_folder_is_published_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    for name in [LABELS, CHECKSUM] {
        fs::write(folder.path().join(name), "wrong").unwrap();
    }
    let discogs = FakeDiscogs::start();
    discogs.put_folder(folder.path()).unwrap();
    assert_eq!(text(get(&file(&discogs, Layout::Tree, CHECKSUM))).1, "wrong");
}

#[test]
fn a_folder_that_is_not_there_is_an_error() {
    assert!(FakeDiscogs::start().put_folder("/nowhere/at/all".as_ref()).is_err());
}
