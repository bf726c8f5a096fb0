//! What a search prints, as text and as JSON.

use crate::{
    dump,
    run::{Dataget, Ended},
};

/// The JSON of an answer, a value a line, with the time that it took left out.
fn json(ended: &Ended) -> String {
    let at = ended.stdout.find("\"took_us\":").expect("it says how long it took");
    let (before, took) = ended.stdout.split_at(at + "\"took_us\":".len());
    let digits = took.trim_end().strip_suffix('}').unwrap();
    assert!(digits.parse::<u64>().is_ok(), "{digits} is no number of microseconds");
    format!("{before}TIME}}")
}

#[test]
fn the_text_of_an_answer_reads_so() {
    let dataget = Dataget::loaded(dump::catalogue);
    insta::assert_snapshot!(dataget.transcript(&[
        &["search", "harbour"],
        &["search", "-zzz"],
        &["search", "genre:electronic -format:compilation", "--limit", "1"],
        &["search", "artist:\"M. Lind\" | artist:polder"],
        &["search", "artist:\"mara lind (2)\""],
        &["search", "year:1850..1990"],
        &["search", "harbour", "--limit", "0"],
        &["search", "-genre:electronic"],
        &["search", "(label:#1 | country:netherlands) -title:fjord"],
    ]));
}

#[test]
fn the_json_of_an_answer_has_these_keys_in_this_order() {
    let dataget = Dataget::loaded(dump::catalogue);
    let found = dataget.run(&["search", "-zzz", "--json"]).succeeds();
    assert_eq!(found.stdout.lines().count(), 1, "one object on one line");
    // Broken at its lists' objects, to be read; the keys stay in their order.
    insta::assert_snapshot!(json(&found).replace(",{\"", ",\n{\"").replace(",\"", ",\n  \""));
}

#[test]
fn an_answer_without_hits_has_all_keys_too() {
    let dataget = Dataget::loaded(dump::catalogue);
    let found = dataget.run(&["search", "GENRE:Electronic  year:1901", "--json"]).succeeds();
    insta::assert_snapshot!(
        json(&found),
        @r#"{"query":"genre:Electronic year:1901","generation":"20261101","total":{"releases":0,"works":0,"videos":0},"hits":[],"next":null,"took_us":TIME}"#
    );
}

#[test]
fn a_page_that_is_not_the_last_says_where_the_next_begins() {
    let dataget = Dataget::loaded(dump::catalogue);
    let all = dataget.run(&["search", "-zzz", "--json", "--limit", "5"]).succeeds().json();
    assert_eq!(all["next"], serde_json::Value::Null);
    assert_eq!(all["hits"].as_array().unwrap().len(), 5);
    let page = dataget.run(&["search", "-zzz", "--json", "--limit", "4"]).succeeds().json();
    assert!(page["next"].is_string(), "{page}");
    assert_eq!(page["hits"].as_array().unwrap()[..], all["hits"].as_array().unwrap()[..4]);
    assert_eq!(page["total"], all["total"], "the limit does not change the counts");
}

#[test]
fn twenty_hits_are_shown_unless_told_otherwise() {
    let dataget = Dataget::loaded(|folder| dump::month(folder, "20261101", 15));
    let found = dataget.run(&["search", "song", "--json"]).succeeds().json();
    assert_eq!(found["hits"].as_array().unwrap().len(), 20);
    let text = dataget.run(&["search", "song"]).succeeds().stdout;
    assert_eq!(text.lines().last(), Some("… and 10 more"));
    assert_eq!(text.lines().count(), 22);
}

#[test]
fn values_that_nobody_has_are_noted_beside_the_answer() {
    let dataget = Dataget::loaded(dump::catalogue);
    let found = dataget.run(&["search", "genre:electronik | label:nordlich", "--json"]).succeeds();
    assert_eq!(found.json()["total"]["releases"], 0, "stdout holds nothing but the answer");
    insta::assert_snapshot!(dataget.transcript(&[
        &["search", "genre:electronik"],
        &["search", "genre:electronik,jazz label:nordlich"],
        &["search", "artist:\"Mara Lint\""],
        &["search", "artist:\"Nobody at all\""],
        &["search", "style:deephouse"],
        &["search", "country:germny"],
        &["search", "label:#77"],
        &["search", "harbur"],
    ]));
}

#[test]
fn a_reader_who_has_seen_enough_causes_no_error() {
    let dataget = Dataget::loaded(|folder| dump::month(folder, "20261101", 3000));
    for arguments in [
        &["search", "song", "--limit", "6000"][..],
        &["search", "song", "--limit", "6000", "--json"],
        &["playlist", "song", "--limit", "6000", "--format", "csv"],
        &["playlist", "song", "--limit", "6000", "--format", "xspf"],
        &["playlist", "song", "--limit", "6000", "--format", "jspf"],
    ] {
        let mut pipe = dataget.command(arguments);
        let mut child = pipe
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        // As `head -c 1` does: read a little and go.
        let mut first = [0];
        std::io::Read::read_exact(child.stdout.as_mut().unwrap(), &mut first).unwrap();
        drop(child.stdout.take());
        let ended = Ended::of(child.wait_with_output().unwrap());
        assert_eq!((ended.code, ended.stderr.as_str()), (0, ""), "{arguments:?}");
    }
}

#[test]
fn what_a_dump_says_does_not_steer_the_terminal() {
    let dataget = Dataget::new();
    let title = "Song&#x9b;31m&#x1b;[2J&#x202e;gnos&#10;  r2 A hit of its own";
    let record = format!(
        "<release id=\"1\"><title>{title}</title><artists><artist><id>1</id><name>{title}</name>\
         </artist></artists><genres><genre>Jazz</genre></genres></release>\n"
    );
    let file = dump::name("20261101", "releases");
    dump::write(&dataget.path().join(&file), &dump::whole("releases", &record));
    dataget.run(&["load", &file]).succeeds();
    let shown = dataget.run(&["search", "genre:jazz"]).succeeds().stdout;
    let steers = |c: char| c != '\n' && (c.is_control() || c == '\u{202e}');
    assert!(!shown.contains(steers) && shown.contains("31m"), "{shown:?}");
    assert_eq!(shown.lines().count(), 2, "one line a hit: {shown:?}");
}
