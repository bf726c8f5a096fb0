use url::Url;

use crate::download::{
    Access, Client, DownloadError, Layout, Listing,
    client::Text,
    listing::{Next, of_folder, read_keys, read_page},
    mirror::Place,
    version::Version,
};

/// A year has some sixty files; a folder of all years has a thousand.
pub(super) const LIMIT: u64 = 16 << 20;
/// More pages than this are no list of dumps.
const MOST_PAGES: usize = 20;

/// What a mirror says of its files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Listed {
    /// The same as when it was last asked.
    Unchanged,
    /// These, in a list of this version.
    Changed(Listing, Version),
}

impl Client {
    /// The files of a year; of a plain folder, all: one request, but for buckets that tell little
    /// at a time. With the version of the known list, it may be told that there is no other.
    ///
    /// # Errors
    /// [`Listing`](DownloadError::Listing) where something else is in its place, and what a host
    /// may answer.
    pub fn listing(
        &self,
        access: Access,
        year: i16,
        known: Option<&Version>,
    ) -> Result<Listed, DownloadError> {
        let place = self.mirror.listing(access.layout, year);
        if let Some(folder) = place.local() {
            return match of_folder(folder) {
                Ok(listing) => Ok(Listed::Changed(listing, Version::default())),
                // The folder of a year comes with its first month.
                Err(error)
                    if error.kind() == std::io::ErrorKind::NotFound
                        && access.layout == Layout::Tree =>
                {
                    Ok(Listed::Changed(Listing::default(), Version::default()))
                }
                Err(error) => Err(DownloadError::io("read", folder)(error)),
            };
        }
        match self.text(&place, known, LIMIT) {
            Ok(Text::Unchanged) => Ok(Listed::Unchanged),
            Ok(Text::Changed(text, version)) => self.read_listing(&place, &text, version),
            Err(DownloadError::NotThere { .. }) if access.layout == Layout::Tree => {
                Ok(Listed::Changed(Listing::default(), Version::default()))
            }
            Err(error) => Err(error),
        }
    }

    /// Reads the answer to a request for a list, and asks for what follows it.
    pub(super) fn read_listing(
        &self,
        place: &Place,
        text: &str,
        version: Version,
    ) -> Result<Listed, DownloadError> {
        let failed = |reason: &str| DownloadError::Listing {
            place: place.to_string(),
            reason: reason.to_owned(),
        };
        let Some(mut keys) = read_keys(text) else {
            let page = read_page(text);
            return match page.layout {
                Some(_) => Ok(Listed::Changed(page.listing, version)),
                None => Err(failed("it has no link to a file of a dump")),
            };
        };
        let mut files = std::mem::take(&mut keys.files);
        // Whether a later page has changed cannot be told by the first.
        let version = if keys.next.is_none() { version } else { Version::default() };
        for _ in 1..MOST_PAGES {
            let (Some(next), Place::Web(url)) = (&keys.next, place) else {
                return Ok(Listed::Changed(Listing::new(files), version));
            };
            let place = Place::Web(following(url, next));
            let Text::Changed(text, _) = self.text(&place, None, LIMIT)? else {
                return Err(failed("it does not go on"));
            };
            keys = read_keys(&text).ok_or_else(|| failed("it does not go on"))?;
            files.append(&mut keys.files);
        }
        Err(failed("it goes on and on"))
    }
}

/// The address of the page that follows.
fn following(url: &Url, next: &Next) -> Url {
    let mut url = url.clone();
    let asked: Vec<(String, String)> = url
        .query_pairs()
        .filter(|(name, _)| name != "list-type")
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    url.query_pairs_mut().clear().extend_pairs(asked).append_pair("list-type", "2");
    match next {
        Next::Token(token) => {
            url.query_pairs_mut().append_pair("continuation-token", token);
        }
        // The one is what version 2 goes by, the other version 1.
        Next::After(key) => {
            let after = [("start-after", key), ("marker", key)];
            url.query_pairs_mut().extend_pairs(after);
        }
    }
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_goes_into_the_address_of_the_next_page() {
        let url = Url::parse("http://h/?list-type=2&prefix=data/2026/").unwrap();
        let address = |next| following(&url, &next).to_string();
        assert_eq!(
            address(Next::Token("1&/a=".into())),
            "http://h/?prefix=data%2F2026%2F&list-type=2&continuation-token=1%26%2Fa%3D"
        );
        assert_eq!(
            address(Next::After("data/2026/x".into())),
            "http://h/?prefix=data%2F2026%2F&list-type=2&start-after=data%2F2026%2Fx\
             &marker=data%2F2026%2Fx"
        );
    }
}
