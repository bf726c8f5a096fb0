//! The answers are those of the file, and the sets can be read by anybody.

use std::panic::{AssertUnwindSafe, catch_unwind};

use storage::index::{Entry, Plan, Rank, ValueField, WordField};

use crate::{
    fixture::{ODD, VALUES, generation, ranks},
    questions::{assert_answers, value_plan},
    stored::Stored,
};

fn answers_like_the_file(stored: &Stored) {
    let cold = stored.open();
    assert_answers(&cold);
    let warm = cold.warm().unwrap().expect("it was not here");
    assert_answers(&warm);
    assert!(warm.warm().unwrap().is_none());
    // A cold one that was asked nothing gets warm as well.
    assert_answers(&stored.open().warm().unwrap().unwrap());
}

#[test]
fn a_server_answers_like_the_file() {
    answers_like_the_file(&Stored::on_a_server());
}

#[test]
fn a_cluster_answers_like_the_file() {
    answers_like_the_file(&Stored::on_a_cluster());
}

#[test]
fn what_was_not_loaded_is_a_panic_not_an_empty_answer() {
    let stored = Stored::on_a_server();
    let index = stored.open();
    let plan = value_plan(&index, ValueField::Genre, "Rock");
    let asked: [&dyn Fn(); 4] = [
        &|| drop(index.page(&plan, None, 1)),
        &|| assert_eq!(index.entry(Rank::at(0)), Entry::Release(1)),
        &|| drop(index.word(WordField::Title, "the")),
        &|| drop(index.facets(&Plan::Nothing, &ValueField::ALL)),
    ];
    for ask in asked {
        let panic = catch_unwind(AssertUnwindSafe(ask)).unwrap_err();
        let message = panic.downcast_ref::<String>().unwrap();
        assert!(message.contains("was not loaded"), "{message}");
    }
}

#[test]
fn the_pointer_is_one_key() {
    let mut stored = Stored::on_a_server();
    assert_eq!(stored.redis.current().unwrap(), None);
    stored.redis.set_current(generation()).unwrap();
    assert_eq!(stored.redis.current().unwrap(), Some(generation()));
    let key = format!("{}:{{current}}", stored.prefix);
    assert_eq!(stored.ask::<String>("GET", &[&key]), "20261101");
    stored.ask::<()>("SET", &[&key, "yesterday"]);
    let error = stored.redis.current().unwrap_err();
    assert!(error.to_string().contains(&format!("`{key}`")), "{error}");
    stored.ask::<()>("DEL", &[&key]);
}

#[test]
fn a_stranger_reads_and_intersects_sets_by_their_keys() {
    let mut stored = Stored::on_a_server();
    let mut found = Vec::new();
    for chunk in 0..2 {
        let keys = ["genre:Electronic", "style:Deep House"]
            .map(|term| stored.key(&format!("{{c{chunk}}}:{term}")));
        let bitmaps: Vec<Vec<u8>> = stored.ask("MGET", &[&keys[0], &keys[1]]);
        let [a, b] =
            [0, 1].map(|n| roaring::RoaringBitmap::deserialize_from(&*bitmaps[n]).unwrap());
        found.extend((a & b).iter().map(|rank| rank + (chunk << 20)));
    }
    let (electronic, house) = (VALUES[0].2, VALUES[3].2);
    assert_eq!(found, ranks(|rank| electronic(rank) && house(rank)));
    // The list of terms names them all, the odd one too.
    let terms: String = stored.ask("GET", &[&stored.key("{c0}:terms")]);
    assert_eq!(terms.lines().count(), 10, "{terms}");
    let odd: Vec<u8> = stored.ask("GET", &[&stored.key(&format!("{{c1}}:genre:{ODD}"))]);
    assert!(!odd.is_empty());
}
