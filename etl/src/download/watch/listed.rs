//! The daily look at a mirror that lists its files.

use storage::generations::DumpDate;

use super::{Outcome, replaced};
use crate::download::{
    Access, Client, DownloadError, Layout, Listing, Month, Remembered, calendar,
};

pub(super) fn look(
    client: &Client,
    remembered: &mut Remembered,
    access: Access,
    current: Option<DumpDate>,
    this: DumpDate,
) -> Result<Outcome, DownloadError> {
    let year = this.day().year();
    let is_new_year = current.is_none_or(|current| current.day().year() < year);
    let listing = match remembered.list(client, access, year) {
        // Before its first file, a year may have a page without any link, or none.
        Err(DownloadError::Listing { .. } | DownloadError::NotThere { .. }) if is_new_year => {
            Listing::default()
        }
        listing => listing?,
    };
    if let Some(newer) = newer(&listing, current) {
        return Ok(newer);
    }
    let Some(current) = current else {
        let before = remembered.list(client, access, year - 1)?;
        let found = newer(&before, None).or_else(|| incomplete(&listing, None));
        return Ok(found.unwrap_or(Outcome::Nothing));
    };
    let replaced = if !is_new_year || access.layout == Layout::Folder {
        replaced::by_list(client, remembered, access, current, &listing)?
    } else if current >= calendar::before(first_of(this)) {
        // The last month of the year before: nothing but its own CHECKSUM file can be new.
        replaced::by_checksums(client, remembered, access, current)?
    } else {
        let before = remembered.list(client, access, year - 1)?;
        newer(&before, Some(current))
    };
    let found = replaced.or_else(|| incomplete(&listing, Some(current)));
    Ok(found.unwrap_or(Outcome::Nothing))
}

/// January of the same year.
fn first_of(month: DumpDate) -> DumpDate {
    calendar::month_of(month.day().first_of_year())
}

fn newer(listing: &Listing, current: Option<DumpDate>) -> Option<Outcome> {
    let months = after(listing, current);
    let newest = months.iter().rfind(|month| month.is_complete())?;
    Some(Outcome::Newer { date: newest.date, fingerprint: newest.fingerprint() })
}

fn incomplete(listing: &Listing, current: Option<DumpDate>) -> Option<Outcome> {
    let newest = after(listing, current).pop()?;
    Some(Outcome::Incomplete { date: newest.date, missing: newest.missing() })
}

fn after(listing: &Listing, current: Option<DumpDate>) -> Vec<Month> {
    listing.months().into_iter().filter(|month| Some(month.date) > current).collect()
}
