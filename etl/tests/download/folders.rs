//! Folders are mirrors, too.

use std::{fs, path::Path};

use etl::download::{
    Access, Client, DownloadError, Downloaded, Layout as Found, Outcome, Remembered, Settings,
    latest, look, month,
};
use fake_discogs::Layout;
use tempfile::TempDir;

use crate::site::{CHECKSUM, LABELS, MASTERS, Site, date, dump};

/// A folder with November, downloaded.
fn downloaded() -> Site {
    let site = Site::with_november(Layout::Query);
    site.month().unwrap();
    site
}

fn client(address: &str) -> Client {
    let settings = Settings { keep_free: 0, ..Settings::default() };
    Client::new(address.parse().unwrap(), settings).unwrap()
}

fn fetch(client: &Client, into: &Path) -> Result<Downloaded, DownloadError> {
    month(client, &mut Remembered::default(), date("20261101"), None, into, &())
}

#[test]
fn a_month_is_copied_from_a_folder_and_checked() {
    let (site, into) = (downloaded(), TempDir::new().unwrap());
    for address in
        [format!("file://{}", site.folder().display()), site.folder().display().to_string()]
    {
        let into = into.path().join("new");
        fetch(&client(&address), &into).unwrap();
        assert_eq!(fs::read(into.join(MASTERS)).unwrap(), dump("masters", 'n'));
        assert!(into.join(CHECKSUM).exists());
        fs::remove_dir_all(into).unwrap();
    }
    fs::write(site.path(LABELS), dump("labels", 'x')).unwrap();
    let error = fetch(&client(&site.folder().display().to_string()), into.path()).unwrap_err();
    assert!(matches!(error, DownloadError::Mismatch { .. }), "{error}");
}

#[test]
fn a_folder_laid_out_as_the_bucket_is_a_mirror() {
    let (site, base) = (downloaded(), TempDir::new().unwrap());
    fs::create_dir(base.path().join("data")).unwrap();
    fs::rename(site.folder(), base.path().join("data/2026")).unwrap();
    let client = client(&base.path().display().to_string());
    let access = client.detect(date("20261101")).unwrap().access;
    assert_eq!(access, Access { layout: Found::Tree, listed: true });
    let into = TempDir::new().unwrap();
    assert_eq!(fetch(&client, into.path()).unwrap().files.len(), 2);
    fs::create_dir_all(site.folder()).unwrap();
}

#[test]
fn a_folder_that_is_its_own_mirror_is_only_checked() {
    let site = downloaded();
    let client = client(&site.folder().display().to_string());
    fetch(&client, site.folder()).unwrap();
    fs::write(site.path(LABELS), "spoilt").unwrap();
    let error = fetch(&client, site.folder()).unwrap_err();
    assert!(matches!(error, DownloadError::Mismatch { .. }), "{error}");
    assert_eq!(site.bytes(LABELS).unwrap(), b"spoilt");
    assert_eq!(site.names(), [CHECKSUM, LABELS, MASTERS]);
}

#[test]
fn a_folder_is_watched() {
    let site = downloaded();
    let client = client(&site.folder().display().to_string());
    let mut remembered = Remembered::default();
    let found = look(&client, &mut remembered, None).unwrap();
    assert!(matches!(found, Outcome::Newer { date: of, .. } if of == date("20261101")));
    let mut look = |current| look(&client, &mut remembered, Some(date(current))).unwrap();
    assert_eq!(look("20261101"), Outcome::Nothing);
    fs::write(site.path("discogs_20261201_labels.xml.gz"), "coming").unwrap();
    assert!(matches!(look("20261101"), Outcome::Incomplete { .. }));
}

#[test]
fn a_folder_without_dumps_is_told() {
    let empty = TempDir::new().unwrap();
    let client = client(&empty.path().display().to_string());
    let error = latest(&client, &mut Remembered::default()).unwrap_err();
    assert!(matches!(error, DownloadError::NoDumps { .. }), "{error}");
}
