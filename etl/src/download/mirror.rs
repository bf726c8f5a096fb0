use std::{
    fmt,
    path::{Path, PathBuf},
    str::FromStr,
};

use url::Url;

use super::{FileName, Layout};

/// Where dumps are fetched from: a web address, or a folder. Shown without its password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mirror(pub(super) Place);

/// Where something is. Shown without its password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    Web(Url),
    Local(PathBuf),
}

/// An address from which no dumps can be fetched.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no address of dumps: https://data.discogs.com/ is, another http or https address \
     without ? and #, file:///FOLDER, or the path of a folder"
)]
pub struct InvalidMirror(pub String);

impl FromStr for Mirror {
    type Err = InvalidMirror;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let invalid = || InvalidMirror(without_password(text));
        if text.is_empty() {
            return Err(invalid());
        }
        if !text.contains("://") {
            // What is no folder is more likely an address that lacks its beginning.
            let is_path = text.starts_with(['/', '.', '~']) || Path::new(text).is_dir();
            return match is_path {
                true => Ok(Self(Place::Local(PathBuf::from(text)))),
                false => Err(invalid()),
            };
        }
        let mut url = Url::parse(text).map_err(|_| invalid())?;
        if url.query().is_some() || url.fragment().is_some() {
            return Err(invalid());
        }
        match url.scheme() {
            "file" => {
                url.to_file_path().map(|path| Self(Place::Local(path))).map_err(|()| invalid())
            }
            "http" | "https" => {
                if !url.path().ends_with('/') {
                    url.set_path(&format!("{}/", url.path()));
                }
                Ok(Self(Place::Web(url)))
            }
            _ => Err(invalid()),
        }
    }
}

impl fmt::Display for Mirror {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Mirror {
    /// Where a file is.
    pub(super) fn file(&self, layout: Layout, name: FileName) -> Place {
        match (&self.0, layout) {
            (Place::Web(base), Layout::Query) => {
                Place::Web(query(base, &format!("download={}", encoded(&name.key()))))
            }
            (_, Layout::Folder) => self.under(&name.to_string()),
            (_, Layout::S3 | Layout::Tree | Layout::Query) => self.under(&name.key()),
        }
    }

    /// Where it is told which files of a year there are.
    pub(super) fn listing(&self, layout: Layout, year: i16) -> Place {
        match (&self.0, layout) {
            (Place::Web(base), Layout::Query) => {
                let prefix = encoded(&format!("data/{year}/"));
                Place::Web(query(base, &format!("prefix={prefix}")))
            }
            (Place::Web(base), Layout::S3) => {
                Place::Web(query(base, &format!("list-type=2&prefix=data/{year}/")))
            }
            (_, Layout::Folder) => self.0.clone(),
            (_, Layout::S3 | Layout::Tree | Layout::Query) => self.under(&format!("data/{year}/")),
        }
    }

    /// Whether the address tells that it is a bucket.
    pub(super) fn is_bucket(&self) -> bool {
        let Place::Web(url) = &self.0 else { return false };
        let host = url.host_str().unwrap_or_default();
        host.contains("amazonaws") || host.split(['.', '-']).any(|part| part == "s3")
    }

    fn under(&self, path: &str) -> Place {
        match &self.0 {
            Place::Web(base) => {
                let mut url = base.clone();
                url.set_path(&format!("{}{path}", base.path()));
                Place::Web(url)
            }
            Place::Local(base) => Place::Local(base.join(path)),
        }
    }
}

impl Place {
    pub(super) fn local(&self) -> Option<&Path> {
        match self {
            Self::Local(path) => Some(path),
            Self::Web(_) => None,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Local(path) => path.display().fmt(f),
            Self::Web(url) if url.username().is_empty() && url.password().is_none() => url.fmt(f),
            Self::Web(url) => {
                let mut shown = url.clone();
                // Only an address without a host refuses, and none of these is.
                let _ = shown.set_username("").and_then(|()| shown.set_password(None));
                shown.fmt(f)
            }
        }
    }
}

/// What stands before an `@` may be a password, and is not shown.
fn without_password(text: &str) -> String {
    match (text.find("://"), text.rfind('@')) {
        (Some(scheme), Some(at)) if scheme < at => {
            format!("{}{}", &text[..scheme + 3], &text[at + 1..])
        }
        (None, Some(at)) => text[at + 1..].to_owned(),
        _ => text.to_owned(),
    }
}

fn query(base: &Url, query: &str) -> Url {
    let mut url = base.clone();
    url.set_query(Some(query));
    url
}

/// A key as data.discogs.com writes it in a query.
fn encoded(key: &str) -> String {
    key.replace('/', "%2F")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mirror(text: &str) -> Mirror {
        text.parse().unwrap()
    }

    #[test]
    fn every_layout_has_its_addresses() {
        let name = "discogs_20261101_labels.xml.gz".parse().unwrap();
        let shown = ["https://data.discogs.com", "http://host/a b/", "/srv/dumps"].map(|base| {
            let mirror = mirror(base);
            [Layout::Query, Layout::S3, Layout::Folder, Layout::Tree].map(|layout| {
                format!("{}\n{}", mirror.listing(layout, 2026), mirror.file(layout, name))
            })
        });
        insta::assert_snapshot!(shown.concat().join("\n"));
    }

    #[test]
    fn a_bucket_is_told_by_its_host() {
        for (address, is_bucket) in [
            ("https://discogs-data-dumps.s3.us-west-2.amazonaws.com/", true),
            ("https://discogs-data-dumps.s3-us-west-2.amazonaws.com/", true),
            ("http://s3.example.org/", true),
            ("https://data.discogs.com/", false),
            ("https://dumps3.example.org/", false),
            ("/srv/s3", false),
        ] {
            assert_eq!(mirror(address).is_bucket(), is_bucket, "{address}");
        }
    }

    #[test]
    fn a_password_is_not_shown() {
        assert_eq!(mirror("https://me:secret@host/x").to_string(), "https://host/x/");
        for mistyped in ["me:secret@host:80", "https:/me:secret@host/"] {
            let error = mistyped.parse::<Mirror>().unwrap_err().to_string();
            assert!(!error.contains("secret") && error.contains("http"), "{error}");
        }
        let error = "ftp://me:secret@host/".parse::<Mirror>().unwrap_err();
        assert!(error.to_string().starts_with("`ftp://host/` is no address"));
    }

    #[test]
    fn files_are_named_by_address_or_path() {
        assert_eq!(mirror("file:///srv/my%20dumps"), mirror("/srv/my dumps"));
        for invalid in ["", "ftp://host/", "https://host/?prefix=data", "https://", "file://host/x"]
        {
            assert!(invalid.parse::<Mirror>().is_err(), "{invalid}");
        }
    }
}
