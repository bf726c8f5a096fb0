//! The right to write: one process has it, and learns when it has lost it.

use std::{
    sync::atomic::{AtomicU32, Ordering},
    thread,
    time::Duration,
};

use mongodb::bson::doc;
use storage::mongodb::{Error, MongoDb};

use crate::place::{Place, wait_until};

#[test]
fn one_process_writes_at_a_time() {
    let place = Place::new();
    let lease = place.server.lock("here", "dataget load $x").unwrap();
    let other = MongoDb::connect(servers::mongodb(), &place.name).unwrap();
    let error = other.lock("elsewhere", "dataget update").unwrap_err();
    let Error::Locked { holder, .. } = &error else { panic!("{error}") };
    assert_eq!(holder.command, "dataget load $x");
    assert_eq!(holder.process, std::process::id());
    assert!(!holder.host.is_empty() && holder.since.starts_with("20"), "{holder}");
    assert!(error.to_string().contains("`dataget load $x` (process "), "{error}");
    assert!(!lease.is_lost());
    drop(lease);
    drop(other.lock("elsewhere", "dataget update").unwrap());
}

#[test]
fn a_lease_that_ended_goes_to_the_next_and_its_holder_learns_of_it() {
    let place = Place::new();
    let lease = place.server.lock("here", "dataget load").unwrap();
    let long_ago = mongodb::bson::DateTime::from_millis(0);
    let end = doc! { "$set": { "until": long_ago } };
    assert_eq!(place.notes("locks").update_one(doc! {}, end).run().unwrap().matched_count, 1);
    let next = place.server.lock("elsewhere", "dataget update").unwrap();
    wait_until("it is noticed", Duration::from_secs(30), || lease.is_lost());
    drop(lease);
    assert!(!next.is_lost());
    let error = place.server.lock("here", "dataget index").unwrap_err();
    assert!(error.to_string().contains("`dataget update`"), "{error}");
}

#[test]
fn who_has_locked_the_folder_does_not_wait_for_who_had_it_before() {
    let place = Place::new();
    let killed = place.server.lock("here", "dataget load").unwrap();
    let next = place.server.lock("here", "dataget index").unwrap();
    wait_until("it is noticed", Duration::from_secs(30), || killed.is_lost());
    drop(killed);
    assert!(!next.is_lost());
    assert!(place.server.lock("elsewhere", "dataget index").is_err());
}

#[test]
fn many_who_want_to_write_take_turns() {
    let place = Place::new();
    let taken = AtomicU32::new(0);
    thread::scope(|scope| {
        let threads: Vec<_> = (0..8)
            .map(|number: u32| {
                let (place, taken) = (&place, &taken);
                scope.spawn(move || {
                    let folder = number.to_string();
                    place.server.lock(&folder, "dataget load").ok().inspect(|_| {
                        taken.fetch_add(1, Ordering::Relaxed);
                    })
                })
            })
            .collect();
        let leases: Vec<_> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
        assert_eq!(leases.iter().flatten().count(), 1);
    });
    assert_eq!(taken.into_inner(), 1);
}
