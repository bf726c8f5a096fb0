//! Months that are brought in on servers.

use fake_discogs::{FakeDiscogs, Layout};
use storage::{
    runs::{Outcome, Runs},
    state::State,
};

use crate::{
    dump,
    home::{Catalogue, Home},
};

fn publish(discogs: &FakeDiscogs, date: &str, count: u32) {
    let file = |kind: &&str| ((*kind).to_owned(), dump::gzip(dump::many(kind, count).as_bytes()));
    discogs.put_month(date, dump::KINDS.iter().map(file));
}

#[test]
fn months_come_and_go_and_other_nodes_see_how_it_went() {
    for home in [Home::Both, Home::Cluster] {
        let (discogs, loader) = (FakeDiscogs::start(), Catalogue::new(home));
        let update = ["update", "--dumps-url", &discogs.url(Layout::S3)];
        for (date, count) in [("20260901", 20), ("20261001", 21), ("20261101", 22)] {
            publish(&discogs, date, count);
            loader.run(&update).succeeds();
        }
        assert_eq!(loader.generations(), ["20261001", "*20261101"]);
        // Another node has another folder, and the same months and runs.
        let other = loader.elsewhere(None, None);
        assert_eq!(other.generations(), ["20261001", "*20261101"]);
        let redis = loader.store().redis().unwrap().clone();
        let runs = Runs::new(&other.path().join("data"), Some(State::in_redis(redis))).list();
        let outcomes: Vec<_> = runs.iter().filter_map(|run| run.outcome).collect();
        assert_eq!(outcomes.len(), 3);
        assert_eq!(outcomes[0], Outcome::Published("20261101".parse().unwrap()));
        other.run(&["generations", "publish", "20261001"]).succeeds();
        loader.run(&update).succeeds();
        assert_eq!(loader.generations(), ["*20261001", "20261101"], "a way back is not undone");
        assert_eq!(loader.counts("song")[0], 42);
    }
}
