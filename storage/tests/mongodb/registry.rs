//! What is noted of generations, and of which one is current.

use mongodb::bson::{Document as Bson, doc};
use storage::{
    generations::{GenerationName, Pointer},
    mongodb::Error,
};

use crate::place::{Place, artist, november};

#[test]
fn the_pointer_is_one_document_replaced_as_a_whole() {
    let place = Place::new();
    assert_eq!(place.server.pointer().unwrap(), None);
    let second: GenerationName = "20261101-2".parse().unwrap();
    for pointer in [
        Pointer { current: november(), published: vec![november()] },
        Pointer { current: second, published: vec![november(), second] },
    ] {
        place.server.set_pointer(&pointer).unwrap();
        assert_eq!(place.server.pointer().unwrap(), Some(pointer));
    }
    let documents: Vec<Bson> =
        place.notes("current").find(doc! {}).run().unwrap().map(Result::unwrap).collect();
    let published = vec!["20261101", "20261101-2"];
    let expected = doc! { "_id": "pointer", "current": "20261101-2", "published": published };
    assert_eq!(documents, [expected]);

    for damage in [doc! { "current": "20270101" }, doc! { "current": { "$ne": "" } }] {
        place.notes("current").update_one(doc! {}, doc! { "$set": damage }).run().unwrap();
        let error = place.server.pointer().unwrap_err();
        assert!(matches!(error, Error::DamagedNote { .. }), "{error}");
    }
}

#[test]
fn generations_are_listed_noted_and_dropped() {
    let place = Place::new();
    let second: GenerationName = "20261101-2".parse().unwrap();
    place.store([artist(1, "")]);
    let manifest = serde_json::json!({
        "name": "20261101", "kinds": { "artists": { "documents": 4_000_000_000_u32 } },
        "unknown": { "release/a.b": 3 }, "seconds": 1.0,
    });
    place.server.set_note(second, "manifest", &manifest).unwrap();
    assert_eq!(place.server.generations().unwrap(), [november(), second]);
    assert_eq!(place.server.note(second, "manifest").unwrap(), Some(manifest));
    assert_eq!(place.server.note(second, "report").unwrap(), None);
    assert_eq!(place.server.note(november(), "manifest").unwrap(), None);
    place.server.drop_generation(november()).unwrap();
    place.server.drop_generation(november()).unwrap();
    assert_eq!(place.server.generations().unwrap(), [second]);
    assert!(place.open().kinds().is_empty());
}
