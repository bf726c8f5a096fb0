//! A Redis that has reached its `maxmemory` and may evict nothing.

use servers::RedisServer;

use crate::{dump, home::Catalogue, run::Ended};

/// With a small month loaded, room for little more, and a large month that does not fit.
fn almost_full(server: &RedisServer) -> Catalogue {
    let catalogue = Catalogue::on(None, Some(&server.url()));
    let catalogue = catalogue.loaded(|folder| dump::month(folder, "20261001", 20));
    dump::large(&catalogue.folder("november"), "20261101", 3000);
    limit(server, 300_000);
    catalogue
}

/// Leaves room for so many bytes more.
fn limit(server: &RedisServer, room: u64) {
    let memory = server.cli(&["info", "memory"]);
    let used = memory.lines().find_map(|line| line.strip_prefix("used_memory:")).unwrap();
    let limit = used.trim().parse::<u64>().unwrap() + room;
    assert_eq!(server.cli(&["config", "set", "maxmemory", &limit.to_string()]), "OK");
}

fn is_refused(ended: Ended, server: &RedisServer) {
    let error = ended.fails();
    let told = format!(
        "error: cannot write the index: Redis at 127.0.0.1:{} has reached its maxmemory: raise it, \
         or drop a generation with `dataget generations drop`",
        server.port()
    );
    assert_eq!(error, told);
}

#[test]
fn a_load_that_does_not_fit_is_refused_and_the_current_generation_stays() {
    let server = RedisServer::builder().max_memory(1 << 30).start();
    let catalogue = almost_full(&server);
    is_refused(catalogue.run(&["load", "november", "--force"]), &server);
    assert_eq!(catalogue.generations(), ["*20261001"]);
    assert_eq!(catalogue.counts("song"), [40, 40, 20]);
    // With more room it fits, and what was begun has gone.
    server.cli(&["config", "set", "maxmemory", "0"]);
    catalogue.run(&["load", "november", "--force"]).succeeds();
    assert_eq!(catalogue.generations(), ["20261001", "*20261101"]);
}

#[test]
fn a_generation_can_be_dropped_where_there_is_no_room_left() {
    let server = RedisServer::builder().max_memory(1 << 30).start();
    let catalogue = almost_full(&server);
    dump::month(&catalogue.folder("december"), "20261201", 20);
    catalogue.run(&["load", "december"]).succeeds();
    is_refused(catalogue.run(&["load", "november", "--force"]), &server);
    catalogue.run(&["generations", "drop", "20261001"]).succeeds();
    catalogue.assert_tidy();
    assert_eq!(catalogue.generations(), ["*20261201"]);
    assert_eq!(catalogue.counts("song"), [40, 40, 20]);
    catalogue.run(&["index"]).succeeds();
}
