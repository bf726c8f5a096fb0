//! An index in Redis that is lost or damaged: it is told, and built again.

use apis::catalogue::{Live, Search};
use servers::RedisServer;

use crate::{
    dump,
    home::{Catalogue, Home},
    run::wait_until,
};

const QUERY: Search<'_> = Search { query: "song", limit: 15, cursor: None };

fn on(server: &RedisServer) -> Catalogue {
    let catalogue = Catalogue::on(Some(servers::mongodb()), Some(&server.url()));
    catalogue.loaded(|folder| dump::month(folder, "20261101", 30))
}

#[test]
fn an_emptied_redis_is_told_and_answers_go_on_from_the_readers_copy() {
    let server = RedisServer::start();
    let catalogue = on(&server);
    let live = Live::open(catalogue.store()).unwrap();
    let answer = || {
        let found = live.catalogue().unwrap().search(QUERY).unwrap();
        (found.total, serde_json::to_value(found.hits).unwrap())
    };
    let expected = answer();
    // Its copy is whole where there is nothing more to take into memory.
    wait_until("the index is in memory", || live.catalogue().unwrap().warm().unwrap().is_none());
    assert_eq!(live.trouble(), None);

    assert_eq!(server.cli(&["flushall"]), "OK");
    wait_until("it is noticed", || live.trouble().is_some());
    let trouble = live.trouble().unwrap();
    assert!(trouble.contains(&format!("Redis at 127.0.0.1:{}", server.port())), "{trouble}");
    assert!(trouble.ends_with("run `dataget index`"), "{trouble}");
    assert_eq!(answer(), expected);
    // Who comes now is told the same.
    let error = catalogue.run(&["search", "song"]).fails();
    assert!(error.contains("run `dataget index`"), "{error}");

    catalogue.run(&["index"]).succeeds();
    wait_until("it is well again", || live.trouble().is_none());
    assert_eq!(answer(), expected);
    assert_eq!(catalogue.counts("song"), [60, 60, 30]);
}

#[test]
fn an_emptied_redis_does_not_hinder_the_next_load() {
    let server = RedisServer::start();
    let catalogue = on(&server);
    server.cli(&["flushall"]);
    dump::month(&catalogue.folder("december"), "20261201", 31);
    catalogue.run(&["load", "december"]).succeeds();
    assert_eq!(catalogue.counts("song"), [62, 62, 31]);
    // Of the generation before only the documents are there.
    let error = catalogue.run(&["generations", "publish", "20261101"]).fails();
    assert!(error.contains("has no index of generation 20261101"), "{error}");
    assert!(error.ends_with("run `dataget index 20261101`"), "{error}");
    assert_eq!(catalogue.generations(), ["20261101", "*20261201"]);
    catalogue.run(&["index", "20261101"]).succeeds();
    assert_eq!(catalogue.counts("song"), [62, 62, 31]);
    catalogue.run(&["generations", "publish", "20261101"]).succeeds();
    assert_eq!(catalogue.counts("song"), [60, 60, 30]);
}

#[test]
fn a_pointer_that_is_none_is_mended() {
    let catalogue = Catalogue::new(Home::Redis).loaded(|folder| dump::month(folder, "20261101", 4));
    let key = format!("{}:{{current}}", catalogue.name());
    catalogue.ask::<String>("SET", &[&key, "garbage"]);
    let error = catalogue.run(&["search", "song"]).fails();
    assert!(error.contains("`garbage` names no generation"), "{error}");
    catalogue.run(&["index"]).succeeds();
    assert_eq!(catalogue.counts("song"), [8, 8, 4]);
}

#[test]
fn a_flipped_byte_is_noticed_and_mended() {
    for home in [Home::Redis, Home::Cluster] {
        let catalogue = Catalogue::new(home).loaded(|folder| {
            dump::month(folder, "20261101", 300);
        });
        let before = catalogue.counts("song");
        let image = format!("{}:v20261101:{{p0}}:image", catalogue.name());
        let length: usize = catalogue.ask("STRLEN", &[&image]);
        assert!(length > 1000, "{image} has {length} bytes");
        for place in [0, length / 2, length - 1] {
            let at = place.to_string();
            let bits = |bit: usize| (8 * place + bit).to_string();
            let was: u32 = catalogue.ask("GETBIT", &[&image, &bits(3)]);
            let _: u32 = catalogue.ask("SETBIT", &[&image, &bits(3), &(1 - was).to_string()]);
            let error = catalogue.run(&["search", "song"]).fails();
            assert!(error.contains("`dataget index`"), "{home:?} at {at}: {error}");
            assert!(error.contains("Redis at "), "{home:?} at {at}: {error}");
            catalogue.run(&["index"]).succeeds();
            assert_eq!(catalogue.counts("song"), before, "{home:?} at {at}");
        }
    }
}

#[test]
fn a_flipped_byte_does_not_reach_who_has_a_copy() {
    let server = RedisServer::start();
    let catalogue = on(&server);
    let live = Live::open(catalogue.store()).unwrap();
    wait_until("the index is in memory", || live.catalogue().unwrap().warm().unwrap().is_none());
    let before = live.catalogue().unwrap().search(QUERY).unwrap().total;
    let image = format!("{}:v20261101:{{p0}}:image", catalogue.name());
    server.cli(&["setrange", &image, "700", "damaged"]);
    assert_eq!(live.catalogue().unwrap().search(QUERY).unwrap().total, before);
}
