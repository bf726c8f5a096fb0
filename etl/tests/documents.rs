//! What becomes of a record: its document, what is kept under `other`, and what is rejected.

use etl::parse::{Parsed, Rejected, parse_chunk};
use proptest::{collection::vec, prelude::*, sample::select};
use serde_json::{Value, json};
use storage::model::Kind;

fn json(kind: Kind, record: &str) -> Value {
    let parsed = parse_chunk(kind, record.as_bytes());
    let [record] = &parsed.records[..] else { panic!("{} records", parsed.records.len()) };
    serde_json::to_value(record.outcome.as_ref().unwrap()).unwrap()
}

fn unknown(kind: Kind, record: &str) -> Vec<(String, u64)> {
    parse_chunk(kind, record.as_bytes()).unknown.into_iter().collect()
}

fn ids(parsed: &Parsed) -> Vec<Result<u32, Option<u32>>> {
    let outcome = |record: &etl::parse::Record| match &record.outcome {
        Ok(document) => Ok(document.id()),
        Err(rejection) => Err(rejection.id),
    };
    parsed.records.iter().map(outcome).collect()
}

#[test]
fn texts_are_kept_exactly() {
    let record = "<release id=\"1\"><title> A&amp;B &#228;&#xE4;\n</title>\
        <notes>one&#13;\ntwo<!-- not this --><![CDATA[<three> & four]]></notes></release>";
    let expected = json!({
        "id": 1, "year": null, "title": " A&B ää\n", "notes": "one\r\ntwo<three> & four"
    });
    assert_eq!(json(Kind::Releases, record), expected);
}

#[test]
fn an_empty_element_is_as_good_as_none() {
    let record = "<release id=\"1\" status=\"\"><title/><notes></notes><genres/><styles> </styles>\
        <genres><genre/></genres><released/><master_id/></release>";
    assert_eq!(json(Kind::Releases, record), json!({"id": 1, "year": null}));
    assert_eq!(unknown(Kind::Releases, record), []);
    let record = "<label><id>1</id><parentLabel/><sublabels/></label>";
    assert_eq!(json(Kind::Labels, record), json!({"id": 1}));
}

#[test]
fn what_the_model_does_not_know_is_kept_and_counted() {
    let record = "<release id=\"1\" colour=\"red\"><plant no=\"2\">Dock<run>5</run><run/></plant>\
        <tracklist total=\"1\">\n<track><isrc>X</isrc><isrc>Y</isrc></track>\n<gap/>stray</tracklist>\
        <title lang=\"sv\">T<b>bold</b></title></release>";
    let expected = json!({
        "id": 1, "year": null, "title": "T",
        "tracklist": [{"other": {"isrc": ["X", "Y"]}}],
        "other": {
            "colour": "red",
            "plant": {"no": "2", "#text": "Dock", "run": ["5", ""]},
            "title": {"lang": "sv", "b": "bold"},
            "tracklist": {"total": "1", "gap": "", "#text": "\n\nstray"},
        }
    });
    assert_eq!(json(Kind::Releases, record), expected);
    let counts = unknown(Kind::Releases, record);
    let expected = [
        ("release/@colour", 1),
        ("release/plant", 1),
        ("release/plant/@no", 1),
        ("release/plant/run", 2),
        ("release/title/@lang", 1),
        ("release/title/b", 1),
        ("release/tracklist/#text", 1),
        ("release/tracklist/@total", 1),
        ("release/tracklist/gap", 1),
        ("release/tracklist/track/isrc", 2),
    ];
    assert_eq!(counts, expected.map(|(path, count)| (path.to_owned(), count)));
}

#[test]
fn a_value_that_does_not_fit_its_field_is_kept_as_it_is() {
    let record = "<master id=\"1\"><year>0</year><year>1999</year><main_release>007</main_release>\
        <title>A</title><title>B</title><title>C</title><genres><genre>X</genre></genres>\
        <genres><genre>Y</genre></genres>\
        <videos><video src=\"s\" duration=\"12.5\" embed=\"yes\"/></videos></master>";
    let expected = json!({
        "id": 1, "year": 0, "title": "A", "genres": ["X", "Y"],
        "videos": [{"src": "s", "other": {"duration": "12.5", "embed": "yes"}}],
        "other": {"year": "1999", "main_release": "007", "title": ["B", "C"]}
    });
    assert_eq!(json(Kind::Masters, record), expected);
}

#[test]
fn the_release_year_and_its_master_are_numbers() {
    for (fields, expected) in [
        ("<released>1999-03-00</released>", json!({"released": "1999-03-00", "year": 1999})),
        ("<released>199?</released>", json!({"released": "199?", "year": null})),
        ("<master_id>0</master_id>", json!({"master_id": 0, "year": null})),
        (
            "<master_id is_main_release=\"true\">7</master_id>",
            json!({"master_id": 7, "is_main_release": true, "year": null}),
        ),
        (
            "<master_id is_main_release=\"no\">x</master_id>",
            json!({"year": null,
                "other": {"master_id": {"#text": "x", "is_main_release": "no"}}}),
        ),
    ] {
        let mut found = json(Kind::Releases, &format!("<release id=\"9\">{fields}</release>"));
        found.as_object_mut().unwrap().remove("id");
        assert_eq!(found, expected, "{fields}");
    }
}

#[test]
fn an_id_before_a_name_belongs_to_it() {
    let record = "<artist><id>1</id><members><id>2</id><name id=\"2\">A</name><id>3</id>\
        <name>B</name><name>C</name><id>4</id><id>5</id><name id=\"6\">D</name><id>7</id>\
        </members></artist>";
    let expected = json!([
        {"id": 2, "name": "A"}, {"id": 3, "name": "B"}, {"name": "C"}, {"id": 4}, {"id": 5},
        {"id": 6, "name": "D"}, {"id": 7}
    ]);
    assert_eq!(json(Kind::Artists, record)["members"], expected);
}

#[test]
fn tracks_hold_tracks() {
    let record = "<release id=\"1\"><tracklist><track><title>I</title><sub_tracks><track>\
        <title>a</title><sub_tracks><track/></sub_tracks></track></sub_tracks></track>\
        </tracklist></release>";
    let expected = json!([{"title": "I", "sub_tracks": [{"title": "a", "sub_tracks": [{}]}]}]);
    assert_eq!(json(Kind::Releases, record)["tracklist"], expected);
}

#[test]
fn several_records_may_share_a_line() {
    let chunk = b"<label><id>1</id></label><label><id>2</id></label>  <!-- x -->\n\n\
        <label><id>3</id></label>\n";
    let parsed = parse_chunk(Kind::Labels, chunk);
    assert_eq!(ids(&parsed), [Ok(1), Ok(2), Ok(3)]);
    let places: Vec<_> = parsed.records.iter().map(|record| record.place).collect();
    for place in &places {
        let xml = &chunk[place.offset..place.offset + place.length];
        assert!(xml.starts_with(b"<label>") && xml.ends_with(b"</label>"));
    }
    assert_eq!(places.iter().map(|place| place.line).collect::<Vec<_>>(), [0, 0, 2]);
    assert_eq!(parsed.newlines, 3);
}

#[test]
fn a_broken_record_is_rejected_alone() {
    let (before, after) =
        ("<release id=\"1\"/>\n", "\n<release id=\"3\"><title>x</title></release>\n");
    for (broken, reason) in [
        ("<release id=\"2\"><title>x</titel></release>", "it is not well-formed: "),
        ("<release id=\"2\"><title>x</title>", "it ends before all its elements are closed"),
        ("<release id=\"2\"><title>x</release>", "it is not well-formed: "),
        ("<release id=\"2\"><title>x", "it ends before all its elements are closed"),
        ("<release id=\"2\"><title", "it is not well-formed: "),
        ("<release id=\"2\"><title>&auml;</title></release>", "`&auml;` is no character"),
        ("<release id=\"2\"><title>a & b</title></release>", "it is not well-formed: "),
        ("<release id=\"2\"><label name=x/></release>", "it is not well-formed: "),
        ("<release id=\"2\"><!-- </release>", "it is not well-formed: "),
        ("<release id=\"2\"><!DOCTYPE x></release>", "`<!DOCTYPE` or `<?xml` stands within it"),
    ] {
        let chunk = format!("{before}{broken}{after}");
        let parsed = parse_chunk(Kind::Releases, chunk.as_bytes());
        assert_eq!(ids(&parsed), [Ok(1), Err(Some(2)), Ok(3)], "{broken}");
        let rejection = parsed.records[1].outcome.as_ref().unwrap_err();
        assert!(rejection.reason.starts_with(reason), "{broken}: {}", rejection.reason);
        assert_eq!(rejection.place.offset, before.len());
        assert_eq!(rejection.place.length, broken.len());
        assert_eq!(rejection.place.line, 1);
    }
}

#[test]
fn a_record_without_a_proper_id_is_rejected() {
    for (kind, record, reason) in [
        (Kind::Releases, "<release><title>x</title></release>", "it has no id"),
        (Kind::Releases, "<release id=\"\"/>", "it has no id"),
        (Kind::Releases, "<release id=\"0\"/>", "its id \"0\" is no number from 1"),
        (Kind::Masters, "<master id=\"x7\"/>", "its id \"x7\" is no number"),
        (Kind::Artists, "<artist><name>x</name></artist>", "it has no id"),
        (Kind::Labels, "<label><id>4294967296</id></label>", "its id \"4294967296\" is no"),
        (Kind::Labels, "<lable><id>1</id></lable>", "`<lable>` stands where a record"),
        (Kind::Labels, "nonsense", "text stands where a record was expected: `nonsense`"),
    ] {
        let parsed = parse_chunk(kind, record.as_bytes());
        assert_eq!(parsed.records.len(), 1, "{record}");
        let rejection = parsed.records[0].outcome.as_ref().unwrap_err();
        assert!(rejection.reason.starts_with(reason), "{record}: {}", rejection.reason);
    }
}

#[test]
fn what_is_not_utf8_is_rejected() {
    let chunk = b"<label><id>1</id><name>\xff</name></label>\n<label><id>2</id></label>";
    let parsed = parse_chunk(Kind::Labels, chunk);
    assert_eq!(ids(&parsed), [Err(Some(1)), Ok(2)]);
    let parsed =
        parse_chunk(Kind::Releases, b"<release id=\"1\" x=\"\xe4\"/>\n<release id=\"2\"/>");
    assert_eq!(ids(&parsed), [Err(Some(1)), Ok(2)]);
}

#[test]
fn nesting_is_bounded() {
    for depth in [40, 100_000] {
        let nested = "<sub_tracks><track>".repeat(depth) + &"</track></sub_tracks>".repeat(depth);
        let other = "<x>".repeat(depth) + &"</x>".repeat(depth);
        for inner in [nested, other] {
            let chunk = format!(
                "<release id=\"1\"><tracklist><track>{inner}</track></tracklist></release>"
            );
            let parsed = parse_chunk(Kind::Releases, chunk.as_bytes());
            match &parsed.records[0].outcome {
                Ok(_) => assert!(depth == 40 && inner.starts_with("<x>")),
                Err(rejection) => assert!(rejection.reason.contains("nested too deeply")),
            }
        }
    }
}

#[test]
fn a_rejected_record_can_be_found_in_the_dump() {
    let chunk = "<release id=\"1\"/>\n<release id=\"2\"><title>ä</titel></release>\n".as_bytes();
    let parsed = parse_chunk(Kind::Releases, chunk);
    let rejection = parsed.records[1].outcome.as_ref().unwrap_err();
    let rejected = Rejected::in_chunk(Kind::Releases, rejection, chunk, 1000, 12);
    let line = serde_json::to_value(&rejected).unwrap();
    assert_eq!(line["kind"], "releases");
    assert_eq!(line["id"], 2);
    assert_eq!(line["line"], 13);
    assert_eq!(line["offset"], 1018);
    assert_eq!(line["length"], 43);
    assert_eq!(line["xml"], "<release id=\"2\"><title>ä</titel></release>");
    assert!(line["reason"].as_str().unwrap().contains("titel"));
}

const PIECES: &[&str] = &[
    "<release id=\"1\">",
    "<release ",
    "\n<release id=\"2\">",
    "</release>",
    "\n<label><id>",
    "</id></label>",
    "<artist>",
    "<master id='3'/>",
    "<tracklist><track>",
    "</track></tracklist>",
    "<title>",
    "</title>",
    "<members><id>4</id>",
    "&amp;",
    "&#",
    "x5;",
    "&",
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
    "<?xml ?>",
    "<!DOCTYPE",
    "\u{feff}",
    "=\"",
    "'>",
    "/>",
    "\n",
    "ä",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn whatever_a_chunk_holds_its_records_follow_each_other(
        pieces in vec(select(PIECES), 0..24),
        broken in any::<(prop::sample::Index, u8)>(),
    ) {
        let mut chunk = pieces.concat().into_bytes();
        if !chunk.is_empty() {
            let at = broken.0.index(chunk.len());
            chunk[at] = broken.1;
        }
        for kind in Kind::ALL {
            let parsed = parse_chunk(kind, &chunk);
            let newlines = |bytes: &[u8]| bytes.iter().filter(|&&byte| byte == b'\n').count() as u64;
            let mut end = 0;
            for record in &parsed.records {
                let place = record.place;
                prop_assert!(place.offset >= end && place.length > 0);
                prop_assert_eq!(place.line, newlines(&chunk[..place.offset]));
                end = place.offset + place.length;
            }
            prop_assert!(end <= chunk.len());
            prop_assert_eq!(parsed.newlines, newlines(&chunk));
        }
    }
}
