//! Nothing of a dump is lost: every attribute and text of a record, found by an XML parser that
//! knows nothing of the schema, is in the record's document.
//!
//! Runs over the invented dumps in `fixtures`, in the form of 2020 and of 2026, and over the real
//! ones in `DATAGET_SAMPLES` (else `../shared/samples` beside the repository) where there are any.

use std::{
    collections::BTreeMap,
    fs,
    io::Read,
    path::{Path, PathBuf},
};

use etl::{
    parse::parse_chunk,
    read::{DumpReader, Item},
};
use flate2::read::MultiGzDecoder;
use roxmltree::Node;
use serde_json::Value;
use storage::model::Document;

type Leaves = BTreeMap<String, usize>;

#[test]
fn nothing_of_the_fixtures_is_lost() {
    let fixtures = dumps_in(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures"));
    assert_eq!(fixtures.len(), 8);
    for path in fixtures {
        compare(&path);
    }
}

#[test]
fn nothing_of_real_dumps_is_lost() {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/samples");
    let folder = std::env::var_os("DATAGET_SAMPLES").map_or(beside, PathBuf::from);
    if !folder.is_dir() {
        return;
    }
    for path in dumps_in(&folder) {
        assert!(compare(&path) >= 999, "{}", path.display());
    }
}

/// Returns how many records were compared.
fn compare(path: &Path) -> usize {
    let xml = text(path);
    let tree = roxmltree::Document::parse(&xml).unwrap();
    let records: Vec<_> = tree.root_element().children().filter(Node::is_element).collect();
    let documents = documents(path);
    assert_eq!(documents.len(), records.len(), "{}", path.display());
    for (record, document) in records.iter().zip(&documents) {
        let mut json = serde_json::to_value(document).unwrap();
        if matches!(document, Document::Release(_)) {
            // Derived from `released`: it must not stand in for something lost.
            json.as_object_mut().unwrap().remove("year");
        }
        let (mut expected, mut found) = (Leaves::new(), Leaves::new());
        xml_leaves(*record, &mut expected);
        json_leaves(&json, &mut found);
        for (value, count) in expected {
            let kept = found.get(&value).copied().unwrap_or(0);
            assert!(
                kept >= count,
                "{}, record {}: {value:?} occurs {count} times, kept {kept} times in {json}",
                path.display(),
                document.id()
            );
        }
    }
    records.len()
}

fn xml_leaves(node: Node<'_, '_>, leaves: &mut Leaves) {
    for attribute in node.attributes() {
        count(attribute.value(), leaves);
    }
    let text: String =
        node.children().filter(Node::is_text).map(|text| text.text().unwrap()).collect();
    let mut children = node.children().filter(Node::is_element).peekable();
    if children.peek().is_none() || !text.trim_ascii().is_empty() {
        count(&text, leaves);
    }
    while let Some(child) = children.next() {
        // `<id>26</id><name id="26">` says it twice, the document once.
        let said_again = child.has_tag_name("id")
            && node.has_tag_name("members")
            && children.peek().is_some_and(|next| next.attribute("id") == child.text());
        if !said_again {
            xml_leaves(child, leaves);
        }
    }
}

fn json_leaves(value: &Value, leaves: &mut Leaves) {
    match value {
        Value::Null => {}
        Value::Bool(flag) => count(&flag.to_string(), leaves),
        Value::Number(number) => count(&number.to_string(), leaves),
        Value::String(text) => count(text, leaves),
        Value::Array(values) => values.iter().for_each(|value| json_leaves(value, leaves)),
        Value::Object(fields) => fields.values().for_each(|value| json_leaves(value, leaves)),
    }
}

fn count(text: &str, leaves: &mut Leaves) {
    if !text.is_empty() {
        *leaves.entry(text.to_owned()).or_default() += 1;
    }
}

fn documents(path: &Path) -> Vec<Document> {
    let mut reader = DumpReader::open(path, None).unwrap();
    let mut documents = Vec::new();
    while let Some(item) = reader.next_item().unwrap() {
        let Item::Chunk(chunk) = item else { panic!("a huge record in {}", path.display()) };
        let parsed = parse_chunk(reader.kind(), &chunk.bytes);
        documents.extend(parsed.records.into_iter().map(|record| record.outcome.unwrap()));
    }
    documents
}

fn text(path: &Path) -> String {
    let bytes = fs::read(path).unwrap();
    let mut text = String::new();
    if path.extension().is_some_and(|extension| extension == "gz") {
        MultiGzDecoder::new(&bytes[..]).read_to_string(&mut text).unwrap();
    } else {
        text = String::from_utf8(bytes).unwrap();
    }
    text
}

fn dumps_in(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.to_string_lossy().contains(".xml"))
        .collect();
    paths.sort();
    paths
}
