//! MongoDB as tests have it.

use mongodb::{
    bson::{Document, doc},
    options::{Acknowledgment, WriteConcern},
    sync::{Client, Collection},
};
use servers::MongoServer;

use crate::process::{assert_is_gone, is_alive};

#[test]
fn a_killed_server_has_what_was_journaled() {
    let mut server = MongoServer::start();
    let port = server.port();
    assert!(is_alive(server.pid().unwrap()));
    insert(&server.url());

    let killed = server.pid().unwrap();
    server.kill();
    assert_eq!(server.pid(), None);
    assert!(!is_alive(killed));
    server.restart();

    assert_eq!(server.port(), port);
    assert_ne!(server.pid(), Some(killed));
    assert_eq!(count(&server.url()), Ok(1));
}

#[test]
fn a_replica_set_has_transactions_and_survives_a_restart() {
    let mut server = MongoServer::builder().replica_set().start();
    insert(&server.url());
    let transact = |server: &MongoServer| {
        let client = Client::with_uri_str(server.url()).unwrap();
        let mut session = client.start_session().run().unwrap();
        session.start_transaction().run().unwrap();
        let things = client.database("tests").collection::<Document>("things");
        things.insert_one(doc! { "in": "a transaction" }).session(&mut session).run().unwrap();
        session.commit_transaction().run().unwrap();
    };
    transact(&server);
    server.stop();
    server.restart();
    transact(&server);
    assert_eq!(count(&server.url()), Ok(3));
}

#[test]
fn only_the_user_is_let_in() {
    for options in [MongoServer::builder(), MongoServer::builder().replica_set()] {
        let server = options.auth("us er", "p@ss/w:rd").start();
        insert(&server.url());
        assert_eq!(count(&server.url()), Ok(1));
        let nobody = server.url().replace("us%20er:p%40ss%2Fw%3Ard@", "");
        assert!(count(&nobody).unwrap_err().contains("requires authentication"));
    }
}

#[test]
fn a_given_folder_has_the_data_and_stays() {
    let folder = tempfile::tempdir().unwrap();
    let server = MongoServer::builder().data_dir(folder.path()).start();
    insert(&server.url());
    drop(server);
    assert!(folder.path().join("WiredTiger").is_file());
}

#[test]
fn nothing_is_left_after_the_end() {
    let server = MongoServer::start();
    let (process, port) = (server.pid().unwrap(), server.port());
    drop(server);
    assert_is_gone(process, port);
}

#[test]
#[should_panic(expected = "did not start. Its log ends:\nError parsing command line")]
fn a_server_that_does_not_start_shows_its_log() {
    MongoServer::builder().args(["--no-such-option"]).start();
}

fn things(url: &str) -> Collection<Document> {
    Client::with_uri_str(url).unwrap().database("tests").collection("things")
}

fn insert(url: &str) {
    let journaled = WriteConcern::builder().w(Acknowledgment::Nodes(1)).journal(true).build();
    let document = doc! { "title": "Blue Train" };
    things(url).insert_one(document).write_concern(journaled).run().unwrap();
}

fn count(url: &str) -> Result<u64, String> {
    things(url).count_documents(doc! {}).run().map_err(|error| error.to_string())
}
