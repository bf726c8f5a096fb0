//! What holds when many take at once.

use std::{collections::BTreeSet, thread};

use crate::place::{Place, at, take};

pub(crate) fn each_id_is_taken_once_by_many_threads<P: Place>() {
    const IDS: usize = 200;
    let place = P::new();
    let nodes = [place.queue(), place.queue()];
    let mut taken: Vec<String> = thread::scope(|scope| {
        let workers = (0..8).map(|worker| {
            let queue = nodes[worker % 2].clone();
            scope.spawn(move || {
                let own = (worker * IDS / 8)..((worker + 1) * IDS / 8);
                own.for_each(|n| queue.push(&format!("id-{n}"), at(0)).unwrap());
                let mut ids = Vec::new();
                while let Some(taken) = take(&queue, 0) {
                    ids.push(taken.id.clone());
                    assert!(queue.done(taken).unwrap());
                }
                ids
            })
        });
        let workers: Vec<_> = workers.collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    taken.sort();
    let expected: BTreeSet<String> = (0..IDS).map(|n| format!("id-{n}")).collect();
    assert_eq!(taken, Vec::from_iter(expected));
    assert_eq!(nodes[0].lengths(at(0)).unwrap(), Default::default());
}
