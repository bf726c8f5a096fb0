//! Whether the loaded month was published anew. Its CHECKSUM file decides: lists change without
//! reason.

use storage::generations::DumpDate;

use super::Outcome;
use crate::download::{
    Access, Checksums, Client, DownloadError, ListedFile, Listing, Month, Remembered, Told,
    remembered::Loaded, version::Version,
};

/// Asks only when the list tells the month differently.
pub(super) fn by_list(
    client: &Client,
    remembered: &mut Remembered,
    access: Access,
    date: DumpDate,
    listing: &Listing,
) -> Result<Option<Outcome>, DownloadError> {
    let Some(Month { files, .. }) = listing.month(date) else { return Ok(None) };
    let loaded = known(remembered, date);
    let names = changed(&loaded.files, &files);
    if names.is_empty() {
        return Ok(None);
    }
    if loaded.checksums.is_none() {
        // Loaded from elsewhere: what is told is all that changes can be seen by.
        let same = loaded.files.is_empty() || !are_others(&loaded.files, &files);
        if same {
            loaded.files = files;
        }
        return Ok((!same).then_some(Outcome::Replaced { date, names }));
    }
    let found = by_checksums(client, remembered, access, date)?;
    if found.is_none() {
        known(remembered, date).files = files;
    }
    Ok(found)
}

/// Asks for the CHECKSUM file, unless it is the known one.
pub(super) fn by_checksums(
    client: &Client,
    remembered: &mut Remembered,
    access: Access,
    date: DumpDate,
) -> Result<Option<Outcome>, DownloadError> {
    let loaded = known(remembered, date);
    let version = Some(&loaded.version).filter(|version| **version != Version::default());
    let (now, version) = match client.checksums(access, date, version) {
        Ok(Told::Unchanged) => return Ok(None),
        Ok(Told::Changed(now, version)) => (now, version),
        // It comes last, also when a month is published anew.
        Err(DownloadError::NotThere { .. }) => {
            tracing::warn!(%date, "the CHECKSUM file of the loaded month is not there");
            return Ok(None);
        }
        Err(error) => return Err(error),
    };
    let before = loaded.checksums.as_deref().and_then(|text| Checksums::read(text, date));
    let names = before.map(|before| now.changed_from(&before)).unwrap_or_default();
    if names.is_empty() {
        loaded.checksums = Some(now.text().to_owned());
        loaded.version = version;
        return Ok(None);
    }
    Ok(Some(Outcome::Replaced { date, names }))
}

/// What is known of the current month.
fn known(remembered: &mut Remembered, date: DumpDate) -> &mut Loaded {
    if remembered.loaded.as_ref().is_none_or(|loaded| loaded.date != date) {
        let (version, files) = (Version::default(), Vec::new());
        remembered.loaded = Some(Loaded { date, checksums: None, version, files });
    }
    remembered.loaded.as_mut().expect("it was just set")
}

/// The names of the files that are told differently, or were not told.
fn changed(before: &[ListedFile], now: &[ListedFile]) -> Vec<String> {
    now.iter().filter(|file| !before.contains(file)).map(|file| file.name.to_string()).collect()
}

/// Whether more than times have changed.
fn are_others(before: &[ListedFile], now: &[ListedFile]) -> bool {
    let content = |file: &ListedFile| (file.name, file.size, file.etag.clone());
    !before.iter().map(content).eq(now.iter().map(content))
}
