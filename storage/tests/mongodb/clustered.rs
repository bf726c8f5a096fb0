//! Documents lie in the order of their ids, on servers that can do so.

use mongodb::bson::doc;
use servers::MongoServer;
use storage::model::{Id, Kind};

use crate::place::{Place, artist};

/// Whether the server keeps the artists clustered by their id.
fn is_clustered(place: &Place) -> bool {
    let database = place.driver.database(&format!("{}_20261101", place.name));
    let found = database.run_command(doc! { "listCollections": 1 }).run().unwrap();
    let collections = found.get_document("cursor").unwrap().get_array("firstBatch").unwrap();
    let artists = collections
        .iter()
        .filter_map(|collection| collection.as_document())
        .find(|collection| collection.get_str("name").is_ok_and(|name| name == "artists"));
    artists.unwrap().get_document("options").unwrap().contains_key("clusteredIndex")
}

fn store_and_read(place: &Place) {
    let documents = place.store([3, 1, 2].map(|id| artist(id, "kept")));
    let kind = Kind::Artists;
    let ids: Vec<Id> = documents.scan(kind).unwrap().map(|found| found.unwrap().0).collect();
    assert_eq!(ids, [1, 2, 3]);
    assert_eq!(documents.get(kind, 2).unwrap(), Some(artist(2, "kept")));
}

#[test]
fn documents_are_kept_in_the_order_of_their_ids() {
    let place = Place::new();
    store_and_read(&place);
    assert!(is_clustered(&place));
}

#[test]
fn an_older_server_keeps_an_index_of_their_ids() {
    let server = MongoServer::start();
    let place = Place::on(&server.url());
    // What it takes from then on is what 5.0 took.
    let older = doc! { "setFeatureCompatibilityVersion": "5.0" };
    place.driver.database("admin").run_command(older).run().unwrap();
    store_and_read(&place);
    assert!(!is_clustered(&place));
}
