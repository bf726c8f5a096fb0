//! A process that has lost the right to write and does not know it yet: it slept between its last
//! look and what it does next. The server refuses.

use mongodb::bson::{DateTime, doc};
use storage::{
    generations::{self, GenerationName, Manifest, Pointer, Store},
    mongodb::{Error, Lease, MongoDb},
};

use crate::place::{Place, november};

/// Somebody else's connection to the same catalogue.
fn another(place: &Place) -> MongoDb {
    MongoDb::connect(servers::mongodb(), &place.name).unwrap()
}

/// Lets the minute pass after which a right that is not renewed ends.
fn a_minute_later(place: &Place) {
    let end = doc! { "$set": { "until": DateTime::from_millis(0) } };
    let ended = place.notes("locks").update_one(doc! { "_id": "writer" }, end).run().unwrap();
    assert_eq!(ended.matched_count, 1);
}

/// The right of one who sleeps, and that of the next, who took it meanwhile.
fn two_in_a_row(place: &Place) -> [Lease; 2] {
    let sleeping = place.server.lock("here", "dataget load").unwrap();
    a_minute_later(place);
    let next = another(place).lock("elsewhere", "dataget update").unwrap();
    assert!(!sleeping.is_lost(), "it does not know yet");
    [sleeping, next]
}

fn second() -> GenerationName {
    "20261101-2".parse().unwrap()
}

fn only(name: GenerationName) -> Pointer {
    Pointer { current: name, published: vec![name] }
}

fn is_lost<T: std::fmt::Debug>(outcome: Result<T, Error>) {
    let error = outcome.unwrap_err();
    assert!(matches!(error, Error::LockLost { .. }), "{error}");
}

#[test]
fn who_slept_past_the_check_does_not_publish() {
    let place = Place::new();
    let [sleeping, next] = two_in_a_row(&place);
    // Also before the next one has published anything.
    is_lost(sleeping.server().set_pointer(&only(november())));
    assert_eq!(place.server.pointer().unwrap(), None);
    next.server().set_pointer(&only(second())).unwrap();
    is_lost(sleeping.server().set_pointer(&only(november())));
    assert_eq!(place.server.pointer().unwrap(), Some(only(second())));
    is_lost(sleeping.check());
    assert!(sleeping.is_lost(), "it knows now");
    next.check().unwrap();
}

#[test]
fn who_never_took_the_right_does_not_publish() {
    let place = Place::new();
    let lease = place.server.lock("here", "dataget load").unwrap();
    lease.server().set_pointer(&only(november())).unwrap();
    is_lost(another(&place).set_pointer(&only(second())));
    assert_eq!(place.server.pointer().unwrap(), Some(only(november())));
}

#[test]
fn who_slept_leaves_the_generations_of_the_next_alone() {
    let place = Place::new();
    let sleeping = place.server.lock("here", "dataget load").unwrap();
    sleeping.server().begin_generation(november()).unwrap();
    a_minute_later(&place);
    let next = another(&place).lock("elsewhere", "dataget update").unwrap();
    next.server().drop_generation(november()).unwrap();
    next.server().begin_generation(november()).unwrap();

    let (stale, manifest) = (sleeping.server(), serde_json::json!({ "of": "who slept" }));
    is_lost(stale.set_note(november(), "manifest", &manifest));
    is_lost(stale.begin_generation(november()));
    is_lost(stale.create_indexes(november()));
    is_lost(stale.drop_generation(november()));
    assert_eq!(place.server.note(november(), "manifest").unwrap(), None);
    assert_eq!(place.server.generations().unwrap(), [november()]);
}

#[test]
fn a_load_that_slept_says_that_it_lost_its_right_and_removes_nothing_of_the_next() {
    let place = Place::new();
    let folders = [(); 2].map(|()| tempfile::tempdir().unwrap());
    let [here, elsewhere] = [0, 1].map(|number: usize| {
        let store = Store::open(folders[number].path()).unwrap();
        store.with_mongodb(another(&place))
    });
    let date = november().date();
    let sleeping = here.lock("dataget load").unwrap().begin(date).unwrap();
    a_minute_later(&place);
    let next = elsewhere.lock("dataget load").unwrap().begin(date).unwrap();
    assert_eq!(sleeping.name(), next.name());
    let lost = sleeping.describe(&Manifest::new(november())).unwrap_err();
    assert!(matches!(lost, generations::Error::LockLost { .. }), "{lost}");
    next.describe(&Manifest::new(november())).unwrap();
    let lost = sleeping.publish().unwrap_err();
    assert!(matches!(lost, generations::Error::LockLost { .. }), "{lost}");
    assert!(lost.to_string().contains("has lost it: the current generation is un"), "{lost}");
    next.publish().unwrap();
    assert_eq!(here.published().unwrap(), [november()]);
}

#[test]
fn the_number_of_a_right_grows_whatever_was_given_back_or_removed() {
    let place = Place::new();
    // As it was before there were numbers.
    let old = doc! { "_id": "pointer", "current": "20261101", "published": ["20261101"] };
    place.notes("current").insert_one(old).run().unwrap();
    let mut last = 0;
    for round in 0..4 {
        let lease = place.server.lock("here", "dataget load").unwrap();
        lease.server().set_pointer(&only(november())).unwrap();
        let pointer = place.notes("current").find_one(doc! {}).run().unwrap().unwrap();
        let number = pointer.get_i64("fence").unwrap();
        assert!(number > last, "{number} after {last}");
        last = number;
        if round == 2 {
            place.notes("locks").delete_many(doc! {}).run().unwrap();
        }
    }
    assert_eq!(place.server.pointer().unwrap(), Some(only(november())));
}
