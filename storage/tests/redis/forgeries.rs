//! Values whose digests all fit, and which are wrong all the same: the server is not to be trusted
//! more than a file, and a question never panics.

use std::{
    ops::Range,
    panic::{AssertUnwindSafe, catch_unwind},
};

use roaring::RoaringBitmap;
use serde_json::{Value as Json, json};
use storage::{
    index::{Index, Need, Plan, Rank, ValueField},
    redis::Error,
};
use xxhash_rust::xxh3::xxh3_64;

use crate::{fixture::ENTRIES, questions::value_plan, stored::Stored};

/// Numbers of sections, as in `storage/src/index/file.rs`.
const BY_ENTRY: usize = 3;
const WORK_ENDS: usize = 4;
const WORK_COUNTS: usize = 5;
const ENTRY_VIDEOS: usize = 14;
const VIDEO_OWNERS: usize = 39;
const VIDEOS_BY_ID: usize = 40;
const FORMAT_SETS: usize = 41;

fn digest(bytes: &[u8]) -> Json {
    json!(format!("{:016x}", xxh3_64(bytes)))
}

fn about(stored: &mut Stored) -> Json {
    let key = stored.key("{about}");
    serde_json::from_str(&stored.ask::<String>("GET", &[&key])).unwrap()
}

fn set(stored: &mut Stored, rest: &str, value: &[u8]) {
    let key = stored.key(rest);
    stored.set(&key, value);
}

/// Changes a section and all digests that lead to it.
fn forge_section(stored: &mut Stored, section: usize, change: impl FnOnce(&mut [u8])) {
    let mut about = about(stored);
    let number = |value: &Json| value.as_u64().unwrap() as usize;
    let (start, end) = (number(&about["cut"]["start"]), number(&about["cut"]["end"]));
    let piece = number(&about["piece"]);
    let mut image = Vec::new();
    for n in 0..about["pieces"].as_array().unwrap().len() {
        let key = stored.key(&format!("{{p{n}}}:image"));
        image.extend(stored.ask::<Vec<u8>>("GET", &[&key]));
    }
    let read = |image: &[u8], at: usize| {
        u64::from_le_bytes(image[at..at + 8].try_into().unwrap()) as usize
    };
    let sections = read(&image, 12) & 0xffff_ffff;
    let entries = (0..sections).map(|n| 32 + 32 * n);
    let entry = entries.clone().find(|&at| read(&image, at) == section).unwrap();
    let offset = read(&image, entry + 8);
    let offset = if offset >= end { offset - (end - start) } else { offset };
    let range: Range<usize> = offset..offset + read(&image, entry + 16);
    change(&mut image[range.clone()]);
    let of_section = xxh3_64(&image[range]).to_le_bytes();
    image[entry + 24..entry + 32].copy_from_slice(&of_section);
    let head = 32 + 32 * sections;
    let of_table = xxh3_64(&image[32..head]).to_le_bytes();
    image[24..32].copy_from_slice(&of_table);
    about["digest"] = digest(&image[..head]);
    for (n, bytes) in image.chunks(piece).enumerate() {
        about["pieces"][n] = digest(bytes);
        set(stored, &format!("{{p{n}}}:image"), bytes);
    }
    set(stored, "{about}", about.to_string().as_bytes());
}

/// Puts another bitmap in the place of one, with another count.
fn forge_bitmap(
    stored: &mut Stored,
    chunk: usize,
    field: &str,
    value: &str,
    bitmap: &[u8],
    count: u32,
) {
    let terms = stored.key(&format!("{{c{chunk}}}:terms"));
    let lines = stored.ask::<String>("GET", &[&terms]);
    let forged = lines.lines().map(|line| {
        let mut term: Json = serde_json::from_str(line).unwrap();
        if term[0] == field && term[1] == value {
            term = json!([field, value, count, bitmap.len(), digest(bitmap)]);
        }
        term.to_string() + "\n"
    });
    let forged: String = forged.collect();
    assert_ne!(forged, lines);
    let mut about = about(stored);
    about["chunks"][chunk] = digest(forged.as_bytes());
    set(stored, &format!("{{c{chunk}}}:{field}:{value}"), bitmap);
    set(stored, &format!("{{c{chunk}}}:terms"), forged.as_bytes());
    set(stored, "{about}", about.to_string().as_bytes());
}

fn bitmap(stored: &mut Stored, key: &str) -> RoaringBitmap {
    let key = stored.key(key);
    RoaringBitmap::deserialize_from(&*stored.ask::<Vec<u8>>("GET", &[&key])).unwrap()
}

fn bytes_of(bitmap: &RoaringBitmap) -> Vec<u8> {
    let mut bytes = Vec::new();
    bitmap.serialize_into(&mut bytes).unwrap();
    bytes
}

/// It is told at once and when it is asked again, by who fetches it and by who warms up.
fn is_refused(stored: &Stored, load: impl Fn(&Index) -> Result<(), Error>) {
    let index = stored.open();
    for _ in 0..2 {
        let error = catch_unwind(AssertUnwindSafe(|| load(&index))).expect("no panic").unwrap_err();
        assert!(matches!(error, Error::Damaged { .. }), "{error:?}");
    }
    let error = catch_unwind(AssertUnwindSafe(|| index.warm().err())).expect("no panic");
    assert!(matches!(error, Some(Error::Damaged { .. })), "{error:?}");
}

#[test]
fn columns_that_do_not_fit_each_other_are_refused_each_time() {
    type Change = fn(&mut [u8]);
    let forged: [(usize, Need, Change); 7] = [
        (BY_ENTRY, Need::Ranks, |bytes| bytes[..4].fill(0xff)),
        (WORK_COUNTS, Need::Videos, |bytes| bytes[4..8].fill(0xf0)),
        (WORK_ENDS, Need::Counts, |bytes| *bytes.last_mut().unwrap() = 0x80),
        (ENTRY_VIDEOS, Need::Counts, |bytes| bytes[..4].fill(0xff)),
        (VIDEO_OWNERS, Need::Owners, |bytes| bytes[..4].fill(0xff)),
        (VIDEOS_BY_ID, Need::Owners, |bytes| bytes[..4].fill(0xff)),
        (FORMAT_SETS, Need::Facets, |bytes| bytes[..4].fill(0xff)),
    ];
    for (section, need, change) in forged {
        let mut stored = Stored::on_a_server();
        forge_section(&mut stored, section, change);
        is_refused(&stored, |index| index.load(&[need]));
    }
}

#[test]
fn an_index_of_an_older_layout_says_so() {
    let mut stored = Stored::on_a_server();
    let mut about = about(&mut stored);
    let first = stored.key("{p0}:image");
    let mut piece = stored.ask::<Vec<u8>>("GET", &[&first]);
    piece[8] = 1;
    stored.set(&first, &piece);
    about["pieces"][0] = digest(&piece);
    // Its table was shorter.
    about["digest"] = digest(&piece[..32 + 32 * 38]);
    set(&mut stored, "{about}", about.to_string().as_bytes());
    let error = stored.redis.open_index("20261101".parse().unwrap()).err().unwrap().to_string();
    assert!(error.contains("its layout has version 1"), "{error}");
    assert!(error.contains("dataget index"), "{error}");
}

#[test]
fn ranks_that_no_entry_has_are_refused() {
    let mut stored = Stored::on_a_server();
    let mut set = bitmap(&mut stored, "{c1}:format:Vinyl");
    // Another one that takes as many bytes.
    let last = set.max().unwrap();
    set.remove(last);
    set.insert(((ENTRIES - (1 << 20)) | 0xffff) - 1);
    let count = set.len() as u32;
    forge_bitmap(&mut stored, 1, "format", "Vinyl", &bytes_of(&set), count);
    let vinyl = value_plan(&stored.open(), ValueField::Format, "Vinyl");
    is_refused(&stored, |index| index.load_plan(&vinyl));
}

#[test]
fn bitmaps_that_are_not_of_their_chunk_are_refused() {
    for (set, count) in [
        (RoaringBitmap::from_iter([7, 1 << 20]), 2),
        (RoaringBitmap::from_iter([7, u32::MAX]), 2),
        (RoaringBitmap::from_iter([7, 8]), 1),
        (RoaringBitmap::from_iter([7]), u32::MAX),
    ] {
        let mut stored = Stored::on_a_server();
        forge_bitmap(&mut stored, 0, "format", "Box Set", &bytes_of(&set), count);
        let plan = value_plan(&stored.open(), ValueField::Format, "Box Set");
        is_refused(&stored, |index| index.load_plan(&plan));
    }
}

#[test]
fn a_term_that_comes_twice_is_refused() {
    let mut stored = Stored::on_a_server();
    let terms = stored.key("{c0}:terms");
    let lines = stored.ask::<String>("GET", &[&terms]);
    let lines = lines.repeat(2);
    let mut told = about(&mut stored);
    told["chunks"][0] = digest(lines.as_bytes());
    set(&mut stored, "{c0}:terms", lines.as_bytes());
    set(&mut stored, "{about}", told.to_string().as_bytes());
    let plan = value_plan(&stored.open(), ValueField::Genre, "Electronic");
    is_refused(&stored, |index| index.load_plan(&plan));
}

#[test]
fn what_an_index_says_of_itself_is_no_reason_to_panic() {
    let mut stored = Stored::on_a_server();
    let told = about(&mut stored);
    let number = |path: &str| told.pointer(path).unwrap().as_u64().unwrap();
    for (path, value) in [
        ("/length", u64::MAX),
        ("/length", 0),
        ("/piece", 0),
        ("/piece", u64::MAX),
        ("/piece", 1 << 40),
        ("/cut/start", 0),
        ("/cut/start", number("/cut/end") + 1),
        ("/cut/end", u64::MAX),
        ("/cut/end", number("/cut/end") + 64),
        ("/entries", 5),
        ("/videos", 5),
        ("/chunk_bits", 16),
    ] {
        let mut forged = told.clone();
        *forged.pointer_mut(path).unwrap() = json!(value);
        set(&mut stored, "{about}", forged.to_string().as_bytes());
        let opened =
            catch_unwind(AssertUnwindSafe(|| stored.redis.open_index("20261101".parse().unwrap())));
        let error = opened.unwrap_or_else(|_| panic!("{path} {value}")).err().expect(path);
        assert!(
            matches!(error, Error::Damaged { .. } | Error::Missing { .. }),
            "{path}: {error:?}"
        );
    }
    for chunks in [json!([]), json!(["0000000000000000"])] {
        let mut forged = told.clone();
        forged["chunks"] = chunks;
        set(&mut stored, "{about}", forged.to_string().as_bytes());
        let index = stored.open();
        let plan = value_plan(&index, ValueField::Genre, "Electronic");
        let error = index.load_plan(&plan).unwrap_err();
        assert!(matches!(error, Error::Damaged { .. }), "{error:?}");
    }
    set(&mut stored, "{about}", told.to_string().as_bytes());
    let index = stored.open();
    index.load(&[Need::Entries]).unwrap();
    assert_eq!(index.page(&Plan::All, None, 1), [Rank::at(0)]);
}
