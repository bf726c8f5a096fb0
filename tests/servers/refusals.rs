//! Servers that cannot be reached, or that refuse: the error names them, says what to do, and tells
//! no secret.

use std::{
    net::TcpListener,
    thread,
    time::{Duration, Instant},
};

use servers::{MongoServer, RedisServer};

use crate::{
    dump,
    home::{Catalogue, settings},
    run::Dataget,
};

/// How long a command may take that gets no answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// Runs commands that cannot do without a server; all of them fail in time, with errors that differ at
/// most in their reason. Gives one.
fn refused(mongodb: Option<&str>, redis: Option<&str>) -> String {
    let dataget = Dataget::with_settings(settings("refused", mongodb, redis));
    dump::month(&dataget.folder("november"), "20261101", 3);
    let run = &|arguments: &[&str]| {
        let begun = Instant::now();
        let ended = dataget.run(arguments);
        assert!(begun.elapsed() < PATIENCE, "{arguments:?} took {:?}", begun.elapsed());
        for text in [&ended.stdout, &ended.stderr] {
            assert!(!text.contains("geheim"), "{arguments:?}: {text}");
        }
        ended.fails()
    };
    let commands = [&["load", "november"][..], &["search", "song"], &["index"]];
    let errors: Vec<String> = thread::scope(|scope| {
        let running = commands.map(|arguments| scope.spawn(move || run(arguments)));
        running.into_iter().map(|running| running.join().unwrap()).collect()
    });
    assert!(!dataget.path().join("data").exists(), "a data folder was made");
    let without_reason = |error: &str| {
        let (start, rest) = error.split_once(" (").unwrap_or((error, ""));
        (start.to_owned(), rest.rsplit(':').next().unwrap_or_default().to_owned())
    };
    for error in &errors {
        assert_eq!(without_reason(error), without_reason(&errors[0]), "{errors:?}");
    }
    errors[0].clone()
}

#[test]
fn an_address_that_is_none_is_told_with_how_to_write_it() {
    for url in ["discogs", "http://user:geheim@host", "mongodb://user:ge@heim:geheim@host"] {
        let error = refused(Some(url), None);
        assert!(error.starts_with("error: the MongoDB URL is not understood ("), "{error}");
        assert!(error.contains("write it as mongodb://user:password@host:27017/"), "{error}");
    }
    for url in ["discogs", "http://user:geheim@host", "redis://user:geheim@"] {
        let error = refused(None, Some(url));
        assert!(error.starts_with("error: the address of Redis cannot be used ("), "{error}");
        assert!(error.contains("redis://USER:PASSWORD@HOST:PORT"), "{error}");
    }
}

#[test]
fn a_server_that_is_not_there_is_named() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let error = refused(Some(&format!("mongodb://user:geheim@127.0.0.1:{port}/")), None);
    let start = format!("error: MongoDB at 127.0.0.1:{port} does not answer (");
    assert!(error.starts_with(&start), "{error}");
    assert!(error.ends_with("check the address, and that mongod runs"), "{error}");
    let error = refused(None, Some(&format!("redis://user:geheim@127.0.0.1:{port}/")));
    let start = format!("error: cannot connect: Redis at 127.0.0.1:{port} does not answer (");
    assert!(error.starts_with(&start), "{error}");
    assert!(error.ends_with("check that it runs and that the address is right"), "{error}");
}

#[test]
fn a_host_that_has_no_address_is_named() {
    let error = refused(Some("mongodb://user:geheim@nowhere.invalid/"), None);
    assert!(error.contains("MongoDB at nowhere.invalid:27017 does not answer"), "{error}");
    let error = refused(None, Some("redis://user:geheim@nowhere.invalid/"));
    assert!(error.contains("Redis at nowhere.invalid:6379 does not answer"), "{error}");
}

#[test]
fn who_listens_and_never_answers_is_given_up() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = silent.local_addr().unwrap();
    let error = refused(Some(&format!("mongodb://user:geheim@{address}/")), None);
    assert!(error.contains(&format!("MongoDB at {address} does not answer")), "{error}");
    let error = refused(None, Some(&format!("redis://user:geheim@{address}/")));
    assert!(error.contains(&format!("Redis at {address} does not answer")), "{error}");
}

#[test]
fn a_wrong_password_is_told_without_it() {
    let mongodb = MongoServer::builder().auth("admin", "right").start();
    let address = format!("127.0.0.1:{}", mongodb.port());
    let error = refused(Some(&format!("mongodb://admin:geheim@{address}/")), None);
    let told = format!("error: MongoDB at {address} does not accept the user or the password: ");
    assert!(error.starts_with(&told), "{error}");

    let redis = RedisServer::builder().password("right").start();
    let address = format!("127.0.0.1:{}", redis.port());
    for url in [format!("redis://:geheim@{address}"), format!("redis://{address}")] {
        let error = refused(None, Some(&url));
        let told = format!("error: Redis at {address} refuses the user or the password: ");
        assert!(error.starts_with(&told), "{error}");
    }
}

#[test]
fn an_address_may_be_in_a_file() {
    let catalogue = Catalogue::on(Some(servers::mongodb()), Some(servers::redis()));
    let catalogue = catalogue.loaded(|folder| dump::month(folder, "20261101", 5));
    let name = catalogue.name().to_owned();
    let files = Dataget::with_settings(vec![
        ("DATAGET_MONGODB_URL_FILE", "mongodb".to_owned()),
        ("DATAGET_MONGODB_DATABASE", name.clone()),
        ("DATAGET_REDIS_URL_FILE", "redis".to_owned()),
        ("DATAGET_REDIS_PREFIX", name),
    ]);
    std::fs::write(files.path().join("mongodb"), format!("{}\n", servers::mongodb())).unwrap();
    std::fs::write(files.path().join("redis"), format!("{}\n", servers::redis())).unwrap();
    assert_eq!(files.counts("song"), [10, 10, 5]);
    std::fs::remove_file(files.path().join("redis")).unwrap();
    let error = files.run(&["search", "song"]).fails();
    assert!(error.starts_with("error: cannot read the address from redis: "), "{error}");
}

#[test]
fn a_flag_does_not_show_the_address_that_the_environment_gives() {
    let url = "mongodb://user:geheim@127.0.0.1/";
    let redis = "redis://user:geheim@127.0.0.1/";
    let dataget = Dataget::with_settings(settings("help", Some(url), Some(redis)));
    for arguments in [&["--help"][..], &["load", "--help"], &["search"], &["nonsense"]] {
        let ended = dataget.run(arguments);
        assert!(!format!("{ended:?}").contains("geheim"), "{arguments:?}");
    }
}
