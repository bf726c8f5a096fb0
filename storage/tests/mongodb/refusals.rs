//! Servers that cannot be reached, or that refuse: the error says so, and tells no secret.

use std::{fmt::Display, net::TcpListener, time::Duration};

use mongodb::{bson::doc, sync::Client};
use servers::MongoServer;
use storage::{
    documents::{Documents, DocumentsWriter, take_over},
    generations::Pointer,
    model::Kind,
    mongodb::{Error, MongoDb},
};

use crate::{
    place::{Place, artist, november, within},
    roles::documented,
};

#[test]
fn a_wrong_url_is_told_without_its_password() {
    for url in [
        "",
        "discogs",
        "http://user:geheim@host",
        "mongodb://",
        "mongodb://user:geheim@",
        "mongodb://user:geheim@host:port",
        "mongodb://user:ge@heim:geheim@host",
        "mongodb://user:geheim%@host",
        "mongodb://user:geheim/@host",
        "mongodb://user:geheim@host/?authMechanism=no",
        "mongodb://user:geheim@host/?directConnection=geheim",
    ] {
        let error = MongoDb::connect(url, "discogs").unwrap_err();
        assert!(matches!(error, Error::Url { .. }), "{url}: {error}");
        let (text, debug) = (error.to_string(), format!("{error:?}"));
        assert!(!text.contains("geheim") && !debug.contains("geheim"), "{url}: {debug}");
    }
}

#[test]
fn a_name_that_no_database_can_have_is_told_before_connecting() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let url = format!("mongodb://user:geheim@{free}/");
    for name in ["", "disc ogs", "admin", &url, &"x".repeat(52)] {
        let error = MongoDb::connect(&url, name).unwrap_err();
        assert!(matches!(error, Error::DatabaseName { .. }), "{error}");
        assert!(!format!("{error} {error:?}").contains("geheim"), "{error:?}");
    }
}

#[test]
fn a_server_that_is_not_there_or_says_nothing_is_an_error_in_time() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    for address in [silent.local_addr().unwrap(), free] {
        let url = format!("mongodb://user:geheim@{address}/?authSource=admin");
        let connected = within(Duration::from_secs(12), || MongoDb::connect(&url, "discogs"));
        let error = connected.unwrap_err();
        assert!(matches!(error, Error::Unreachable { .. }), "{error}");
        let text = error.to_string();
        assert!(text.contains(&address.to_string()) && !text.contains("Topology"), "{error}");
        assert!(!format!("{error:?}").contains("geheim"), "{error:?}");
    }
}

#[test]
fn who_may_not_is_told_so() {
    let server = MongoServer::builder().auth("root", "p@ss:word").start();
    let address = format!("127.0.0.1:{}", server.port());
    let admin = Client::with_uri_str(server.url()).unwrap();
    let reader = doc! { "createUser": "reader", "pwd": "geheim", "roles": documented("search") };
    admin.database("admin").run_command(reader).run().unwrap();

    let writer = doc! { "createUser": "writer", "pwd": "geheim", "roles": documented("load") };
    admin.database("admin").run_command(writer).run().unwrap();

    // All that a load does, with no more rights than docs/MONGODB.md names.
    let place = Place::on(&format!("mongodb://writer:geheim@{address}/?authSource=admin"));
    let lease = place.server.lock("here", "dataget load").unwrap();
    place.store([artist(1, "")]);
    let second = "20261101-2".parse().unwrap();
    let (from, to) = (place.server.documents(november()), place.server.documents(second));
    take_over(from, to, Kind::Artists).unwrap();
    let published = vec![november(), second];
    lease.server().set_pointer(&Pointer { current: second, published }).unwrap();
    lease.server().drop_generation(second).unwrap();
    assert_eq!(place.server.generations().unwrap(), [november()]);
    drop(lease);
    let told = |error: &dyn Display, what: &str| {
        let text = error.to_string();
        assert!(text.contains(&address) && text.contains(what), "{text}");
        assert!(!["geheim", "p@ss", "p%40ss"].iter().any(|secret| text.contains(secret)), "{text}");
    };

    let wrong = MongoDb::connect(&format!("mongodb://root:geheim@{address}/"), "discogs");
    let wrong = wrong.unwrap_err();
    assert!(matches!(wrong, Error::Authentication { .. }), "{wrong}");
    told(&wrong, "password");

    let nobody = MongoDb::connect(&format!("mongodb://{address}/"), "discogs");
    let refused = nobody.and_then(|nobody| nobody.pointer()).unwrap_err();
    assert!(matches!(refused, Error::NotAuthorised { .. }), "{refused}");
    told(&refused, "(it has not logged in: the URL has no user and password)");

    let url = format!("mongodb://reader:geheim@{address}/?authSource=admin");
    let reading = MongoDb::connect(&url, &place.name).unwrap();
    let documents = Documents::open(reading.documents(november())).unwrap();
    assert_eq!(documents.get(Kind::Artists, 1).unwrap(), Some(artist(1, "")));
    let locked = reading.lock("elsewhere", "dataget load").unwrap_err();
    assert!(matches!(locked, Error::NotAuthorised { .. }), "{locked}");
    let place = &place.name;
    let right = format!("(findAndModify on {place} needs the role readWriteAnyDatabase)");
    let expected = format!(
        "MongoDB at {address} does not let this user take the right to write {right}: see the \
         roles in docs/MONGODB.md"
    );
    assert_eq!(locked.to_string(), expected);
    told(&locked, "docs/MONGODB.md");
    let december = reading.documents("20261201".parse().unwrap());
    let encoder = december.encoder(|| Err(())).unwrap();
    let error = DocumentsWriter::create(december, Kind::Artists, &encoder).err().unwrap();
    told(&error, "create a collection");
    told(&error, &format!("(create on {place}_20261201 needs the role readWriteAnyDatabase)"));
}
