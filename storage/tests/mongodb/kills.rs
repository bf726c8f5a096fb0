//! A server that is killed, and started again or not.

use std::{
    collections::BTreeMap,
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread,
    time::Duration,
};

use servers::MongoServer;
use storage::{
    documents::{self, Document},
    model::{Id, Kind},
    mongodb::Error,
};

use crate::place::{Place, artist, wait_until, within};

/// Kills the server again and again while documents stream in, some of them twice.
fn survives_kills(kills: u32) {
    let mut server = MongoServer::start();
    let place = Place::on(&server.url());
    let put = Arc::new(AtomicU64::new(0));
    let done = Arc::new(AtomicBool::new(false));
    let killer = thread::spawn({
        let (put, done) = (put.clone(), done.clone());
        move || {
            for kill in 0..kills {
                let goal = put.load(Ordering::Relaxed) + 20 + u64::from(kill % 7) * 3;
                let limit = Duration::from_secs(60);
                wait_until("batches are put", limit, || put.load(Ordering::Relaxed) >= goal);
                server.kill();
                server.restart();
            }
            done.store(true, Ordering::Relaxed);
            server
        }
    });
    let mut writer = place.writer();
    let mut expected = BTreeMap::new();
    let filling = "x".repeat(3_000);
    let mut next: Id = 1;
    while !done.load(Ordering::Relaxed) {
        let mut batch: Vec<Id> = (next..next + 100).collect();
        next += 100;
        let number = put.fetch_add(1, Ordering::Relaxed);
        let repeated = if number % 50 == 49 { next / 2 } else { 0 };
        batch.extend((repeated != 0).then_some(repeated));
        let batch = batch.into_iter().map(|id| {
            let profile = format!("{number} {filling}");
            expected.insert(id, number);
            artist(id, &profile)
        });
        let batch = place.encoded(batch);
        assert_eq!(writer.put_batch(batch).unwrap(), u64::from(repeated != 0));
    }
    assert_eq!(writer.finish().unwrap(), expected.len() as u64);
    let mut server = killer.join().unwrap();
    server.kill();
    server.restart();
    let mut found = BTreeMap::new();
    for document in place.open().scan_documents(Kind::Artists, .., &["profile"]).unwrap() {
        let Document::Artist(artist) = document.unwrap() else { panic!("it is an artist") };
        let profile = artist.profile.unwrap();
        let number: u64 = profile.split(' ').next().unwrap().parse().unwrap();
        assert!(found.insert(artist.id, number).is_none(), "{} comes twice", artist.id);
    }
    assert!(found == expected, "{} of {} are as stored", found.len(), expected.len());
}

#[test]
fn nothing_is_lost_or_doubled_when_the_server_is_killed_meanwhile() {
    survives_kills(5);
}

#[test]
#[ignore = "takes minutes: cargo test -p storage --test mongodb -- --ignored hundred"]
fn nothing_is_lost_or_doubled_in_a_hundred_kills() {
    survives_kills(100);
}

#[test]
fn a_scan_goes_on_after_a_restart() {
    let mut server = MongoServer::start();
    let place = Place::on(&server.url());
    let documents = place.store((1..=9_000).map(|id| artist(id, "as it was")));
    let mut scan = documents.scan(Kind::Artists).unwrap().map(|step| step.unwrap().0);
    let mut ids: Vec<Id> = scan.by_ref().take(100).collect();
    server.kill();
    server.restart();
    ids.extend(scan);
    assert!(ids.into_iter().eq(1..=9_000));
}

#[test]
fn a_server_that_is_gone_is_an_error_in_time() {
    let mut server = MongoServer::start();
    let place = Place::on(&server.url());
    let documents = place.store([artist(1, "")]);
    server.kill();
    let limit = Duration::from_secs(15);
    let error = within(limit, || documents.get(Kind::Artists, 1)).unwrap_err().to_string();
    assert!(error.contains(&format!("127.0.0.1:{}", server.port())), "{error}");
    assert!(error.contains("was lost"), "{error}");
    server.restart();
    assert_eq!(documents.get(Kind::Artists, 1).unwrap(), Some(artist(1, "")));
}

#[test]
fn a_server_that_stops_answering_is_an_error_in_time() {
    let server = MongoServer::start();
    let place = Place::on(&server.url());
    let documents = place.store([artist(1, "")]);
    let signal = |name: &str| {
        let process = server.pid().unwrap().to_string();
        assert!(Command::new("kill").args([name, &process]).status().unwrap().success());
    };
    signal("-STOP");
    let outcome = within(Duration::from_secs(40), || documents.get(Kind::Artists, 1));
    signal("-CONT");
    assert!(matches!(outcome, Err(documents::Error::MongoDb(Error::Lost { .. }))), "{outcome:?}");
    assert_eq!(documents.get(Kind::Artists, 1).unwrap(), Some(artist(1, "")));
}
