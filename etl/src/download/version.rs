use reqwest::header::{ETAG, HeaderMap, LAST_MODIFIED};
use serde::{Deserialize, Serialize};

/// What a server says to tell one version of a file from another. An ETag of a large file is no
/// checksum of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// Its ETag, with the quotation marks.
    pub etag: Option<String>,
    /// When it was last changed, as the server writes it.
    pub modified: Option<String>,
}

impl Version {
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let text =
            |name| headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        Self { etag: text(ETAG), modified: text(LAST_MODIFIED) }
    }

    /// What `If-Range` can be asked with: a weak ETag promises no equal bytes.
    pub(super) fn validator(&self) -> Option<&str> {
        self.etag.as_deref().filter(|etag| !etag.starts_with("W/")).or(self.modified.as_deref())
    }

    /// Whether it is certainly another version than `other`.
    pub(super) fn differs(&self, other: &Self) -> bool {
        match (&self.etag, &other.etag) {
            (Some(one), Some(another)) => one != another,
            _ => matches!((&self.modified, &other.modified), (Some(a), Some(b)) if a != b),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(etag: Option<&str>, modified: Option<&str>) -> Version {
        Version { etag: etag.map(str::to_owned), modified: modified.map(str::to_owned) }
    }

    #[test]
    fn a_weak_etag_is_nothing_to_resume_by() {
        assert_eq!(version(Some("\"a\""), Some("Mon")).validator(), Some("\"a\""));
        assert_eq!(version(Some("W/\"a\""), Some("Mon")).validator(), Some("Mon"));
        assert_eq!(version(Some("W/\"a\""), None).validator(), None);
    }

    #[test]
    fn the_etag_decides_where_both_have_one() {
        let one = version(Some("\"a\""), Some("Mon"));
        assert!(!one.differs(&version(Some("\"a\""), Some("Tue"))));
        assert!(one.differs(&version(Some("\"b\""), Some("Mon"))));
        assert!(one.differs(&version(None, Some("Tue"))));
        assert!(!one.differs(&Version::default()));
    }
}
