//! Which files make up a dump, and what is said of those that do not.

use std::fs;

use crate::{dump, run::Dataget};

#[test]
fn a_file_without_a_date_in_its_name_is_of_the_day_on_which_it_was_changed() {
    let dataget = Dataget::new();
    let path = dataget.path().join("masters.xml");
    dump::write(&path, &dump::many("masters", 3));
    // 2 March 2024, noon.
    let changed = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_709_380_800);
    fs::File::options().write(true).open(&path).unwrap().set_modified(changed).unwrap();
    dataget.run(&["load", "masters.xml"]).succeeds();
    assert_eq!(dataget.generations(), ["*20240302"]);
}

#[test]
fn a_kind_is_told_by_the_content_where_the_name_does_not() {
    let dataget = Dataget::new();
    dump::write(&dataget.path().join("20261101.xml"), &dump::many("releases", 3));
    dataget.run(&["load", "20261101.xml"]).succeeds();
    assert_eq!(dataget.counts("song"), [3, 3, 3]);
}

#[test]
fn a_file_named_twice_is_loaded_once() {
    let dataget = Dataget::new();
    dump::write(&dataget.path().join("20261101_labels.xml"), &dump::many("labels", 3));
    dataget.run(&["load", "20261101_labels.xml", "20261101_labels.xml"]).succeeds();
    dataget.folder("x");
    dataget.run(&["load", "20261101_labels.xml", "x/../20261101_labels.xml"]).succeeds();
}

#[test]
fn other_files_in_the_folder_do_not_matter() {
    let dataget = Dataget::new();
    let folder = dataget.folder("november");
    dump::month(&folder, "20261101", 3);
    for name in ["notes.txt", "discogs_20261101_releases.xml.gz.part", ".DS_Store", "index.html"] {
        fs::write(folder.join(name), "something else").unwrap();
    }
    fs::create_dir(folder.join("discogs_20261001_artists.xml")).unwrap();
    dataget.run(&["load", "november"]).succeeds();
    assert_eq!(dataget.counts("song"), [6, 6, 3]);
}

#[test]
fn what_is_no_dump_is_refused_with_the_way_out() {
    let dataget = Dataget::loaded(|folder| dump::month(folder, "20261001", 3));
    let write = |name: &str, bytes: &[u8]| fs::write(dataget.path().join(name), bytes).unwrap();
    dataget.folder("empty");
    dataget.folder("notes");
    write("notes/readme.txt", b"hello");
    write("page.xml.gz", b"<!DOCTYPE html>\n<html><title>429 Too Many Requests</title></html>");
    write("page2.xml.gz", &dump::gzip(b"<!DOCTYPE html>\n<html>Not found</html>"));
    write("empty.xml", b"");
    write("empty.xml.gz", &dump::gzip(b""));
    write("blank.xml", b" \n<!-- nothing -->\n");
    write("list.xml", b"id,name\n1,Nordlicht\n");
    write("binary.xml.gz", &[0, 159, 146, 150, 7, 8, 9, 10, 255, 0, 0, 1]);
    write("short.xml.gz", &dump::gzip(dump::many("labels", 3).as_bytes())[..5]);
    write("other.xml", b"<songs>\n<song/>\n</songs>\n");

    let both = dataget.folder("both");
    dump::month(&both, "20261101", 3);
    dump::write(&both.join("discogs_20261201_labels.xml.gz"), &dump::many("labels", 3));

    let twice = dataget.folder("twice");
    dump::write(&twice.join("discogs_20261101_labels.xml.gz"), &dump::many("labels", 3));
    dump::write(&twice.join("discogs_20261101_labels.xml"), &dump::many("labels", 3));

    let swapped = dataget.folder("swapped");
    dump::write(&swapped.join("discogs_20261101_labels.xml.gz"), &dump::many("artists", 3));
    dump::write(&swapped.join("discogs_20261101_artists.xml.gz"), &dump::many("labels", 3));

    let commands: [&[&str]; 15] = [
        &["load", "nowhere"],
        &["load", "nowhere/discogs_20261101_labels.xml.gz"],
        &["load", "empty"],
        &["load", "notes"],
        &["load", "page.xml.gz"],
        &["load", "page2.xml.gz"],
        &["load", "empty.xml"],
        &["load", "empty.xml.gz"],
        &["load", "blank.xml"],
        &["load", "list.xml"],
        &["load", "binary.xml.gz"],
        &["load", "short.xml.gz"],
        &["load", "both"],
        &["load", "twice"],
        &["load", "swapped"],
    ];
    for arguments in commands {
        dataget.refuses(arguments);
        dataget.refuses(&[arguments, &["--force"]].concat());
    }
    insta::assert_snapshot!(dataget.transcript(&commands));
    assert_eq!(dataget.generations(), ["*20261001"]);
}

#[test]
fn a_load_that_is_refused_makes_no_data_folder() {
    let dataget = Dataget::new();
    fs::write(dataget.path().join("page.xml"), "<html></html>").unwrap();
    for path in ["nowhere", "page.xml"] {
        dataget.refuses(&["load", path]);
        assert!(!dataget.path().join("data").exists());
    }
}
