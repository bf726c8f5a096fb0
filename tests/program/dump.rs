//! Small dumps, written by hand: all that is in them is invented.

use std::{fs, io::Write, path::Path};

use flate2::{Compression, write::GzEncoder};

pub(crate) const KINDS: [&str; 4] = ["artists", "labels", "masters", "releases"];

/// The file name of a kind.
pub(crate) fn name(date: &str, kind: &str) -> String {
    format!("discogs_{date}_{kind}.xml.gz")
}

/// Writes a file, compressed if its name says so.
pub(crate) fn write(path: &Path, xml: &str) {
    let is_gzip = path.extension().is_some_and(|extension| extension == "gz");
    fs::write(path, if is_gzip { gzip(xml.as_bytes()) } else { xml.as_bytes().to_vec() }).unwrap();
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut writer = GzEncoder::new(Vec::new(), Compression::default());
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

/// So many records of a kind, in their root element.
pub(crate) fn many(kind: &str, count: u32) -> String {
    whole(kind, &(1..=count).map(|id| record(kind, id)).collect::<String>())
}

/// Records in their root element.
pub(crate) fn whole(kind: &str, records: &str) -> String {
    format!("<{kind}>\n{records}</{kind}>\n")
}

/// A record with little in it.
pub(crate) fn record(kind: &str, id: u32) -> String {
    let year = 1990 + id % 10;
    let credit =
        format!("<artists><artist><id>{id}</id><name>Singer {id}</name></artist></artists>");
    let video = format!(
        "<videos><video src=\"https://www.youtube.com/watch?v=video{id:06}\" duration=\"{}\" \
         embed=\"true\"><title>Video {id}</title></video></videos>",
        60 + id
    );
    let about = "<genres><genre>Electronic</genre></genres><styles><style>Techno</style></styles>";
    match kind {
        "artists" => format!("<artist><id>{id}</id><name>Singer {id}</name></artist>\n"),
        "labels" => format!("<label><id>{id}</id><name>Press {id}</name></label>\n"),
        "masters" => format!(
            "<master id=\"{id}\"><main_release>{id}</main_release>{credit}{about}\
             <year>{year}</year><title>Song {id}</title>{video}</master>\n"
        ),
        "releases" => format!(
            "<release id=\"{id}\">{credit}<title>Song {id}</title><labels><label \
             catno=\"P {id}\" id=\"{id}\" name=\"Press {id}\"/></labels>{about}\
             <country>Norway</country><released>{year}</released>{video}</release>\n"
        ),
        kind => panic!("{kind} is no kind"),
    }
}

/// A month of all four kinds with so many records each.
pub(crate) fn month(folder: &Path, date: &str, count: u32) {
    for kind in KINDS {
        write(&folder.join(name(date, kind)), &many(kind, count));
    }
}

/// A small catalogue in which everything occurs that an answer shows, present and absent: of
/// 1 November 2026.
pub(crate) fn catalogue(folder: &Path) {
    for (kind, records) in [
        ("artists", include_str!("catalogue/artists.xml")),
        ("labels", include_str!("catalogue/labels.xml")),
        ("masters", include_str!("catalogue/masters.xml")),
        ("releases", include_str!("catalogue/releases.xml")),
    ] {
        write(&folder.join(name("20261101", kind)), records);
    }
}

/// A generated month, large enough to be interrupted.
pub(crate) fn large(folder: &Path, date: &str, releases: u32) {
    let options = dumpgen::Options { releases, date: date.to_owned(), ..Default::default() };
    dumpgen::write_dump(folder, &options, true).unwrap();
}
