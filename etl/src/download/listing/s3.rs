//! The XML in which a bucket tells what it has.

use quick_xml::{Reader, escape::unescape, events::Event};

use super::{FileName, ListedFile};

/// One answer of a bucket.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::download) struct Keys {
    pub(in crate::download) files: Vec<ListedFile>,
    /// What to ask with for the keys that follow.
    pub(in crate::download) next: Option<Next>,
}

/// How an answer is continued.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::download) enum Next {
    /// By the token that version 2 gives.
    Token(String),
    /// After this key.
    After(String),
}

/// Reads a `ListBucketResult`; `None` where the text is something else or is cut.
pub(in crate::download) fn read_keys(text: &str) -> Option<Keys> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let (mut path, mut value) = (Vec::new(), String::new());
    let (mut fields, mut keys) = (Entry::default(), Keys::default());
    let (mut truncated, mut token, mut marker, mut last) = (false, None, None, None);
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) => {
                let name = tag.local_name().as_ref().to_owned();
                if path.is_empty() && name != "ListBucketResult" {
                    return None;
                }
                path.push(name);
                value.clear();
            }
            Event::Text(text) => value.push_str(text.trim()),
            Event::CData(text) => value.push_str(&text),
            Event::GeneralRef(reference) => {
                value.push_str(&unescape(&format!("&{};", &*reference)).ok()?);
            }
            Event::End(_) => {
                let value = std::mem::take(&mut value);
                let names: Vec<&str> = path.iter().map(String::as_str).collect();
                match names[..] {
                    [_, "IsTruncated"] => truncated = value == "true",
                    [_, "NextContinuationToken"] => token = Some(value),
                    [_, "NextMarker"] => marker = Some(value),
                    [_, "Contents", "Key"] => fields.key = value,
                    [_, "Contents", "Size"] => fields.size = value.parse().ok(),
                    [_, "Contents", "LastModified"] => fields.modified = Some(value),
                    [_, "Contents", "ETag"] => fields.etag = Some(value),
                    [_, "Contents"] => {
                        let entry = std::mem::take(&mut fields);
                        keys.files.extend(entry.file());
                        last = Some(entry.key);
                    }
                    _ => {}
                }
                path.pop();
                if path.is_empty() {
                    break;
                }
            }
            Event::Eof => return None,
            _ => {}
        }
    }
    if truncated {
        keys.next = token.map(Next::Token).or(marker.or(last).map(Next::After));
    }
    Some(keys)
}

#[derive(Default)]
struct Entry {
    key: String,
    size: Option<u64>,
    modified: Option<String>,
    etag: Option<String>,
}

impl Entry {
    /// `None` for what is no file of a dump, or is not where such a file is looked for.
    fn file(&self) -> Option<ListedFile> {
        let name: FileName = self.key.rsplit('/').next()?.parse().ok()?;
        let (size, modified, etag) = (self.size, self.modified.clone(), self.etag.clone());
        (name.key() == self.key).then_some(ListedFile { name, size, modified, etag })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>discogs-data-dumps</Name>
  <Prefix>data/2026/</Prefix><KeyCount>3</KeyCount><IsTruncated>true</IsTruncated>
  <NextContinuationToken>1&amp;/a=</NextContinuationToken>
  <Contents><Key>data/2026/</Key><Size>0</Size></Contents>
  <Contents><Key>data/2026/discogs_20261101_labels.xml.gz</Key>
    <LastModified>2026-11-01T19:01:02.000Z</LastModified><ETag>&quot;ab-9&quot;</ETag>
    <Size>90177152</Size><Owner><ID>x</ID></Owner><StorageClass>STANDARD</StorageClass></Contents>
  <Contents><Key>old/discogs_20261101_labels.xml.gz</Key><Size>1</Size></Contents>
</ListBucketResult>"#;

    #[test]
    fn keys_of_dumps_are_read_and_others_passed_over() {
        let keys = read_keys(PAGE).unwrap();
        assert_eq!(
            keys.files,
            [ListedFile {
                name: "discogs_20261101_labels.xml.gz".parse().unwrap(),
                size: Some(90_177_152),
                modified: Some("2026-11-01T19:01:02.000Z".into()),
                etag: Some("\"ab-9\"".into()),
            }]
        );
        assert_eq!(keys.next, Some(Next::Token("1&/a=".into())));
    }

    #[test]
    fn without_a_token_it_goes_on_after_the_last_key() {
        let page = PAGE.replace("NextContinuationToken", "Other");
        let next = Next::After("old/discogs_20261101_labels.xml.gz".into());
        assert_eq!(read_keys(&page).unwrap().next, Some(next));
        let page = page.replace("<IsTruncated>true", "<IsTruncated>false");
        assert_eq!(read_keys(&page).unwrap().next, None);
    }

    #[test]
    fn an_empty_bucket_is_one_and_a_cut_answer_is_none() {
        assert_eq!(read_keys("<ListBucketResult></ListBucketResult>"), Some(Keys::default()));
        assert_eq!(read_keys("<ListBucketResult/>"), Some(Keys::default()));
        for text in ["", "<Error><Code>AccessDenied</Code></Error>", &PAGE[..400], "no <xml"] {
            assert_eq!(read_keys(text), None, "{text}");
        }
    }
}
