//! The pages on which data.discogs.com and web servers list files.

use super::{FileName, ListedFile, Listing, links::links};
use crate::download::Layout;

/// What a page tells.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::download) struct Page {
    /// How the files are named, if links to some, or to the folder of all, tell it.
    pub(in crate::download) layout: Option<Layout>,
    /// The files it has links to.
    pub(in crate::download) listing: Listing,
}

/// Reads a page that stands at `base`, as far as it has links.
pub(in crate::download) fn read_page(html: &str) -> Page {
    let (mut layout, mut files) = (None, Vec::new());
    for link in links(html) {
        let download = link.href.split_once("download=").map(|(_, key)| key);
        let target = download.unwrap_or(&link.href);
        let target = target.split(['&', '#']).next().unwrap_or_default();
        let (folder, last) = target.rsplit_once('/').unwrap_or(("", target));
        let name = last.parse::<FileName>().ok();
        let told = match name {
            _ if download.is_some() || link.href.contains("?prefix=") => Some(Layout::Query),
            Some(name) if in_year(folder, name) => Some(Layout::Tree),
            Some(_) => Some(Layout::Folder),
            None if last.is_empty() && folder.rsplit('/').next() == Some("data") => {
                Some(Layout::Tree)
            }
            None => None,
        };
        // Links to files tell more than a link to a folder beside them.
        if layout.is_none() || (name.is_some() && layout != Some(Layout::Query)) {
            layout = told.or(layout);
        }
        if let Some(name) = name {
            let modified = Some(link.beside).filter(|text| !text.is_empty());
            let size = modified.as_deref().and_then(size);
            files.push(ListedFile { name, size, modified, etag: None });
        }
    }
    Page { layout, listing: Listing::new(files) }
}

fn in_year(folder: &str, name: FileName) -> bool {
    let year = name.date.day().year();
    folder.ends_with(&format!("data/{year}"))
}

/// The size among the words of a row, in bytes: a number with a unit, else the last whole one.
fn size(row: &str) -> Option<u64> {
    let words: Vec<&str> = row.split(' ').collect();
    let with_unit = words.iter().enumerate().find_map(|(at, word)| {
        let letters = word.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(word.len());
        let (number, unit) = word.split_at(letters);
        let unit = if unit.is_empty() { words.get(at + 1).copied()? } else { unit };
        Some(number.replace(',', "").parse::<f64>().ok()? * factor(unit)?)
    });
    let last = || words.iter().rev().find_map(|word| word.parse().ok());
    with_unit.map(|bytes| bytes.round() as u64).or_else(last)
}

/// How many bytes a unit has. Those with a thousand count as those with 1,024: who reads `MB` on
/// such pages cannot know, and rather needs too much room than too little.
fn factor(unit: &str) -> Option<f64> {
    let power = match unit.to_ascii_lowercase().as_str() {
        "b" | "byte" | "bytes" => 0,
        "k" | "kb" | "kib" => 1,
        "m" | "mb" | "mib" => 2,
        "g" | "gb" | "gib" => 3,
        "t" | "tb" | "tib" => 4,
        _ => return None,
    };
    Some(1024_f64.powi(power))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(html: &str) -> (Option<Layout>, Vec<(String, Option<u64>)>) {
        let Page { layout, listing } = read_page(html);
        (layout, listing.files.iter().map(|file| (file.name.to_string(), file.size)).collect())
    }

    fn labels(size: u64) -> Vec<(String, Option<u64>)> {
        vec![("discogs_20261101_labels.xml.gz".to_owned(), Some(size))]
    }

    #[test]
    fn a_page_of_data_discogs_com_is_read() {
        let row = |href: &str| {
            format!(
                "<table><tr><td><a href=\"?prefix=data%2F\">..</a></td></tr>\n<tr>\n\
                 <td><a href=\"{href}\">discogs_20261101_labels.xml.gz</a></td>\n\
                 <td>86.0 MB</td>\n<td>2026-11-01 19:01</td>\n</tr></table>"
            )
        };
        for href in [
            "?download=data%2F2026%2Fdiscogs_20261101_labels.xml.gz",
            "/?download=data/2026/discogs_20261101_labels.xml.gz&amp;x=1",
            "https://data.discogs.com/?download=data%2f2026%2fdiscogs_20261101_labels.xml.gz",
        ] {
            assert_eq!(read(&row(href)), (Some(Layout::Query), labels(90_177_536)), "{href}");
        }
    }

    #[test]
    fn a_year_without_files_is_still_a_page_of_data_discogs_com() {
        assert_eq!(read("<a href='?prefix=data%2F'>..</a>"), (Some(Layout::Query), vec![]));
    }

    #[test]
    fn pages_of_web_servers_are_read() {
        let nginx = "<pre><a href=\"../\">../</a>\n<a href=\"discogs_20261101_labels.xml.gz\">\
                     discogs_20261101_labels..&gt;</a>  01-Nov-2026 19:00   123456\n</pre>";
        assert_eq!(read(nginx), (Some(Layout::Folder), labels(123_456)));
        let apache = "<tr><td><a href=\"discogs_20261101_labels.xml.gz\">x</a></td>\
                      <td align=\"right\">2026-11-01 19:00  </td><td align=\"right\"> 86M</td></tr>";
        assert_eq!(read(apache), (Some(Layout::Folder), labels(86 << 20)));
        let python = "<ul><li><a href=\"data/\">data/</a></li></ul>";
        assert_eq!(read(python), (Some(Layout::Tree), vec![]));
        let deep = "<a href=\"/data/2026/discogs_20261101_labels.xml.gz\">x</a> 7";
        assert_eq!(read(deep), (Some(Layout::Tree), labels(7)));
    }

    #[test]
    fn a_page_about_something_else_tells_nothing() {
        assert_eq!(read("<html>Just a moment...<a href='/help'>help</a>"), (None, vec![]));
    }

    #[test]
    fn sizes_are_found_among_dates() {
        for (row, bytes) in [
            ("2026-11-01 19:00 477.1 MB", Some(500_275_610)),
            ("386 B Nov 1, 2026", Some(386)),
            ("10.4G", Some(11_166_914_970)),
            ("1,024 bytes", Some(1024)),
            ("01-Nov-2026 19:00 -", None),
            ("", None),
        ] {
            assert_eq!(size(row), bytes, "{row:?}");
        }
    }
}
