//! What one finds who asks MongoDB without us.

use mongodb::bson::{Bson, Document, doc};

use crate::{
    dump::{self, KINDS},
    home::{Catalogue, Home},
};

fn catalogue() -> Catalogue {
    Catalogue::new(Home::MongoDb).loaded(|folder| dump::month(folder, "20200806", 25))
}

#[test]
fn a_month_is_a_database_with_a_collection_for_each_kind() {
    let catalogue = catalogue();
    assert_eq!(catalogue.databases(), ["", "_20200806"].map(str::to_owned).into());
    let database = catalogue.driver().database(&format!("{}_20200806", catalogue.name()));
    let mut collections = database.list_collection_names().run().unwrap();
    collections.sort();
    assert_eq!(collections, KINDS);
    for kind in KINDS {
        let ids = catalogue.collection("_20200806", kind).distinct("_id", doc! {}).run().unwrap();
        let expected: Vec<Bson> = (1..=25).map(Bson::Int32).collect();
        assert_eq!(ids, expected, "{kind}");
    }
}

#[test]
fn releases_are_found_by_what_the_dump_says() {
    let catalogue = catalogue();
    let releases = catalogue.collection("_20200806", "releases");
    let ids = |filter: Document| releases.distinct("_id", filter).run().unwrap();
    let expected = |ids: &[i32]| ids.iter().copied().map(Bson::Int32).collect::<Vec<_>>();
    let found = ids(doc! { "genres": "Electronic", "year": 1994 });
    assert_eq!(found, expected(&[4, 14, 24]));
    assert_eq!(ids(doc! { "labels.catno": "P 7" }), expected(&[7]));
    assert_eq!(ids(doc! { "artists.id": 8, "styles": "Techno" }), expected(&[8]));
    assert_eq!(ids(doc! { "videos.duration": { "$lt": 63 } }), expected(&[1, 2]));
    let song = releases.find_one(doc! { "_id": 3 }).run().unwrap().unwrap();
    assert_eq!(song.get_str("title").unwrap(), "Song 3");
    assert_eq!(song.get_str("released").unwrap(), "1993");
}

#[test]
fn a_revision_is_a_database_of_its_own() {
    let catalogue = catalogue();
    let file = format!("loaded/{}", dump::name("20200806", "labels"));
    catalogue.run(&["load", &file]).succeeds();
    let databases = ["", "_20200806", "_20200806_2"].map(str::to_owned);
    assert_eq!(catalogue.databases(), databases.into());
    for kind in KINDS {
        let revised = catalogue.collection("_20200806_2", kind);
        assert_eq!(revised.count_documents(doc! {}).run().unwrap(), 25, "{kind}");
    }
}

#[test]
fn a_database_that_looks_like_a_generation_is_left_alone() {
    let catalogue = catalogue();
    let strange = ["_20190101", "_20261101"];
    for end in strange {
        catalogue.collection(end, "mine").insert_one(doc! { "_id": 1 }).run().unwrap();
    }
    catalogue.run(&["generations", "publish", "20200806"]).succeeds();
    dump::month(&catalogue.folder("november"), "20261101", 25);
    let error = catalogue.run(&["load", "november"]).fails();
    assert!(error.contains("_20261101 already that is not part of this catalogue"), "{error}");
    for end in strange {
        let mine = catalogue.collection(end, "mine");
        assert_eq!(mine.count_documents(doc! {}).run().unwrap(), 1, "{end}");
        catalogue.driver().database(&format!("{}{end}", catalogue.name())).drop().run().unwrap();
    }
}

#[test]
fn an_index_is_not_built_of_what_is_left() {
    let catalogue = catalogue();
    let releases = catalogue.collection("_20200806", "releases");
    releases.delete_many(doc! { "_id": { "$gt": 20 } }).run().unwrap();
    let before = catalogue.counts("song");
    let error = catalogue.run(&["index"]).fails();
    assert!(error.contains("20 releases can be read where 25 were stored"), "{error}");
    assert_eq!(catalogue.counts("song"), before);
}
