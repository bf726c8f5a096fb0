//! The pages of data.discogs.com.

use std::fmt::Write as _;

use crate::{ask::Ask, dumps::Dumps, markup, name};

/// The folder that everything is in.
const ROOT: &str = "data/";

/// The page of what the query asks for: the root, the years, or a year's files.
pub(super) fn page(dumps: &Dumps, ask: &Ask) -> String {
    let prefix = ask.address.field("prefix").unwrap_or_default();
    let mut rows = "   Last modified              Size        Name\n".to_owned();
    match prefix {
        "" => folder(&mut rows, ROOT),
        ROOT => dumps.years().iter().for_each(|year| folder(&mut rows, year)),
        prefix => {
            for (key, file) in dumps.iter().filter(|(key, _)| key.starts_with(prefix)) {
                let modified = file.modified.strftime("%Y-%m-%dT%H:%M:%S.000Z");
                let link = link("download", key, name::of_key(key));
                let size = size(file.content.len());
                writeln!(rows, "   {modified}   {size:>9}   {link}").expect(WRITES);
            }
        }
    }
    markup::page(&format!("Discogs data dumps: {prefix}"), &format!("<pre>\n{rows}</pre>"))
}

const WRITES: &str = "a text can be written to";

fn folder(rows: &mut String, folder: &str) {
    let link = link("prefix", folder, folder);
    writeln!(rows, "                                        {link}").expect(WRITES);
}

fn link(field: &str, key: &str, text: &str) -> String {
    let query = serde_urlencoded::to_string([(field, key)]).expect("two texts make a field");
    format!("<a href=\"?{query}\">{}</a>", markup::escape(text))
}

/// As people read it.
fn size(bytes: usize) -> String {
    let mut size = bytes as f64;
    for unit in ["B", "kB", "MB"] {
        if size < 1_000.0 {
            return if unit == "B" { format!("{bytes} B") } else { format!("{size:.1} {unit}") };
        }
        size /= 1_000.0;
    }
    format!("{size:.1} GB")
}
