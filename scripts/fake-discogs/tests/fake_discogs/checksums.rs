//! The CHECKSUM file in all its forms.

use fake_discogs::{FakeDiscogs, Form};

use crate::client::{ARTISTS, LABELS};

#[test]
fn a_checksum_is_written_as_it_has_been_over_the_years() {
    let discogs = FakeDiscogs::start();
    discogs.put(LABELS, "abc");
    discogs.put(ARTISTS, "");
    // The values that FIPS 180 and RFC 1321 give for these contents.
    let sha = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    let md5 = ("900150983cd24fb0d6963f7d28e17f72", "d41d8cd98f00b204e9800998ecf8427e");
    let cases = [
        (Form::OneSpace, format!("{sha} {LABELS}\n{empty} {ARTISTS}\n")),
        (Form::TwoSpaces, format!("{sha}  {LABELS}\n{empty}  {ARTISTS}\n")),
        (Form::Star, format!("{sha} *{LABELS}\n{empty} *{ARTISTS}\n")),
        (Form::Md5, format!("{}  {LABELS}\n{}  {ARTISTS}\n", md5.0, md5.1)),
    ];
    assert_eq!(cases.each_ref().map(|(form, _)| *form), Form::ALL);
    for (form, text) in cases {
        assert_eq!(discogs.checksum_text([LABELS, ARTISTS], form), text);
    }
}

#[test]
#[should_panic(expected = "labels.xml.gz is not published")]
fn what_is_not_published_has_no_checksum() {
    let _ = FakeDiscogs::start().checksum_text([LABELS], Form::OneSpace);
}
