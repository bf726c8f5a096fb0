//! Users who may read and no more: they ask, and are told why they cannot load.

use mongodb::bson::doc;
use servers::{MongoServer, RedisServer};

use crate::{
    dump,
    home::Catalogue,
    roles,
    run::{Dataget, Ended},
    users::documented,
};

const WRITING: [&[&str]; 4] = [
    &["generations", "publish", "20261001"],
    &["generations", "drop", "20261001"],
    &["index"],
    &["load", "december"],
];

/// With two months, of which the second is current.
fn with_two_months(catalogue: Catalogue) -> Catalogue {
    let catalogue = catalogue.loaded(|folder| dump::month(folder, "20261001", 10));
    dump::month(&catalogue.folder("november"), "20261101", 12);
    catalogue.run(&["load", "november"]).succeeds();
    catalogue
}

fn reads(reader: &Dataget) {
    assert_eq!(reader.counts("song"), [24, 24, 12]);
    assert_eq!(reader.generations(), ["20261001", "*20261101"]);
    reader.run(&["playlist", "song"]).succeeds();
    reader.run(&["status"]).succeeds();
}

#[test]
fn a_user_of_mongodb_who_may_only_read_reads() {
    let server = MongoServer::builder().auth("root", "geheim").start();
    let catalogue = with_two_months(Catalogue::on(Some(&server.url()), None));
    let roles = roles::documented("search");
    let user = doc! { "createUser": "reader", "pwd": "geheim", "roles": roles };
    catalogue.driver().database("admin").run_command(user).run().unwrap();

    let address = format!("127.0.0.1:{}", server.port());
    let url = format!("mongodb://reader:geheim@{address}/?authSource=admin");
    let reader = catalogue.elsewhere(Some(&url), None);
    // The index is in the folder.
    let copied = std::process::Command::new("cp")
        .arg("-r")
        .arg(catalogue.path().join("data"))
        .arg(reader.path())
        .status();
    assert!(copied.unwrap().success());
    dump::month(&reader.folder("december"), "20261201", 13);
    reads(&reader);
    for arguments in WRITING {
        let error = reader.run(arguments).fails();
        let start = format!("error: MongoDB at {address} does not let this user ");
        assert!(error.starts_with(&start) && !error.contains("geheim"), "{error}");
        assert!(error.contains("see the roles in docs/MONGODB.md"), "{error}");
        reads(&reader);
    }
}

#[test]
fn a_user_of_redis_who_may_only_read_reads() {
    let server = RedisServer::start();
    let catalogue = with_two_months(Catalogue::on(None, Some(&server.url())));
    dump::month(&catalogue.folder("december"), "20261201", 13);
    let url = documented(&server, "reader", catalogue.name());
    let address = format!("127.0.0.1:{}", server.port());
    for arguments in WRITING {
        let mut command = catalogue.command(arguments);
        command.env("DATAGET_REDIS_URL", &url);
        let error = Ended::of(command.output().unwrap()).fails();
        let told = format!("the user that Redis at {address} is asked as has no permission to: ");
        assert!(error.contains(&told), "{arguments:?}: {error}");
        assert!(!error.contains("geheim") && error.contains("ACL SETUSER"), "{error}");
        reads(&catalogue);
    }
    let mut command = catalogue.command(&["search", "song", "--json", "--limit", "0"]);
    command.env("DATAGET_REDIS_URL", &url);
    let found = Ended::of(command.output().unwrap()).succeeds().json();
    assert_eq!(found["total"]["releases"], 24);
    // The next who may write clears away what was begun.
    catalogue.run(&["index"]).succeeds();
}

#[test]
fn a_user_of_redis_who_may_load_loads() {
    let server = RedisServer::start();
    let catalogue = Catalogue::on(None, Some(&server.url()));
    let url = documented(&server, "loader", catalogue.name());
    dump::month(&catalogue.folder("october"), "20261001", 10);
    dump::month(&catalogue.folder("november"), "20261101", 12);
    dump::month(&catalogue.folder("december"), "20261201", 13);
    for arguments in [
        &["load", "october"][..],
        &["load", "november"],
        &["index"],
        &["generations", "publish", "20261001"],
        &["generations", "publish", "20261101"],
        &["generations", "drop", "20261001"],
        &["load", "december"],
    ] {
        let mut command = catalogue.command(arguments);
        command.env("DATAGET_REDIS_URL", &url);
        Ended::of(command.output().unwrap()).succeeds();
    }
    assert_eq!(catalogue.generations(), ["20261101", "*20261201"]);
    assert_eq!(catalogue.counts("song"), [26, 26, 13]);
}
