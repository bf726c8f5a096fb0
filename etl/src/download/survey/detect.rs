use storage::generations::DumpDate;

use super::{Listed, listing::LIMIT};
use crate::download::{
    Access, Client, DownloadError, FileName, Layout, Listing,
    client::Text,
    listing::{of_folder, read_keys, read_page},
    version::Version,
};

/// What was found out about a mirror.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detected {
    /// How it is asked.
    pub access: Access,
    /// The list of the year that was asked for, if there is one.
    pub listing: Option<(Listing, Version)>,
}

impl Client {
    /// Finds out how a mirror names its files: by its list of a year, else by trying the names of
    /// a month's CHECKSUM file. One request where there is a list, else up to four.
    ///
    /// # Errors
    /// [`NoDumps`](DownloadError::NoDumps) where neither is found, and what a host may answer.
    pub fn detect(&self, month: DumpDate) -> Result<Detected, DownloadError> {
        match self.mirror.0.local() {
            Some(_) => self.detect_folder(month),
            None => self.detect_host(month),
        }
    }

    fn detect_folder(&self, month: DumpDate) -> Result<Detected, DownloadError> {
        let base = self.mirror.0.local().expect("it is a folder");
        let listing = of_folder(base).map_err(DownloadError::io("read", base))?;
        let (layout, listing) = if !listing.months().is_empty() {
            (Layout::Folder, Some((listing, Version::default())))
        } else if base.join("data").is_dir() {
            (Layout::Tree, None)
        } else {
            return Err(self.no_dumps(month));
        };
        Ok(Detected { access: Access { layout, listed: true }, listing })
    }

    fn detect_host(&self, month: DumpDate) -> Result<Detected, DownloadError> {
        let year = month.day().year();
        let first = if self.mirror.is_bucket() { Layout::S3 } else { Layout::Query };
        let place = self.mirror.listing(first, year);
        let mut refused = None;
        match self.text(&place, None, LIMIT) {
            Ok(Text::Changed(text, version)) => {
                let layout = match read_keys(&text) {
                    Some(_) => Some(Layout::S3),
                    None => read_page(&text).layout,
                };
                if layout == Some(Layout::Tree) {
                    // The page leads to the years' own.
                    let access = Access { layout: Layout::Tree, listed: true };
                    let listing = match self.listing(access, year, None) {
                        Ok(Listed::Changed(listing, version)) => Some((listing, version)),
                        _ => None,
                    };
                    let access = Access { listed: listing.is_some(), ..access };
                    return Ok(Detected { access, listing });
                }
                if let Some(layout) = layout {
                    let Listed::Changed(listing, version) =
                        self.read_listing(&place, &text, version)?
                    else {
                        return Err(self.no_dumps(month));
                    };
                    let access = Access { layout, listed: true };
                    return Ok(Detected { access, listing: Some((listing, version)) });
                }
            }
            Ok(Text::Unchanged) => {}
            Err(error @ DownloadError::Forbidden { .. }) => refused = Some(error),
            Err(DownloadError::NotThere { .. }) => {}
            // It does not know the question; a host in trouble is asked another time.
            Err(error @ DownloadError::Status { .. }) if !error.is_passing() => {}
            Err(error) => return Err(error),
        }
        for layout in [Layout::Query, Layout::Tree, Layout::Folder] {
            let place = self.mirror.file(layout, FileName::checksums(month));
            match self.checksums_at(&place, month, None) {
                Ok(_) => {
                    let access = Access { layout, listed: false };
                    return Ok(Detected { access, listing: None });
                }
                Err(error @ DownloadError::Forbidden { .. }) => refused = Some(error),
                Err(DownloadError::NotThere { .. } | DownloadError::NoChecksums { .. }) => {}
                Err(error @ DownloadError::Status { .. }) if !error.is_passing() => {}
                Err(error) => return Err(error),
            }
        }
        // A host that refuses says more than names that are not there.
        Err(refused.unwrap_or_else(|| self.no_dumps(month)))
    }

    fn no_dumps(&self, month: DumpDate) -> DownloadError {
        let tried = FileName::checksums(month).to_string();
        DownloadError::NoDumps { mirror: self.mirror.to_string(), tried }
    }
}
