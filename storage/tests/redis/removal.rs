//! An index that is written anew, does not fit, or is dropped.

use std::fs;

use servers::RedisServer;
use storage::{
    index::{Entry, Index, Need, Rank},
    redis::{Error, Redis},
};

use crate::{
    fixture::{generation, index_file, write_index},
    questions::{answers, assert_answers},
    stored::Stored,
};

#[test]
fn an_index_that_was_built_again_is_opened_anew() {
    let stored = Stored::on_a_server();
    let index = stored.open();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("index.dgi");
    write_index(&path, "20261101", 1);
    stored.redis.put_index(&path).unwrap();
    let error = index.load(&[Need::Entries]).unwrap_err();
    assert!(matches!(error, Error::Replaced { .. }), "{error:?}");
    let anew = stored.open();
    anew.load(&[Need::Entries]).unwrap();
    assert_eq!(anew.entry(Rank::at(0)), Entry::Release(2));
    assert_eq!(answers(&anew), answers(&Index::open(&path).unwrap()));
}

#[test]
fn a_server_without_room_has_no_index_and_all_of_it_goes() {
    let size = fs::metadata(index_file()).unwrap().len();
    let server = RedisServer::builder().max_memory(size / 2).start();
    let redis = Redis::connect(&server.url(), "dataget").unwrap();
    let error = redis.put_index(index_file()).unwrap_err();
    let text = error.to_string();
    assert!(matches!(error, Error::Full { .. }), "{text}");
    assert!(text.contains("has reached its maxmemory"), "{text}");
    let missing = redis.open_index(generation()).err().expect("it is half of one");
    assert!(matches!(missing, Error::Missing { .. }), "{missing:?}");
    assert_eq!(redis.generations().unwrap(), []);
    // There must be room to say that it goes.
    server.cli(&["config", "set", "maxmemory", "0"]);
    redis.drop_index(generation()).unwrap();
    assert_eq!(server.cli(&["dbsize"]), "0");
    redis.put_index(index_file()).unwrap();
    assert_answers(&redis.open_index(generation()).unwrap());
}

#[test]
fn a_dropped_index_leaves_no_key() {
    for mut stored in [Stored::on_a_server(), Stored::on_a_cluster()] {
        assert_eq!(stored.redis.generations().unwrap(), [generation()]);
        assert!(stored.keys().len() > 30);
        stored.redis.drop_index(generation()).unwrap();
        assert_eq!(stored.redis.generations().unwrap(), []);
        assert_eq!(stored.keys(), [""; 0]);
        let error = stored.redis.open_index(generation()).err().expect("it is gone");
        assert!(matches!(error, Error::Missing { .. }), "{error:?}");
        // Nothing is there to be dropped: no error.
        stored.redis.drop_index(generation()).unwrap();
    }
}
