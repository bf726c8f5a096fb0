//! What `status` tells where a server cannot be asked: the rest, and what to do.

use std::net::TcpListener;

use serde_json::{Value, json};

use crate::{
    dump,
    home::{Catalogue, Home, settings},
    run::Dataget,
};

/// A port that nobody listens on.
fn nobody() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// What `status` tells with these flags, as text and as JSON, where it is not complete; no password
/// is in it.
fn incomplete(dataget: &Dataget, flags: &[&str]) -> (String, Value) {
    let [text, json] = [&["status"][..], &["status", "--json"]].map(|command| {
        let ended = dataget.run(&[command, flags].concat());
        assert!(!format!("{ended:?}").contains("geheim"), "{ended:?}");
        assert_eq!(ended.code, 1, "{ended:?}");
        let told = "error: the status is not complete: what is missing is told in its place\n";
        assert_eq!(ended.stderr, told);
        ended
    });
    (text.stdout, json.json())
}

fn parts(status: &Value) -> Vec<&str> {
    let problems = status["problems"].as_array().unwrap();
    problems.iter().map(|problem| problem["part"].as_str().unwrap()).collect()
}

#[test]
fn without_redis_the_documents_are_shown() {
    for home in [Home::Redis, Home::Both] {
        let catalogue = Catalogue::new(home);
        let catalogue = catalogue.loaded(|folder| dump::month(folder, "20261101", 5));
        let whole = catalogue.run(&["status", "--json"]).succeeds().json();
        assert_eq!(whole["problems"], json!([]));

        let port = nobody();
        let url = format!("redis://user:geheim@127.0.0.1:{port}/");
        let (text, status) = incomplete(&catalogue, &["--redis-url", &url]);
        assert_eq!(parts(&status), ["redis"]);
        let error = status["problems"][0]["error"].as_str().unwrap();
        let start = format!("cannot connect: Redis at 127.0.0.1:{port} does not answer (");
        assert!(error.starts_with(&start), "{error}");
        assert!(error.ends_with("check that it runs and that the address is right"), "{error}");
        assert_eq!(status["current"], "20261101");
        assert_eq!(status["generations"][0]["manifest"], whole["generations"][0]["manifest"]);
        assert_eq!(status.get("redis"), None);
        assert!(text.contains("\nindex in Redis: cannot connect: Redis at 127.0.0.1:"), "{text}");
        assert!(text.contains("\ngeneration 20261101, current\n"), "{text}");
    }
}

#[test]
fn without_mongodb_the_index_is_shown_and_nothing_is_called_empty() {
    let catalogue = Catalogue::new(Home::Both);
    let catalogue = catalogue.loaded(|folder| dump::month(folder, "20261101", 5));
    let port = nobody();
    let url = format!("mongodb://user:geheim@127.0.0.1:{port}/");
    let (text, status) = incomplete(&catalogue, &["--mongodb-url", &url]);
    assert_eq!(parts(&status), ["mongodb"]);
    assert_eq!((&status["current"], &status["generations"]), (&Value::Null, &json!([])));
    assert_eq!(status["index"], "20261101");
    let start = format!("\ndocuments in MongoDB: MongoDB at 127.0.0.1:{port} does not answer (");
    assert!(text.contains(&start), "{text}");
    assert!(
        text.contains(": check the address, and that mongod runs\nindex in Redis at "),
        "{text}"
    );
    assert!(text.contains(": 20261101\nYouTube: "), "{text}");
}

#[test]
fn without_both_servers_each_is_told() {
    let [mongodb, redis] = [nobody(), nobody()];
    let mongodb = format!("mongodb://user:geheim@127.0.0.1:{mongodb}/");
    let redis = format!("redis://user:geheim@127.0.0.1:{redis}/");
    let dataget = Dataget::with_settings(settings("none", Some(&mongodb), Some(&redis)));
    let (text, status) = incomplete(&dataget, &[]);
    assert_eq!(parts(&status), ["redis", "mongodb"]);
    assert!(text.starts_with("data folder data\ndocuments in MongoDB: "), "{text}");
    assert_eq!(text.lines().count(), 3, "{text}");
    assert!(!dataget.path().join("data").exists(), "a data folder was made");
}
