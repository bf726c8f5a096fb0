//! Readers move from generation to generation: no answer fails, and none is of two of them.

use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
    thread,
    time::{Duration, Instant},
};

use apis::catalogue::{Catalogue as Opened, Live, Search};
use serde_json::Value;
use storage::generations::GenerationName;

use crate::{
    dump,
    home::{Catalogue, Home},
};

const QUERY: Search<'_> = Search { query: "song year:1990..1995", limit: 30, cursor: None };
const SWAPS: u32 = 50;
const READERS: usize = 3;
/// A reader notices within a second; a machine that does other things as well may take longer.
const NOTICED: Duration = Duration::from_secs(5);

/// What is told of one query, in two pages: an answer is of one generation as a whole.
fn answer(catalogue: &Opened) -> Value {
    let first = catalogue.search(QUERY).unwrap();
    let next = catalogue.search(Search { cursor: first.next.as_deref(), ..QUERY }).unwrap();
    let totals = (first.total, next.total, catalogue.totals());
    serde_json::to_value((first.generation, totals, first.hits, next.hits)).unwrap()
}

fn current(catalogue: &Catalogue) -> GenerationName {
    catalogue.store().require_readable().unwrap()
}

fn is_noticed(live: &Live, name: GenerationName) {
    let since = Instant::now();
    while live.catalogue().unwrap().generation() != name {
        assert!(since.elapsed() < NOTICED, "{name} was not noticed: {:?}", live.trouble());
        thread::yield_now();
    }
}

fn swap_under_readers(home: Home) {
    let catalogue = Catalogue::new(home).loaded(|folder| dump::month(folder, "20261001", 80));
    let mut known = BTreeMap::new();
    known.insert(current(&catalogue), answer(&Opened::open(&catalogue.store()).unwrap()));
    dump::month(&catalogue.folder("november"), "20261101", 90);
    catalogue.run(&["load", "november"]).succeeds();
    known.insert(current(&catalogue), answer(&Opened::open(&catalogue.store()).unwrap()));
    // The same month again, once as it was and once as the first.
    let (november, october) = (known.values().last().unwrap(), known.values().next().unwrap());
    assert_ne!(november, october);
    let body = |answer: &Value| answer.as_array().unwrap()[1..].to_vec();
    let bodies = [body(november), body(october)];

    let is_over = AtomicBool::new(false);
    let answered = AtomicU64::new(0);
    let lives: Vec<Live> = (0..READERS).map(|_| Live::open(catalogue.store()).unwrap()).collect();
    thread::scope(|scope| {
        for live in &lives {
            let (is_over, answered, known, bodies) = (&is_over, &answered, &known, &bodies);
            scope.spawn(move || {
                while !is_over.load(Ordering::Relaxed) {
                    let opened = live.catalogue().unwrap();
                    let found = answer(&opened);
                    match known.get(&opened.generation()) {
                        Some(expected) => assert_eq!(found, *expected),
                        None => assert!(bodies.contains(&body(&found)), "{found}"),
                    }
                    answered.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        let end = Finally(|| is_over.store(true, Ordering::Relaxed));
        for swap in 0..SWAPS {
            let name = ["20261001", "20261101"][swap as usize % 2];
            catalogue.run(&["generations", "publish", name]).succeeds();
            if swap % 5 == 4 {
                lives.iter().for_each(|live| is_noticed(live, name.parse().unwrap()));
            }
        }
        // Whole loads; the first takes the place of the older month.
        for _ in 0..2 {
            catalogue.run(&["load", "november"]).succeeds();
            let name = current(&catalogue);
            lives.iter().for_each(|live| is_noticed(live, name));
        }
        drop(end);
    });
    assert!(answered.load(Ordering::Relaxed) > u64::from(SWAPS), "{answered:?} answers");
    assert!(lives.iter().all(|live| live.trouble().is_none()));
}

/// Does something at its end, also when something else has failed.
struct Finally<F: Fn()>(F);

impl<F: Fn()> Drop for Finally<F> {
    fn drop(&mut self) {
        (self.0)();
    }
}

#[test]
fn fifty_swaps_with_mongodb_and_redis_fail_no_answer_and_mix_none() {
    swap_under_readers(Home::Both);
}

#[test]
fn fifty_swaps_with_a_redis_cluster_fail_no_answer_and_mix_none() {
    swap_under_readers(Home::Cluster);
}

#[test]
fn fifty_swaps_with_mongodb_alone_fail_no_answer_and_mix_none() {
    swap_under_readers(Home::MongoDb);
}
