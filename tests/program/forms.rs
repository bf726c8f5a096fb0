//! The ways in which the dumps of different years are written.

use crate::{dump, run::Dataget};

#[test]
fn a_dump_of_2020_and_one_of_2026_say_the_same() {
    let old = r#"<releases>
<release id="7" status="Accepted"><images><image height="600" type="primary" uri="" uri150="" width="600"/></images><artists><artist><id>1</id><name>J&#246;rn</name><anv></anv><join></join><role></role><tracks></tracks></artist></artists><title>T&#228;nk &amp; Tro</title><genres><genre>Rock</genre></genres><country>Sweden</country><released>1983</released></release>
</releases>
"#;
    let new = r#"<releases>
<release id="7"><artists><artist><id>1</id><name>Jörn</name></artist></artists><title>Tänk &amp; Tro</title><genres><genre>Rock</genre></genres><country>Sweden</country><released>1983</released><master_id>0</master_id></release>
</releases>"#;
    let [old, new] = [old, new].map(|xml| {
        let dataget = Dataget::new();
        let file = dump::name("20261101", "releases");
        dump::write(&dataget.path().join(&file), xml);
        dataget.run(&["load", &file]).succeeds();
        let found = dataget.run(&["search", "tank -has:master", "--json"]).succeeds().json();
        assert_eq!(found["total"]["releases"], 1, "{found}");
        found["hits"].clone()
    });
    assert_eq!(old, new);
    assert_eq!(old[0]["title"], "Tänk & Tro");
}

#[test]
fn generated_dumps_of_both_forms_are_loaded_whole() {
    for form in [dumpgen::Form::Y2020, dumpgen::Form::Y2026] {
        let dataget = Dataget::new();
        let options = dumpgen::Options { releases: 300, form, ..Default::default() };
        dumpgen::write_dump(&dataget.folder("dump"), &options, true).unwrap();
        dataget.run(&["load", "dump"]).succeeds();
        let status = dataget.run(&["status", "--json"]).succeeds().json();
        for (kind, report) in status["generations"][0]["report"]["kinds"].as_object().unwrap() {
            assert_eq!(report["stored"], report["read"], "{kind}");
            assert_eq!(report["unknown"], serde_json::json!({}), "{kind} of {form:?}");
        }
    }
}

#[test]
fn a_dump_without_a_root_element_is_known_by_its_records() {
    let dataget = Dataget::new();
    let records: String = (1..=9).map(|id| dump::record("releases", id)).collect();
    dump::write(&dataget.path().join("discogs_20090401_releases.xml"), &records);
    dataget.run(&["load", "discogs_20090401_releases.xml"]).succeeds();
    assert_eq!(dataget.counts("song"), [9, 9, 9]);
}

#[test]
fn what_the_model_does_not_know_is_kept_and_counted() {
    let dataget = Dataget::new();
    let records = "<label><id>1</id><name>Nordlicht</name><founded>1991</founded></label>\n";
    let file = dump::name("20261101", "labels");
    dump::write(&dataget.path().join(&file), &dump::whole("labels", records));
    let loaded = dataget.run(&["load", &file]).succeeds();
    let line = "  unknown in labels: label/founded, 1 time, kept under `other`\n";
    assert!(loaded.stdout.contains(line), "{}", loaded.stdout);
    let status = dataget.run(&["status", "--json"]).succeeds().json();
    let unknown = &status["generations"][0]["report"]["kinds"]["labels"]["unknown"];
    assert_eq!(unknown, &serde_json::json!({"label/founded": 1}));
}
