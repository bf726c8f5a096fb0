//! A CHECKSUM file beside the dump is heeded.

use std::{fs, path::Path};

use md5::Md5;
use sha2::{Digest, Sha256};

use crate::{dump, run::Dataget};

fn hex<D: Digest>(path: &Path) -> String {
    let digest = D::digest(fs::read(path).unwrap());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Another digit in the middle.
fn wrong(hex: &str) -> String {
    let (middle, digit) = (hex.len() / 2, hex.as_bytes()[hex.len() / 2]);
    let other = if digit == b'0' { "1" } else { "0" };
    format!("{}{other}{}", &hex[..middle], &hex[middle + 1..])
}

#[test]
fn a_list_of_any_form_is_heeded() {
    let dataget = Dataget::loaded(|folder| dump::month(folder, "20261001", 5));
    let folder = dataget.folder("november");
    let names = dump::KINDS.map(|kind| dump::name("20261101", kind));
    dump::month(&folder, "20261101", 5);
    let list = folder.join("discogs_20261101_CHECKSUM.txt");
    let hashes: [fn(&Path) -> String; 2] = [hex::<Sha256>, hex::<Md5>];
    for hash in hashes {
        for between in [" ", "  ", " *"] {
            let line = |name: &String| format!("{}{between}{name}\n", hash(&folder.join(name)));
            // In another order than that in which the files are read.
            let lines: Vec<String> = names.iter().rev().map(line).collect();
            for damaged in 0..lines.len() {
                let mut lines = lines.clone();
                lines[damaged] = wrong(&lines[damaged][..lines[damaged].find(' ').unwrap()])
                    + &lines[damaged][lines[damaged].find(' ').unwrap()..];
                fs::write(&list, lines.concat()).unwrap();
                let error = dataget.refuses(&["load", "november"]);
                let name = &names[names.len() - 1 - damaged];
                assert!(error.contains(name) && error.contains("CHECKSUM.txt"), "{error}");
            }
            fs::write(&list, lines.concat()).unwrap();
            dataget.run(&["load", "november"]).succeeds();
        }
    }
}

#[test]
fn a_mismatch_is_explained_and_cannot_be_forced() {
    let dataget = Dataget::loaded(|folder| dump::month(folder, "20261001", 5));
    let file = dump::name("20261101", "labels");
    dump::write(&dataget.path().join(&file), &dump::many("labels", 5));
    let list = format!("{} {file}\n", "0123456789abcdef".repeat(4));
    fs::write(dataget.path().join("discogs_20261101_CHECKSUM.txt"), list).unwrap();
    let error = dataget.refuses(&["load", &file]);
    assert_eq!(dataget.refuses(&["load", &file, "--force"]), error);
    let found = hex::<Sha256>(&dataget.path().join(&file));
    insta::assert_snapshot!(error.replace(&found, "FOUND"));
    assert_eq!(dataget.generations(), ["*20261001"]);
}

#[test]
fn a_list_that_does_not_name_the_file_says_nothing_of_it() {
    let dataget = Dataget::new();
    let file = dump::name("20261101", "labels");
    dump::write(&dataget.path().join(&file), &dump::many("labels", 5));
    let list = format!("{} discogs_20261101_artists.xml.gz\n", "0".repeat(64));
    fs::write(dataget.path().join("discogs_20261101_CHECKSUM.txt"), list).unwrap();
    dataget.run(&["load", &file]).succeeds();
}

#[test]
fn capitals_and_windows_line_ends_do_not_matter() {
    let dataget = Dataget::new();
    let file = dump::name("20261101", "labels");
    let path = dataget.path().join(&file);
    dump::write(&path, &dump::many("labels", 5));
    let list = dataget.path().join("discogs_20261101_CHECKSUM.txt");
    fs::write(&list, format!("{} *{file}\r\n", hex::<Sha256>(&path).to_uppercase())).unwrap();
    dataget.run(&["load", &file]).succeeds();
}
