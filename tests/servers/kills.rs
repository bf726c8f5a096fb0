//! Servers that are killed and started again in the middle of everything.

use std::{
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
    thread,
};

use apis::catalogue::{Live, Search};
use mongodb::bson::doc;
use serde_json::Value;
use servers::{MongoServer, RedisServer};

use crate::{
    dump,
    home::Catalogue,
    run::{Dataget, wait_until},
    writers::Loading,
};

const RELEASES: u32 = 2500;

/// Servers that lose nothing of what they have confirmed.
fn servers() -> (MongoServer, RedisServer) {
    let redis = RedisServer::builder().append_only().args(["--appendfsync", "always"]).start();
    (MongoServer::start(), redis)
}

/// A generated month in files, to compare with.
fn in_files() -> Dataget {
    Dataget::loaded(|folder| dump::large(folder, "20261101", RELEASES))
}

/// What is there of every kind, and some answers.
fn answers(dataget: &Dataget) -> Vec<Value> {
    let status = dataget.run(&["status", "--json"]).succeeds().json();
    let generations = status["generations"].as_array().unwrap();
    let generation = generations.iter().find(|one| one["current"] == true).unwrap();
    let kinds = generation["manifest"]["kinds"].as_object().unwrap();
    let counts = kinds.values().map(|kind| kind["documents"].clone());
    let queries = ["-zzz", "has:video", "genre:electronic year:1980..", "label:#1 | artist:#2"];
    let answers = queries.iter().flat_map(|query| {
        let found = dataget.run(&["search", query, "--json", "--limit", "40"]).succeeds().json();
        [found["total"].clone(), found["hits"].clone()]
    });
    counts.chain(answers).collect()
}

fn with_october(mongodb: &MongoServer, redis: &RedisServer) -> Catalogue {
    let catalogue = Catalogue::on(Some(&mongodb.url()), Some(&redis.url()));
    let catalogue = catalogue.loaded(|folder| dump::month(folder, "20261001", 20));
    dump::large(&catalogue.folder("november"), "20261101", RELEASES);
    catalogue
}

#[test]
fn a_load_outlives_the_servers_restarts() {
    let (mut mongodb, mut redis) = servers();
    let catalogue = with_october(&mongodb, &redis);
    let mut loading = Loading::start(&catalogue, &["load", "november", "--force"]);
    for line in ["labels: reading ", "masters: reading ", "releases: reading ", "index: building"] {
        loading = loading.until(line);
        mongodb.kill();
        redis.kill();
        mongodb.restart();
        redis.restart();
    }
    let (code, rest) = loading.end();
    assert_eq!(code, Some(0), "{rest}");
    assert_eq!(catalogue.generations(), ["20261001", "*20261101"]);
    assert_eq!(answers(&catalogue), answers(&in_files()));
}

#[test]
fn an_upload_outlives_the_restarts_of_redis() {
    let (mongodb, mut redis) = servers();
    let catalogue = with_october(&mongodb, &redis);
    let before: u64 = redis.cli(&["dbsize"]).parse().unwrap();
    let loading = Loading::start(&catalogue, &["load", "november", "--force"]);
    wait_until("the index is being written", || {
        redis.cli(&["dbsize"]).parse::<u64>().unwrap() > before + 5
    });
    redis.kill();
    redis.restart();
    let (code, rest) = loading.end();
    assert_eq!(code, Some(0), "{rest}");
    assert_eq!(answers(&catalogue), answers(&in_files()));
}

#[test]
fn an_index_is_built_through_the_servers_restarts() {
    let (mut mongodb, mut redis) = servers();
    let catalogue = with_october(&mongodb, &redis);
    catalogue.run(&["load", "november", "--force"]).succeeds();
    let before = answers(&catalogue);
    // Of MongoDB as soon as it has the right to write, of Redis when it has noticed.
    let mut indexing = Loading::start(&catalogue, &["index"]);
    let locks = catalogue.collection("", "locks");
    wait_until("the index is being built", || {
        locks.count_documents(doc! { "_id": "writer" }).run().unwrap() > 0 || indexing.is_over()
    });
    mongodb.kill();
    mongodb.restart();
    redis.kill();
    redis.restart();
    let (code, rest) = indexing.end();
    assert_eq!(code, Some(0), "{rest}");
    assert_eq!(answers(&catalogue), before);
}

#[test]
fn a_load_that_loses_its_server_for_good_fails_and_the_next_one_works() {
    let (mut mongodb, redis) = servers();
    let catalogue = with_october(&mongodb, &redis);
    let loading = Loading::start(&catalogue, &["load", "november", "--force"]);
    let loading = loading.until("masters: reading ");
    mongodb.kill();
    let (code, rest) = loading.end();
    assert_eq!(code, Some(1), "{rest}");
    let error = rest.lines().last().unwrap();
    let told = format!("the connection to MongoDB at 127.0.0.1:{} was lost, ", mongodb.port());
    assert!(error.contains(&told) && error.ends_with(", and do it again"), "{error}");
    mongodb.restart();
    assert_eq!(catalogue.generations(), ["*20261001"]);
    assert_eq!(catalogue.counts("song"), [40, 40, 20]);
    catalogue.a_minute_later();
    catalogue.run(&["load", "november", "--force"]).succeeds();
    assert_eq!(answers(&catalogue), answers(&in_files()));
}

#[test]
fn a_stream_of_searches_outlives_the_servers_restarts() {
    const QUERY: Search<'_> = Search { query: "song", limit: 15, cursor: None };
    let (mut mongodb, mut redis) = servers();
    let catalogue = Catalogue::on(Some(&mongodb.url()), Some(&redis.url()));
    let catalogue = catalogue.loaded(|folder| dump::month(folder, "20261001", 20));
    let live = Live::open(catalogue.store()).unwrap();
    let answer = || {
        let found = live.catalogue().unwrap().search(QUERY).map_err(|error| error.to_string())?;
        Ok::<_, String>((found.total, serde_json::to_value(found.hits).unwrap()))
    };
    let expected = answer().unwrap();
    let is_over = AtomicBool::new(false);
    let answered = AtomicU64::new(0);
    thread::scope(|scope| {
        let asking: Vec<_> = (0..3)
            .map(|_| {
                scope.spawn(|| {
                    while !is_over.load(Ordering::Relaxed) {
                        match answer() {
                            Ok(found) => assert_eq!(found, expected),
                            Err(error) => assert!(error.contains("127.0.0.1:"), "{error}"),
                        }
                        answered.fetch_add(1, Ordering::Relaxed);
                    }
                })
            })
            .collect();
        for _ in 0..3 {
            let goal = answered.load(Ordering::Relaxed) + 30;
            wait_until("searches are answered", || answered.load(Ordering::Relaxed) > goal);
            mongodb.kill();
            redis.kill();
            mongodb.restart();
            redis.restart();
        }
        is_over.store(true, Ordering::Relaxed);
        asking.into_iter().for_each(|asking| asking.join().unwrap());
    });
    assert_eq!(answer(), Ok(expected));
    wait_until("nothing is wrong any more", || live.trouble().is_none());
}
