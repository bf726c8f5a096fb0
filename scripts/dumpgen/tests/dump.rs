//! What users of a generated dump rely on.

use std::collections::HashSet;

use dumpgen::{Form, Kind, Options};
use quick_xml::{Reader, events::Event};

const FORMS: [Form; 2] = [Form::Y2020, Form::Y2026];

fn options(releases: u32, form: Form) -> Options {
    Options { releases, form, ..Options::default() }
}

fn generated(kind: Kind, options: &Options) -> String {
    let mut xml = Vec::new();
    dumpgen::write(kind, options, &mut xml).unwrap();
    String::from_utf8(xml).unwrap()
}

/// The records of a file, each from its start tag on.
fn records(xml: &str, kind: Kind) -> Vec<&str> {
    let start = format!("\n<{}", &kind.name()[..kind.name().len() - 1]);
    xml.split(start.as_str()).skip(1).collect()
}

/// The text between the first `before` and the `after` that follows it.
fn between<'x>(record: &'x str, before: &str, after: &str) -> Option<&'x str> {
    record.split_once(before)?.1.split_once(after).map(|(found, _)| found)
}

fn ids(xml: &str, kind: Kind) -> Vec<u64> {
    let (before, after) = match kind {
        Kind::Artists | Kind::Labels => ("<id>", "<"),
        Kind::Masters | Kind::Releases => (" id=\"", "\""),
    };
    let id = |record| between(record, before, after).unwrap().parse().unwrap();
    records(xml, kind).into_iter().map(id).collect()
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_one_others() {
    for kind in Kind::ALL {
        let first = options(300, Form::Y2026);
        let other = Options { seed: 2, ..first.clone() };
        assert_eq!(generated(kind, &first), generated(kind, &first));
        assert_ne!(generated(kind, &first), generated(kind, &other));
    }
}

#[test]
fn every_file_is_well_formed() {
    for form in FORMS {
        for kind in Kind::ALL {
            let xml = generated(kind, &options(2000, form));
            let mut reader = Reader::from_str(&xml);
            reader.config_mut().check_end_names = true;
            let (mut depth, mut references) = (0_u32, 0_u32);
            loop {
                match reader.read_event().unwrap() {
                    Event::Start(element) => {
                        depth += 1;
                        for attribute in element.attributes() {
                            attribute.unwrap();
                        }
                    }
                    Event::End(_) => depth -= 1,
                    Event::GeneralRef(_) => references += 1,
                    Event::Eof => break,
                    _ => {}
                }
            }
            assert_eq!(depth, 0);
            assert!(references > 0, "{kind:?} has no entity");
        }
    }
}

#[test]
fn every_record_begins_a_line_and_the_root_is_closed() {
    for kind in Kind::ALL {
        let xml = generated(kind, &options(500, Form::Y2026));
        let element = &kind.name()[..kind.name().len() - 1];
        assert!(xml.starts_with(&format!("<{}>\n<{element}", kind.name())));
        assert!(xml.ends_with(&format!("</{element}>\n</{}>", kind.name())));
        let ids = ids(&xml, kind);
        assert!(ids.len() > 20 && ids.is_sorted_by(|a, b| a < b));
    }
}

#[test]
fn artists_and_labels_are_found_where_they_are_referred_to() {
    let options = options(1000, Form::Y2026);
    let named = |kind| -> HashSet<(u64, String)> {
        let xml = generated(kind, &options);
        let names = records(&xml, kind)
            .into_iter()
            .map(|record| between(record, "<name>", "</name>").unwrap().to_owned());
        ids(&xml, kind).into_iter().zip(names).collect()
    };
    let (artists, labels) = (named(Kind::Artists), named(Kind::Labels));
    let special = ["Various", "Unknown Artist", "No Artist"];
    let releases = generated(Kind::Releases, &options);
    let mut seen = 0;
    for credit in releases.split("<artist><id>").skip(1) {
        let (id, rest) = credit.split_once("</id><name>").unwrap();
        let name = rest.split_once("</name>").unwrap().0.to_owned();
        seen += 1;
        let known = artists.contains(&(id.parse().unwrap(), name.clone()));
        assert!(known || special.contains(&name.as_str()), "{id} {name}");
    }
    for company in releases.split("<company><id>").skip(1) {
        let (id, rest) = company.split_once("</id><name>").unwrap();
        let name = rest.split_once("</name>").unwrap().0.to_owned();
        seen += 1;
        assert!(labels.contains(&(id.parse().unwrap(), name)));
    }
    assert!(seen > 5000);
}

#[test]
fn a_master_and_its_releases_agree() {
    let options = options(2000, Form::Y2020);
    let masters = generated(Kind::Masters, &options);
    let releases = generated(Kind::Releases, &options);
    let shared = |record| {
        ["artists", "title", "genres"].map(|element| {
            between(record, &format!("<{element}>"), &format!("</{element}>")).unwrap()
        })
    };
    let releases: Vec<_> = ids(&releases, Kind::Releases)
        .into_iter()
        .zip(records(&releases, Kind::Releases))
        .collect();
    let masters: Vec<_> =
        ids(&masters, Kind::Masters).into_iter().zip(records(&masters, Kind::Masters)).collect();
    let mut members = 0;
    for (id, master) in masters {
        let main = between(master, "<main_release>", "<").unwrap().parse::<u64>().unwrap();
        let of_master = releases
            .iter()
            .filter(|(_, release)| release.contains(&format!("\">{id}</master_id>")));
        let of_master: Vec<_> = of_master.collect();
        assert!(of_master.len() >= 2, "master {id} has {} releases", of_master.len());
        members += of_master.len();
        for (release_id, release) in of_master {
            assert_eq!(shared(release), shared(master));
            assert_eq!(release.contains("is_main_release=\"true\""), *release_id == main);
        }
    }
    assert!((1200..=1400).contains(&members), "{members} of 2000 releases have a master");
}

#[test]
fn the_forms_differ_as_the_years_did() {
    let [old, new] = FORMS.map(|form| generated(Kind::Releases, &options(3000, form)));
    assert!(old.is_ascii() && !new.is_ascii());
    for (text, in_old, in_new) in [
        ("status=\"Accepted\"", true, false),
        ("<images>", true, false),
        ("<series>", false, true),
        ("<master_id>0</master_id>", false, true),
        ("&#13;", true, true),
        ("<sub_tracks>", true, true),
        ("<released/>", true, true),
        ("?</released>", true, true),
        ("<artist><name>", true, true),
        ("https://youtu.be/", true, true),
    ] {
        assert_eq!((old.contains(text), new.contains(text)), (in_old, in_new), "{text}");
    }
}

#[test]
fn a_release_is_about_as_long_as_a_real_one() {
    let xml = generated(Kind::Releases, &options(5000, Form::Y2026));
    let mean = xml.len() / 5000;
    assert!((3100..3700).contains(&mean), "{mean} bytes");
}

#[test]
fn a_dump_is_four_files_and_their_checksums() {
    let folder = tempfile::tempdir().unwrap();
    let options = options(50, Form::Y2026);
    dumpgen::write_dump(folder.path(), &options, true).unwrap();
    let read = |name: &str| std::fs::read(folder.path().join(name)).unwrap();
    let checksums = String::from_utf8(read("discogs_20261101_CHECKSUM.txt")).unwrap();
    assert_eq!(checksums.lines().count(), 4);
    for line in checksums.lines() {
        let (hash, name) = line.split_once(' ').unwrap();
        assert_eq!(hash.len(), 64);
        assert!(name.starts_with("discogs_20261101_") && name.ends_with(".xml.gz"));
        let mut xml = String::new();
        let gzip = read(name);
        std::io::Read::read_to_string(&mut flate2::read::MultiGzDecoder::new(&gzip[..]), &mut xml)
            .unwrap();
        assert!(xml.starts_with('<') && xml.ends_with('>'));
    }
}
