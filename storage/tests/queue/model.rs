//! Whatever is done with a queue, it answers as a plain one in memory does.

use std::collections::BTreeMap;

use proptest::prelude::*;
use storage::queue::{Lengths, Taken};

use crate::place::{InFile, OnRedis, Place, at};

const IDS: [&str; 4] = ["a", "b", "c", "d"];

/// What one may do, with times in seconds.
#[derive(Debug, Clone)]
enum Step {
    Push {
        id: usize,
        due: i64,
    },
    Take {
        lease: u64,
    },
    /// The holding is one of all that there have been, from the last one on.
    Renew {
        holding: usize,
        lease: u64,
    },
    Done {
        holding: usize,
    },
    Later {
        holding: usize,
        due: i64,
    },
    Remove {
        id: usize,
    },
    Pass {
        seconds: i64,
    },
}

fn step() -> impl Strategy<Value = Step> {
    let (id, holding) = (0..IDS.len(), 0..3_usize);
    let (due, lease) = (0..40_i64, 0..20_u64);
    prop_oneof![
        4 => (id.clone(), due.clone()).prop_map(|(id, due)| Step::Push { id, due }),
        5 => lease.clone().prop_map(|lease| Step::Take { lease }),
        1 => (holding.clone(), lease).prop_map(|(holding, lease)| Step::Renew { holding, lease }),
        2 => holding.clone().prop_map(|holding| Step::Done { holding }),
        1 => (holding, due).prop_map(|(holding, due)| Step::Later { holding, due }),
        1 => id.prop_map(|id| Step::Remove { id }),
        3 => (1..15_i64).prop_map(|seconds| Step::Pass { seconds }),
    ]
}

/// A queue in memory.
#[derive(Debug, Default)]
struct Model {
    waiting: BTreeMap<usize, i64>,
    held: BTreeMap<usize, Held>,
    holdings: u32,
}

#[derive(Debug, Clone, Copy)]
struct Held {
    holding: u32,
    tries: u32,
    end: i64,
}

impl Model {
    fn push(&mut self, id: usize, due: i64) {
        let waits = self.waiting.entry(id).or_insert(due);
        *waits = due.min(*waits);
    }

    /// The id, which holding of all it is, and how many there have been in a row.
    fn take(&mut self, now: i64, end: i64) -> Option<(usize, Held)> {
        let free = self.waiting.iter().filter(|(id, _)| !self.held.contains_key(id));
        let due = free.filter(|&(_, &due)| due <= now).map(|(&id, &due)| (due, 1, id));
        let ended = self.held.iter().filter(|(_, held)| held.end <= now);
        let ended = ended.map(|(&id, held)| (held.end, 0, id));
        let (_, _, id) = due.chain(ended).min()?;
        if self.waiting.get(&id).is_some_and(|&due| due <= now) {
            self.waiting.remove(&id);
        }
        let tries = self.held.get(&id).map_or(1, |before| before.tries + 1);
        let held = Held { holding: self.holdings, tries, end };
        self.holdings += 1;
        self.held.insert(id, held);
        Some((id, held))
    }

    fn find(&mut self, holding: u32) -> Option<usize> {
        self.held.iter().find(|(_, held)| held.holding == holding).map(|(&id, _)| id)
    }

    fn renew(&mut self, holding: u32, end: i64) -> bool {
        let id = self.find(holding);
        id.map(|id| self.held.get_mut(&id).unwrap().end = end).is_some()
    }

    fn let_go(&mut self, holding: u32, due: Option<i64>) -> bool {
        let Some(id) = self.find(holding) else { return false };
        self.held.remove(&id);
        due.into_iter().for_each(|due| self.push(id, due));
        true
    }

    fn remove(&mut self, id: usize) {
        self.waiting.remove(&id);
        self.held.remove(&id);
    }

    fn free(&self) -> impl Iterator<Item = i64> {
        let free = self.waiting.iter().filter(|(id, _)| !self.held.contains_key(id));
        free.map(|(_, &due)| due)
    }

    fn lengths(&self, now: i64) -> Lengths {
        let count = |times: &mut dyn Iterator<Item = i64>, is_past: bool| {
            times.filter(|&time| (time <= now) == is_past).count() as u64
        };
        let ends = || self.held.values().map(|held| held.end);
        Lengths {
            waiting: count(&mut self.free(), false),
            due: count(&mut self.free().chain(ends()), true),
            held: count(&mut ends(), false),
        }
    }

    fn next_due(&self) -> Option<i64> {
        self.free().chain(self.held.values().map(|held| held.end)).min()
    }
}

fn answers_as_the_model_does<P: Place>(steps: &[Step]) {
    let queue = P::new().queue();
    let mut model = Model::default();
    let mut holdings: Vec<Taken> = Vec::new();
    let mut now = 0;
    let seconds = std::time::Duration::from_secs;
    for step in steps {
        // One that has been given out, if there are so many.
        let known = |from_last: usize| {
            let number = holdings.len().checked_sub(from_last + 1)?;
            Some((number as u32, holdings[number].clone()))
        };
        match *step {
            Step::Push { id, due } => {
                model.push(id, due);
                queue.push(IDS[id], at(due)).unwrap();
            }
            Step::Take { lease } => {
                let expected = model.take(now, now + lease as i64);
                let taken = queue.take(at(now), "worker", seconds(lease)).unwrap();
                let seen = taken.as_ref().map(|taken| (taken.id.as_str(), taken.tries));
                assert_eq!(seen, expected.map(|(id, held)| (IDS[id], held.tries)));
                holdings.extend(taken);
            }
            Step::Renew { holding, lease } => {
                if let Some((number, taken)) = known(holding) {
                    let renewed = queue.renew(&taken, at(now), seconds(lease)).unwrap();
                    assert_eq!(renewed, model.renew(number, now + lease as i64));
                }
            }
            Step::Done { holding } => {
                if let Some((number, taken)) = known(holding) {
                    assert_eq!(queue.done(taken).unwrap(), model.let_go(number, None));
                }
            }
            Step::Later { holding, due } => {
                if let Some((number, taken)) = known(holding) {
                    let let_go = queue.later(taken, at(due)).unwrap();
                    assert_eq!(let_go, model.let_go(number, Some(due)));
                }
            }
            Step::Remove { id } => {
                model.remove(id);
                queue.remove(IDS[id]).unwrap();
            }
            Step::Pass { seconds } => now += seconds,
        }
        assert_eq!(queue.lengths(at(now)).unwrap(), model.lengths(now), "after {step:?}");
        assert_eq!(queue.next_due().unwrap(), model.next_due().map(at), "after {step:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn in_a_file(steps in prop::collection::vec(step(), 1..40)) {
        answers_as_the_model_does::<InFile>(&steps);
    }

    #[test]
    fn in_redis(steps in prop::collection::vec(step(), 1..40)) {
        answers_as_the_model_does::<OnRedis<false>>(&steps);
    }
}
