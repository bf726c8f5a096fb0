//! Documents that are out of the ordinary.

use mongodb::bson::doc;
use storage::{
    documents::{self, Document},
    model::{Artist, Kind},
    mongodb::Error,
};

use crate::place::{Place, artist, november, source};

#[test]
fn a_document_that_was_changed_is_told_with_its_place() {
    let place = Place::new();
    let documents = place.store([artist(1, ""), artist(2, ""), artist(3, "")]);
    let change = doc! { "$set": { "profile": { "$gt": "" } } };
    place.artists().update_one(doc! { "_id": 2 }, change).run().unwrap();
    let is_told = |error: documents::Error| {
        assert!(matches!(error, documents::Error::DamagedDocument { id: 2, .. }), "{error}");
        assert!(error.to_string().contains(&format!("document 2 in {}", place.name)), "{error}");
    };
    is_told(documents.get(Kind::Artists, 2).unwrap_err());
    is_told(documents.get_many(Kind::Artists, &[1, 2]).unwrap_err());
    let mut scan = documents.scan(Kind::Artists).unwrap();
    assert_eq!(scan.next().unwrap().unwrap().0, 1);
    is_told(scan.next().unwrap().unwrap_err());
    assert!(scan.next().is_none());
}

#[test]
fn what_looks_like_an_operator_is_a_text() {
    let place = Place::new();
    let json = br##"{"id":1,"name":"{\"$ne\": null}","profile":"$profile",
        "other":{"$where":"1","a.b":{"$ne":"x","#text":"$$ROOT"}}}"##;
    let written = Document::from_json(Kind::Artists, json).unwrap();
    let documents = place.store([written.clone(), artist(2, "another")]);
    assert_eq!(documents.get(Kind::Artists, 1).unwrap(), Some(written.clone()));
    let mut writer = {
        place.server.drop_generation(november()).unwrap();
        place.writer()
    };
    writer.put_batch(place.encoded([artist(1, "before")])).unwrap();
    assert_eq!(writer.put_batch(place.encoded([written.clone()])).unwrap(), 1);
    assert_eq!(writer.finish().unwrap(), 1);
    assert_eq!(place.open().get(Kind::Artists, 1).unwrap(), Some(written));
}

#[test]
fn a_document_beyond_16_mib_is_told() {
    let place = Place::new();
    let mut writer = place.writer();
    let profile = "x".repeat(16 << 20);
    let largest = artist(7, &profile[..(16 << 20) - 100]);
    assert_eq!(writer.put_batch(place.encoded([largest])).unwrap(), 0);
    let error = writer.put_batch(place.encoded([artist(9, &profile)])).unwrap_err();
    assert!(matches!(source(&error), Error::TooLarge { id: 9, .. }), "{error}");
}

#[test]
fn a_record_as_deep_as_one_may_be_is_kept() {
    let place = Place::new();
    let deep =
        (0..64).fold(serde_json::json!("deep"), |inner, _| serde_json::json!({ "a": [inner] }));
    let other = serde_json::json!({ "deep": deep });
    let other = other.as_object().unwrap().clone();
    let deep = Document::Artist(Box::new(Artist { id: 1, other, ..Default::default() }));
    let documents = place.store([deep.clone()]);
    assert_eq!(documents.get(Kind::Artists, 1).unwrap(), Some(deep));
}
