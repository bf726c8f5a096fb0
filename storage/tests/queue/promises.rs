//! What every backend promises.

use std::time::Duration;

use jiff::Timestamp;
use storage::{queue::Lengths, state::Error};

use crate::{
    place::{InFile, LEASE, OnRedis, Place, at, take, take_all, take_id},
    races::each_id_is_taken_once_by_many_threads,
};

/// A moment after a lease that begins at 0 has ended.
const ENDED: i64 = 60;

fn ids_are_taken_in_the_order_in_which_they_fall_due<P: Place>() {
    let queue = P::new().queue();
    for (id, due) in [("late", 30), ("early", 10), ("tie-b", 20), ("tie-a", 20)] {
        queue.push(id, at(due)).unwrap();
    }
    assert_eq!(take(&queue, 15).unwrap().id, "early");
    // It was due before those that have been due since, though it comes later.
    queue.push("earlier", at(5)).unwrap();
    assert_eq!(take_all(&queue, 40), ["earlier", "tie-a", "tie-b", "late"]);
}

fn nothing_is_taken_before_it_is_due<P: Place>() {
    let queue = P::new().queue();
    assert_eq!(take(&queue, 0), None);
    // Of a time, whole milliseconds count.
    let due = at(10) + Duration::from_nanos(7_654_321);
    queue.push("id", due).unwrap();
    for early in [at(0), at(10), at(10) + Duration::from_nanos(6_999_999)] {
        assert_eq!(queue.take(early, "worker", LEASE).unwrap(), None, "{early}");
    }
    assert_eq!(queue.next_due().unwrap(), Some(at(10) + Duration::from_millis(7)));
    assert_eq!(queue.take(due, "worker", LEASE).unwrap().unwrap().id, "id");
}

fn an_id_is_held_by_one_at_a_time<P: Place>() {
    let place = P::new();
    let (here, there) = (place.queue(), place.queue());
    here.push("id", at(0)).unwrap();
    let taken = take_id(&there, 0, "id");
    assert_eq!(taken.tries, 1);
    assert_eq!(take(&here, ENDED - 1), None);
    assert!(here.done(taken.clone()).unwrap());
    for time in [0, ENDED, 1_000_000] {
        assert_eq!(take(&there, time), None);
    }
    assert!(!there.done(taken).unwrap());
}

fn an_ended_lease_is_taken_over_and_its_holder_changes_nothing_more<P: Place>() {
    let queue = P::new().queue();
    queue.push("id", at(0)).unwrap();
    let first = take_id(&queue, 0, "id");
    let second = take_id(&queue, ENDED, "id");
    assert_eq!(second.tries, 2);
    assert!(!queue.renew(&first, at(ENDED), 100 * LEASE).unwrap());
    assert!(!queue.later(first.clone(), at(0)).unwrap());
    assert!(!queue.done(first).unwrap());
    assert_eq!(take(&queue, 2 * ENDED - 1), None);
    let third = take_id(&queue, 2 * ENDED, "id");
    assert_eq!(third.tries, 3);
    assert!(!queue.done(second).unwrap());
    assert!(queue.done(third).unwrap());
    assert_eq!(queue.lengths(at(0)).unwrap(), Lengths::default());
    // What was let go is begun anew.
    queue.push("id", at(0)).unwrap();
    assert_eq!(take_id(&queue, 0, "id").tries, 1);
}

fn who_is_late_and_not_replaced_has_it_still<P: Place>() {
    let queue = P::new().queue();
    for id in ["renewed", "waits", "done"] {
        queue.push(id, at(0)).unwrap();
        let taken = take_id(&queue, 0, id);
        let late = 10 * ENDED;
        assert!(
            match id {
                "renewed" => queue.renew(&taken, at(late), LEASE),
                "waits" => queue.later(taken, at(late + 1)),
                _ => queue.done(taken),
            }
            .unwrap()
        );
        assert_eq!(take(&queue, late), None, "{id}");
        queue.remove(id).unwrap();
    }
}

fn a_renewed_lease_lasts_longer<P: Place>() {
    let queue = P::new().queue();
    queue.push("id", at(0)).unwrap();
    let taken = take_id(&queue, 0, "id");
    assert!(queue.renew(&taken, at(ENDED - 10), LEASE).unwrap());
    assert_eq!(take(&queue, 2 * ENDED - 11), None);
    assert_eq!(queue.next_due().unwrap(), Some(at(2 * ENDED - 10)));
    assert!(queue.renew(&taken, at(ENDED), Duration::ZERO).unwrap());
    assert!(take(&queue, ENDED).is_some());
}

fn an_ended_lease_is_due_since_its_end<P: Place>() {
    let queue = P::new().queue();
    queue.push("held", at(0)).unwrap();
    take_id(&queue, 0, "held");
    queue.push("before", at(ENDED - 1)).unwrap();
    queue.push("after", at(ENDED + 1)).unwrap();
    assert_eq!(take_all(&queue, 2 * ENDED - 1), ["before", "held", "after"]);
}

fn what_is_pushed_while_it_is_held_comes_again<P: Place>() {
    let queue = P::new().queue();
    queue.push("id", at(0)).unwrap();
    let taken = take_id(&queue, 0, "id");
    queue.push("id", at(1)).unwrap();
    assert_eq!(take(&queue, 5), None);
    assert!(queue.done(taken).unwrap());
    let taken = take_id(&queue, 5, "id");
    assert_eq!(taken.tries, 1);

    // The earlier time holds.
    queue.push("id", at(20)).unwrap();
    assert!(queue.later(taken, at(30)).unwrap());
    assert_eq!(take(&queue, 19), None);
    let taken = take_id(&queue, 20, "id");
    queue.push("id", at(50)).unwrap();
    assert!(queue.later(taken, at(40)).unwrap());
    assert_eq!(take(&queue, 39), None);
    assert!(queue.done(take_id(&queue, 40, "id")).unwrap());
    assert_eq!(take(&queue, 1_000), None);
}

fn one_that_takes_over_fulfils_what_was_pushed_and_is_due<P: Place>() {
    let queue = P::new().queue();
    for (pushed, comes_again) in [(ENDED - 1, false), (ENDED, false), (ENDED + 1, true)] {
        queue.push("id", at(0)).unwrap();
        take_id(&queue, 0, "id");
        queue.push("id", at(pushed)).unwrap();
        let second = take_id(&queue, ENDED, "id");
        assert!(queue.done(second).unwrap());
        assert_eq!(take_all(&queue, 1_000).len(), usize::from(comes_again), "{pushed}");
        queue.remove("id").unwrap();
    }
}

fn an_id_waits_at_most_once<P: Place>() {
    let queue = P::new().queue();
    for due in [30, 10, 20] {
        queue.push("id", at(due)).unwrap();
    }
    assert_eq!(queue.lengths(at(0)).unwrap(), Lengths { waiting: 1, due: 0, held: 0 });
    assert_eq!(take(&queue, 9), None);
    assert!(queue.done(take_id(&queue, 10, "id")).unwrap());
    assert_eq!(take(&queue, 1_000), None);
}

fn one_that_is_let_go_waits<P: Place>() {
    let queue = P::new().queue();
    queue.push("id", at(0)).unwrap();
    let taken = take_id(&queue, 0, "id");
    assert!(queue.later(taken.clone(), at(3_600)).unwrap());
    assert!(!queue.renew(&taken, at(1), LEASE).unwrap());
    assert!(!queue.later(taken, at(0)).unwrap());
    assert_eq!(take(&queue, 3_599), None);
    assert_eq!(take_id(&queue, 3_600, "id").tries, 1);
}

fn what_is_removed_is_neither_waited_for_nor_held<P: Place>() {
    let queue = P::new().queue();
    queue.push("waits", at(0)).unwrap();
    queue.remove("waits").unwrap();
    assert_eq!(take(&queue, 0), None);
    queue.push("held", at(0)).unwrap();
    let taken = take_id(&queue, 0, "held");
    queue.push("held", at(0)).unwrap();
    queue.remove("held").unwrap();
    assert!(!queue.renew(&taken, at(0), LEASE).unwrap());
    assert!(!queue.later(taken.clone(), at(0)).unwrap());
    assert!(!queue.done(taken).unwrap());
    assert_eq!(take(&queue, ENDED), None);
    assert_eq!((queue.next_due().unwrap(), queue.lengths(at(0)).unwrap()), Default::default());
    queue.remove("unknown").unwrap();
}

fn each_id_is_counted_once<P: Place>() {
    let queue = P::new().queue();
    for (id, due) in [("a", 0), ("b", 1), ("c", 2), ("d", 3), ("e", 500)] {
        queue.push(id, at(due)).unwrap();
    }
    take_id(&queue, 0, "a");
    take_id(&queue, 30, "b");
    // Held, and waiting beside.
    queue.push("a", at(0)).unwrap();
    queue.push("b", at(900)).unwrap();
    let lengths = |time| queue.lengths(at(time)).unwrap();
    assert_eq!(lengths(2), Lengths { waiting: 2, due: 1, held: 2 });
    assert_eq!(lengths(50), Lengths { waiting: 1, due: 2, held: 2 });
    assert_eq!(lengths(60), Lengths { waiting: 1, due: 3, held: 1 });
    assert_eq!(lengths(500), Lengths { waiting: 0, due: 5, held: 0 });
}

fn who_is_idle_knows_until_when<P: Place>() {
    let queue = P::new().queue();
    assert_eq!(queue.next_due().unwrap(), None);
    queue.push("later", at(500)).unwrap();
    assert_eq!(queue.next_due().unwrap(), Some(at(500)));
    queue.push("id", at(10)).unwrap();
    assert_eq!(queue.next_due().unwrap(), Some(at(10)));
    let taken = take_id(&queue, 20, "id");
    // It is not to be had before the lease ends, whenever it is due.
    queue.push("id", at(10)).unwrap();
    assert_eq!(queue.next_due().unwrap(), Some(at(80)));
    assert!(queue.done(taken).unwrap());
    assert_eq!(queue.next_due().unwrap(), Some(at(10)));
}

fn many_that_are_held_hide_none_that_is_due<P: Place>() {
    let queue = P::new().queue();
    for round in 0..2 {
        for n in 0..50 {
            queue.push(&format!("held-{n}"), at(0)).unwrap();
        }
        assert_eq!(take_all(&queue, 0).len(), if round == 0 { 50 } else { 0 });
    }
    queue.push("due", at(1)).unwrap();
    assert_eq!(queue.next_due().unwrap(), Some(at(1)));
    assert_eq!(take_all(&queue, 1), ["due"]);
}

fn queues_and_values_do_not_know_of_each_other<P: Place>() {
    let state = P::new().state();
    let (one, other) = (state.queue("one").unwrap(), state.queue("one-more").unwrap());
    one.push("id", at(0)).unwrap();
    assert_eq!(take(&other, 1_000), None);
    assert_eq!(other.next_due().unwrap(), None);
    other.push("id", at(0)).unwrap();
    take_id(&one, 0, "id");
    take_id(&other, 0, "id");
    one.remove("id").unwrap();
    assert_eq!(other.lengths(at(0)).unwrap().held, 1);
}

fn names_and_ids_are_checked<P: Place>() {
    let state = P::new().state();
    let queue = state.queue("Az09-_").unwrap();
    let long = "a".repeat(129);
    for text in ["", "a:b", "a}", "{a", "a b", "a\n", "ä", "*", long.as_str()] {
        assert!(state.queue(text).is_err(), "{text:?}");
        assert!(matches!(queue.push(text, at(0)), Err(Error::Key(_))), "{text:?}");
        queue.remove(text).unwrap();
    }
    assert_eq!(take(&queue, 0), None);
}

fn the_whole_calendar_may_be_used<P: Place>() {
    let queue = P::new().queue();
    queue.push("last", Timestamp::MAX).unwrap();
    queue.push("first", Timestamp::MIN).unwrap();
    assert_eq!(queue.next_due().unwrap(), Some(Timestamp::MIN));
    let first = queue.take(Timestamp::MIN, "worker", Duration::MAX).unwrap().unwrap();
    assert_eq!(first.id, "first");
    assert_eq!(queue.take(at(0), "worker", LEASE).unwrap(), None);
    assert!(queue.next_due().unwrap().unwrap() > at(0));
    assert!(queue.done(first).unwrap());
}

fn a_restart_keeps_everything<P: Place>() {
    let mut place = P::new();
    let queue = place.queue();
    for (id, due) in [("held", 0), ("due", 1), ("waits", 100)] {
        queue.push(id, at(due)).unwrap();
    }
    let taken = take_id(&queue, 0, "held");
    drop(queue);
    place.restart();
    let queue = place.queue();
    let Lengths { waiting, due, held } = queue.lengths(at(1)).unwrap();
    // Where nobody else can have it open, nobody holds anything any more.
    assert_eq!((waiting, due + held), (1, 2));
    assert!(queue.renew(&taken, at(0), LEASE).unwrap());
    assert_eq!(take_all(&queue, ENDED), ["due", "held"]);
    assert_eq!(take_all(&queue, 100), ["waits"]);
}

macro_rules! promises {
    ($($backend:ident: $place:ty),+; $($promise:ident),+ $(,)?) => {
        promises!(@each [$($backend: $place),+] [$($promise),+]);
    };
    (@each [$($backend:ident: $place:ty),+] $promises:tt) => {
        $(promises!(@one $backend: $place, $promises);)+
    };
    (@one $backend:ident: $place:ty, [$($promise:ident),+]) => {
        mod $backend {
            $(
                #[test]
                fn $promise() {
                    super::$promise::<$place>();
                }
            )+
        }
    };
}

promises! {
    embedded: super::InFile, server: super::OnRedis<false>, cluster: super::OnRedis<true>;
    ids_are_taken_in_the_order_in_which_they_fall_due,
    nothing_is_taken_before_it_is_due,
    an_id_is_held_by_one_at_a_time,
    an_ended_lease_is_taken_over_and_its_holder_changes_nothing_more,
    who_is_late_and_not_replaced_has_it_still,
    a_renewed_lease_lasts_longer,
    an_ended_lease_is_due_since_its_end,
    what_is_pushed_while_it_is_held_comes_again,
    one_that_takes_over_fulfils_what_was_pushed_and_is_due,
    an_id_waits_at_most_once,
    one_that_is_let_go_waits,
    what_is_removed_is_neither_waited_for_nor_held,
    each_id_is_counted_once,
    who_is_idle_knows_until_when,
    many_that_are_held_hide_none_that_is_due,
    queues_and_values_do_not_know_of_each_other,
    names_and_ids_are_checked,
    the_whole_calendar_may_be_used,
    a_restart_keeps_everything,
    each_id_is_taken_once_by_many_threads,
}
