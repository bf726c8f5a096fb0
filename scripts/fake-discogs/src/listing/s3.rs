//! `ListBucketResult`, in its two forms: version 2 continues with a token, the older one behind a
//! key.

use std::{collections::BTreeMap, fmt::Write as _};

use crate::{
    answer::Answer,
    ask::Ask,
    checksum::hex,
    dumps::{Dumps, File},
    markup::escape,
    missing::s3_error,
};

const WRITES: &str = "a text can be written to";

/// The listing that is asked for, or why there is none.
pub(super) fn document(dumps: &Dumps, ask: &Ask, page_size: usize) -> Result<String, Answer> {
    let field = |name| ask.address.field(name).unwrap_or_default();
    let is_newer = field("list-type") == "2";
    let prefix = field("prefix");
    let after = after(ask, is_newer)?;
    let asked_for = match field("max-keys") {
        "" => page_size,
        keys => keys.parse().map_err(|_| invalid("max-keys"))?,
    };
    let size = page_size.min(asked_for);
    let entries = entries(dumps, prefix, field("delimiter"));
    let rest = || entries.iter().filter(|(key, _)| **key > after);
    let is_truncated = rest().count() > size;

    let mut xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned();
    xml.push_str("<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">");
    write!(xml, "<Name>discogs-data-dumps</Name><Prefix>{}</Prefix>", escape(prefix))
        .expect(WRITES);
    if is_newer {
        write!(xml, "<KeyCount>{}</KeyCount>", rest().take(size).count()).expect(WRITES);
    } else {
        write!(xml, "<Marker>{}</Marker>", escape(&after)).expect(WRITES);
    }
    write!(xml, "<MaxKeys>{size}</MaxKeys><IsTruncated>{is_truncated}</IsTruncated>")
        .expect(WRITES);
    if let (true, Some((last, _))) = (is_truncated, rest().take(size).last()) {
        if is_newer {
            let token = hex(last.as_bytes());
            write!(xml, "<NextContinuationToken>{token}</NextContinuationToken>").expect(WRITES);
        } else if !field("delimiter").is_empty() {
            // Without a delimiter, the last key is the marker and is not told twice.
            write!(xml, "<NextMarker>{}</NextMarker>", escape(last)).expect(WRITES);
        }
    }
    rest().take(size).for_each(|(key, file)| entry(&mut xml, key, *file));
    xml.push_str("</ListBucketResult>");
    Ok(xml)
}

/// Keys and their files; and the folders up to the delimiter, which have none.
fn entries<'dumps>(
    dumps: &'dumps Dumps,
    prefix: &str,
    delimiter: &str,
) -> BTreeMap<String, Option<&'dumps File>> {
    let keys = dumps.iter().filter(|(key, _)| key.starts_with(prefix));
    keys.map(|(key, file)| match key[prefix.len()..].find(delimiter) {
        Some(at) if !delimiter.is_empty() => {
            (key[..prefix.len() + at + delimiter.len()].to_owned(), None)
        }
        _ => (key.to_owned(), Some(file)),
    })
    .collect()
}

fn entry(xml: &mut String, key: &str, file: Option<&File>) {
    let key = escape(key);
    let written = match file {
        None => write!(xml, "<CommonPrefixes><Prefix>{key}</Prefix></CommonPrefixes>"),
        Some(file) => write!(
            xml,
            "<Contents><Key>{key}</Key><LastModified>{}</LastModified><ETag>{}</ETag>\
             <Size>{}</Size><StorageClass>STANDARD</StorageClass></Contents>",
            file.modified.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
            escape(&file.etag),
            file.content.len(),
        ),
    };
    written.expect(WRITES);
}

/// The key behind which the listing begins.
fn after(ask: &Ask, is_newer: bool) -> Result<String, Answer> {
    if !is_newer {
        return Ok(ask.address.field("marker").unwrap_or_default().to_owned());
    }
    let Some(token) = ask.address.field("continuation-token") else {
        return Ok(ask.address.field("start-after").unwrap_or_default().to_owned());
    };
    let bytes: Option<Vec<u8>> = token
        .as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect();
    let key = bytes.filter(|key| !key.is_empty()).and_then(|key| String::from_utf8(key).ok());
    key.ok_or_else(|| invalid("continuation-token"))
}

fn invalid(field: &str) -> Answer {
    s3_error(400, "InvalidArgument", &format!("The {field} is not one."), "")
}
