//! A dump that is cut or damaged is refused, and the catalogue stays as it was.

use std::fs;

use crate::{dump, run::Dataget};

/// With a catalogue loaded, and a file to be damaged.
struct Damaging {
    dataget: Dataget,
    file: String,
    whole: Vec<u8>,
}

impl Damaging {
    fn new(name: &str) -> Self {
        let dataget = Dataget::loaded(|folder| dump::month(folder, "20261001", 40));
        let path = dataget.path().join(name);
        dump::write(&path, &dump::many("releases", 40));
        let whole = fs::read(path).unwrap();
        Self { dataget, file: name.to_owned(), whole }
    }

    fn refused(&self, bytes: &[u8]) -> String {
        fs::write(self.dataget.path().join(&self.file), bytes).unwrap();
        let error = self.dataget.refuses(&["load", &self.file]);
        assert!(error.contains(&self.file), "{error}");
        assert!(error.contains("ownload"), "no way out in: {error}");
        error
    }
}

impl Drop for Damaging {
    fn drop(&mut self) {
        if std::thread::panicking() {
            return;
        }
        assert_eq!(self.dataget.generations(), ["*20261001"]);
        assert_eq!(self.dataget.counts("song"), [80, 80, 40]);
        // It was the damage that was refused.
        fs::write(self.dataget.path().join(&self.file), &self.whole).unwrap();
        self.dataget.run(&["load", &self.file]).succeeds();
    }
}

#[test]
fn a_gzip_cut_anywhere_is_refused() {
    let damaging = Damaging::new("discogs_20261101_releases.xml.gz");
    let length = damaging.whole.len();
    let places = [0, 1, 2, 9, 10, 11, length - 9, length - 8, length - 4, length - 1];
    for place in places.into_iter().chain((20..length).step_by(length / 8)) {
        damaging.refused(&damaging.whole[..place]);
    }
}

#[test]
fn a_gzip_with_a_flipped_byte_is_refused() {
    let damaging = Damaging::new("discogs_20261101_releases.xml.gz");
    let length = damaging.whole.len();
    // Bytes 3 to 9 hold a time and the like, which nothing depends on.
    let places = [0, 1, 2, 10, length - 8, length - 5, length - 4, length - 1];
    for place in places.into_iter().chain((12..length).step_by(length / 8)) {
        let mut bytes = damaging.whole.clone();
        bytes[place] ^= 0x5a;
        damaging.refused(&bytes);
    }
}

#[test]
fn something_behind_the_gzip_is_refused() {
    let damaging = Damaging::new("discogs_20261101_releases.xml.gz");
    for garbage in [&b"\n"[..], b"\0\0\0\0", b"<html>Bad Gateway</html>", &dump::gzip(b"more")] {
        damaging.refused(&[&damaging.whole, garbage].concat());
    }
}

#[test]
fn plain_xml_cut_anywhere_is_refused() {
    let damaging = Damaging::new("discogs_20261101_releases.xml");
    let end = damaging.whole.trim_ascii_end().len();
    for place in (0..end).step_by(end / 8).chain([end - 1, end - 5, end - "</releases>".len()]) {
        damaging.refused(&damaging.whole[..place]);
    }
}

#[test]
fn something_behind_the_root_element_is_refused() {
    let damaging = Damaging::new("discogs_20261101_releases.xml");
    let whole = &damaging.whole[..];
    for garbage in [
        &b"x"[..],
        b"<html>Bad Gateway</html>",
        b"</releases>",
        b"<releases></releases>",
        b"junk</releases>",
        b"\n</releases >",
        b"<html>Bad Gateway</html>\n</releases>",
        whole,
    ] {
        let error = damaging.refused(&[whole, garbage].concat());
        assert!(error.contains(" goes on behind </releases>, at byte "), "{error}");
    }
}

#[test]
fn a_dump_without_a_record_is_refused() {
    let damaging = Damaging::new("discogs_20261101_releases.xml");
    for xml in ["<releases></releases>", "<releases>\n</releases>\n", "<releases/>"] {
        damaging.refused(xml.as_bytes());
    }
}

#[test]
fn one_bad_file_among_good_ones_is_enough() {
    let dataget = Dataget::loaded(|folder| dump::month(folder, "20261001", 5));
    let folder = dataget.folder("november");
    for kind in dump::KINDS {
        dump::month(&folder, "20261101", 5);
        let path = folder.join(dump::name("20261101", kind));
        let whole = fs::read(&path).unwrap();
        fs::write(&path, &whole[..whole.len() - 10]).unwrap();
        assert!(dataget.refuses(&["load", "november"]).contains(kind));
    }
}

#[test]
fn each_damage_is_named() {
    let gz = Damaging::new("discogs_20261101_releases.xml.gz");
    let xml = Damaging::new("discogs_20261101_releases.xml");
    let mut flipped = gz.whole.clone();
    flipped[gz.whole.len() - 6] ^= 1;
    let errors = [
        gz.refused(&gz.whole[..200]),
        gz.refused(&flipped),
        gz.refused(&[&gz.whole[..], b"garbage"].concat()),
        xml.refused(xml.whole.trim_ascii_end().strip_suffix(b"</releases>").unwrap()),
        xml.refused(&[&xml.whole[..], b"<html>Bad Gateway</html>"].concat()),
        xml.refused(&[&xml.whole[..], &xml.whole].concat()),
        xml.refused(&[&xml.whole[..], b"</releases>"].concat()),
        xml.refused(b"<releases>\n</releases>\n"),
    ];
    insta::assert_snapshot!(errors.join("\n"));
}
