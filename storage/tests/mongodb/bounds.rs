//! A server that answers others, and is stuck with a command of ours: it ends it in time, as each
//! command says how long it may take.

use std::{collections::BTreeSet, fmt::Debug, thread, time::Duration};

use mongodb::{
    bson::{Document as Bson, doc},
    sync::Client,
};
use servers::MongoServer;
use storage::{
    documents::{self, Documents, take_over},
    generations::{GenerationName, Pointer},
    model::Kind,
    mongodb::Error,
};

use crate::place::{Place, artist, november, wait_until, within};

/// What the driver sends of its own accord: how it greets, logs in, and goes.
const OF_THE_DRIVER: [&str; 6] =
    ["hello", "isMaster", "ismaster", "endSessions", "killCursors", "ping"];

fn admin(driver: &Client, command: Bson) -> Bson {
    driver.database("admin").run_command(command).run().unwrap()
}

/// The commands that Dataget sent to a server, as its log has them, each with the time that it may
/// take.
fn commands(driver: &Client) -> Vec<(String, Option<i64>)> {
    let log = admin(driver, doc! { "getLog": "global" });
    let lines = log.get_array("log").unwrap().iter().map(|line| line.as_str().unwrap());
    let told = lines.filter_map(|text| {
        let line: serde_json::Value = serde_json::from_str(text).unwrap();
        let operation = &line["attr"];
        if line["msg"] != "Slow query" || operation["appName"] != "dataget" {
            return None;
        }
        // Its first field, and those that were read have no order.
        let (_, name) = text.split_once(r#""command":{""#)?;
        let (name, _) = name.split_once('"')?;
        // What follows of a scan has what its first command has left.
        let command = match name {
            "getMore" => &operation["originatingCommand"],
            _ => &operation["command"],
        };
        Some((name.to_owned(), command["maxTimeMS"].as_i64()))
    });
    told.filter(|(name, _)| !OF_THE_DRIVER.contains(&name.as_str())).collect()
}

/// Everything that is done with a server in a load and while answering.
fn do_everything(place: &mut Place) {
    let lease = place.server.lock("here", "dataget load").unwrap();
    place.server = lease.server().clone();
    let (server, second): (_, GenerationName) = (&place.server, "20261101-2".parse().unwrap());
    server.home().unwrap();
    server.begin_generation(november()).unwrap();
    let documents = place.store((1..=2_500).map(|id| artist(id, "")));
    take_over(server.documents(november()), server.documents(second), Kind::Artists).unwrap();
    server.set_note(november(), "manifest", &serde_json::json!({})).unwrap();
    server.set_pointer(&Pointer { current: november(), published: vec![november()] }).unwrap();
    server.create_indexes(november()).unwrap();
    server.pointer().unwrap();
    server.generations().unwrap();
    documents.get(Kind::Artists, 1).unwrap();
    documents.get_many(Kind::Artists, &[1, 2]).unwrap();
    assert_eq!(documents.scan(Kind::Artists).unwrap().map(Result::unwrap).count(), 2_500);
    lease.check().unwrap();
    server.drop_generation(second).unwrap();
}

#[test]
fn every_command_says_how_long_it_may_take() {
    let server = MongoServer::start();
    let mut place = Place::on(&server.url());
    admin(&place.driver, doc! { "profile": 0, "slowms": -1 });
    do_everything(&mut place);
    let commands = commands(&place.driver);
    let without: Vec<_> = commands.iter().filter(|(_, limit)| limit.is_none()).collect();
    assert!(without.is_empty(), "{without:?}");
    let longest = commands.iter().filter_map(|&(_, limit)| limit).max();
    assert_eq!(longest, Some(3_600_000));
    let names: BTreeSet<&str> = commands.iter().map(|(name, _)| name.as_str()).collect();
    for name in [
        "aggregate",
        "create",
        "createIndexes",
        "distinct",
        "dropDatabase",
        "find",
        "findAndModify",
        "getMore",
        "insert",
        "listCollections",
        "listDatabases",
    ] {
        assert!(names.contains(name), "{name} is not among {names:?}");
    }
}

fn is_too_slow<T: Debug>(outcome: Result<T, Error>) {
    let error = outcome.unwrap_err();
    assert!(matches!(error, Error::TooSlow { .. }), "{error}");
    assert!(error.to_string().starts_with("MongoDB at 127.0.0.1:"), "{error}");
}

#[test]
fn a_command_that_hangs_is_an_error_in_time() {
    let test_commands = ["--setParameter", "enableTestCommands=1"];
    let server = MongoServer::builder().args(test_commands).start();
    let place = Place::on(&server.url());
    let documents: Documents = place.store([artist(1, "")]);
    // It waits with all locks in its hand.
    let sleeping = thread::spawn({
        let driver = place.driver.clone();
        let sleep = doc! { "sleep": 1, "lock": "w", "millis": 600_000 };
        move || driver.database("admin").run_command(sleep).run()
    });
    let sleeps = || {
        let all = doc! { "currentOp": 1, "command.sleep": 1 };
        let all = admin(&place.driver, all);
        let of = |one: &Bson| one.get_i32("opid").unwrap();
        all.get_array("inprog").unwrap().iter().map(|one| of(one.as_document().unwrap())).next()
    };
    wait_until("it sleeps", Duration::from_secs(30), || sleeps().is_some());
    let of_documents = |error: documents::Error| match error {
        documents::Error::MongoDb(error) => error,
        error => panic!("{error}"),
    };
    within(Duration::from_secs(20), || {
        thread::scope(|scope| {
            scope.spawn(|| {
                is_too_slow(documents.get(Kind::Artists, 1).map_err(of_documents));
            });
            scope.spawn(|| {
                is_too_slow(documents.get_many(Kind::Artists, &[1]).map_err(of_documents));
            });
            scope.spawn(|| is_too_slow(place.server.pointer()));
            scope.spawn(|| is_too_slow(place.server.home()));
            scope.spawn(|| is_too_slow(place.server.generations()));
            scope.spawn(|| is_too_slow(place.server.lock("here", "dataget load")));
            scope.spawn(|| is_too_slow(place.server.begin_generation(november())));
        });
    });
    admin(&place.driver, doc! { "killOp": 1, "op": sleeps().unwrap() });
    assert!(sleeping.join().unwrap().is_err(), "it was woken");
    assert_eq!(documents.get(Kind::Artists, 1).unwrap(), Some(artist(1, "")));
}
