//! A kind of documents: there when it is complete, written once, taken over by the server.

use mongodb::bson::{Document as Bson, doc};
use storage::{
    documents::{self, Documents, take_over},
    model::{Id, Kind},
    mongodb::Error,
};

use crate::place::{Place, artist, november, source};

#[test]
fn a_kind_that_was_not_finished_is_not_there() {
    let place = Place::new();
    let mut writer = place.writer();
    writer.put_batch(place.encoded([artist(1, "")])).unwrap();
    assert!(place.open().kinds().is_empty());
    writer.finish().unwrap();
    assert_eq!(place.open().kinds(), [Kind::Artists]);
}

#[test]
fn a_kind_is_written_once() {
    let place = Place::new();
    place.store([artist(1, "the first")]);
    let error = place.create().err().unwrap();
    assert!(matches!(error, documents::Error::Exists { .. }), "{error}");
    assert!(error.to_string().contains(&format!("{}_20261101.artists", place.name)), "{error}");
    place.notes("generations").delete_many(doc! {}).run().unwrap();
    assert!(place.create().is_err(), "there are documents that nobody has noted");
}

#[test]
fn documents_that_are_not_ours_are_noticed() {
    let place = Place::new();
    let mut writer = place.writer();
    writer.put_batch(place.encoded([artist(1, "")])).unwrap();
    place.artists().insert_one(doc! { "_id": 2 }).run().unwrap();
    let error = writer.finish().unwrap_err();
    let Error::Miscounted { stored: 1, found: 2, .. } = source(&error) else { panic!("{error}") };
    assert!(error.to_string().contains("_20261101.artists has 2 documents, and 1 were"), "{error}");
    assert!(place.open().kinds().is_empty());
}

#[test]
fn a_kind_is_taken_over_by_the_server() {
    let place = Place::new();
    place.store((1..=3_000).map(|id| artist(id, "taken")));
    let (from, second) = (place.server.documents(november()), "20261101-2".parse().unwrap());
    let to = place.server.documents(second);
    let missing = take_over(from.clone(), to.clone(), Kind::Labels).unwrap_err();
    assert!(matches!(missing, documents::Error::Missing { .. }), "{missing}");
    // What an interrupted call left behind.
    let half = place.driver.database(&format!("{}_20261101_2", place.name));
    half.collection("artists").insert_one(doc! { "_id": 9_999 }).run().unwrap();
    take_over(from.clone(), to.clone(), Kind::Artists).unwrap();
    let again = take_over(from, to.clone(), Kind::Artists).unwrap_err();
    assert!(matches!(again, documents::Error::Exists { .. }), "{again}");

    let taken = Documents::open(to.clone()).unwrap();
    let ids = taken.scan(Kind::Artists).unwrap().map(|step| step.unwrap().0);
    assert!(ids.eq(1..=3_000));
    assert_eq!(taken.count(Kind::Artists).unwrap(), 3_000);
    let indexes = || half.collection::<Bson>("artists").list_index_names().run().unwrap();
    assert_eq!(indexes(), ["_id_"]);
    for _ in 0..2 {
        place.server.create_indexes(second).unwrap();
        assert_eq!(indexes(), ["_id_", "name_1"]);
    }

    let folder = tempfile::tempdir().unwrap();
    take_over(to, folder.path(), Kind::Artists).unwrap();
    let third = place.server.documents("20261101-3".parse().unwrap());
    take_over(folder.path(), third.clone(), Kind::Artists).unwrap();
    let third = Documents::open(third).unwrap();
    let all = |documents: &Documents| -> Vec<(Id, Vec<u8>)> {
        documents.scan(Kind::Artists).unwrap().map(Result::unwrap).collect()
    };
    assert!(all(&third) == all(&taken));
}
