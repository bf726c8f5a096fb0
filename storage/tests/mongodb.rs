//! What only MongoDB can do, and what is done about it.

use std::{
    collections::BTreeMap,
    fmt::Display,
    net::TcpListener,
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use mongodb::{
    bson::{Document as Bson, doc},
    sync::Client,
};
use servers::MongoServer;
use storage::mongodb::{Error, MongoDb};
use storage::{
    documents::{self, Document, Documents, DocumentsWriter, take_over},
    generations::{GenerationName, Pointer},
    model::{Artist, Id, Kind},
};

/// The shared server under a name of its own, with the driver beside it to do harm with.
struct Place {
    server: MongoDb,
    driver: Client,
    name: String,
}

impl Place {
    fn new() -> Self {
        Self::on(servers::mongodb())
    }

    fn on(url: &str) -> Self {
        static PLACES: AtomicU32 = AtomicU32::new(0);
        let place = PLACES.fetch_add(1, Ordering::Relaxed);
        let name = format!("mongodb_{}_{place}", std::process::id());
        let server = MongoDb::connect(url, &name).unwrap();
        Self { server, driver: Client::with_uri_str(url).unwrap(), name }
    }

    fn notes(&self, collection: &str) -> mongodb::sync::Collection<Bson> {
        self.driver.database(&self.name).collection(collection)
    }

    fn artists(&self) -> mongodb::sync::Collection<Bson> {
        self.driver.database(&format!("{}_20261101", self.name)).collection("artists")
    }

    fn writer(&self) -> DocumentsWriter {
        self.create().unwrap()
    }

    fn create(&self) -> documents::Result<DocumentsWriter> {
        let location = self.server.documents(november());
        let encoder = location.encoder(|| Err(())).expect("no samples are needed");
        DocumentsWriter::create(location, Kind::Artists, &encoder)
    }

    fn store(&self, artists: impl IntoIterator<Item = Document>) -> Documents {
        let mut writer = self.writer();
        writer.put_batch(self.encoded(artists)).unwrap();
        writer.finish().unwrap();
        self.open()
    }

    fn encoded(&self, artists: impl IntoIterator<Item = Document>) -> Vec<(Id, Vec<u8>)> {
        let location = self.server.documents(november());
        let mut encoder = location.encoder(|| Err(())).unwrap().for_thread();
        artists.into_iter().map(|artist| (artist.id(), encoder.encode(&artist))).collect()
    }

    fn open(&self) -> Documents {
        Documents::open(self.server.documents(november())).unwrap()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        for name in self.server.generations().unwrap_or_default() {
            let _ = self.server.drop_generation(name);
        }
    }
}

fn november() -> GenerationName {
    "20261101".parse().unwrap()
}

fn artist(id: Id, profile: &str) -> Document {
    let artist = Artist { id, profile: Some(profile.to_owned()), ..Default::default() };
    Document::Artist(Box::new(artist))
}

/// Runs something that must end in time, whatever comes of it.
fn within<T>(limit: Duration, what: impl FnOnce() -> T) -> T {
    let started = Instant::now();
    let outcome = what();
    assert!(started.elapsed() < limit, "it took {:?}", started.elapsed());
    outcome
}

fn wait_until(what: &str, limit: Duration, mut is_so: impl FnMut() -> bool) {
    let started = Instant::now();
    while !is_so() {
        assert!(started.elapsed() < limit, "it did not come to be that {what}");
        thread::sleep(Duration::from_millis(20));
    }
}

/// Kills the server again and again while documents stream in, some of them twice.
fn survives_kills(kills: u32) {
    let mut server = MongoServer::start();
    let place = Place::on(&server.url());
    let put = Arc::new(AtomicU64::new(0));
    let done = Arc::new(AtomicBool::new(false));
    let killer = thread::spawn({
        let (put, done) = (put.clone(), done.clone());
        move || {
            for kill in 0..kills {
                let goal = put.load(Ordering::Relaxed) + 20 + u64::from(kill % 7) * 3;
                let limit = Duration::from_secs(60);
                wait_until("batches are put", limit, || put.load(Ordering::Relaxed) >= goal);
                server.kill();
                server.restart();
            }
            done.store(true, Ordering::Relaxed);
            server
        }
    });
    let mut writer = place.writer();
    let mut expected = BTreeMap::new();
    let filling = "x".repeat(3_000);
    let mut next: Id = 1;
    while !done.load(Ordering::Relaxed) {
        let mut batch: Vec<Id> = (next..next + 100).collect();
        next += 100;
        let number = put.fetch_add(1, Ordering::Relaxed);
        let repeated = if number % 50 == 49 { next / 2 } else { 0 };
        batch.extend((repeated != 0).then_some(repeated));
        let batch = batch.into_iter().map(|id| {
            let profile = format!("{number} {filling}");
            expected.insert(id, number);
            artist(id, &profile)
        });
        let batch = place.encoded(batch);
        assert_eq!(writer.put_batch(batch).unwrap(), u64::from(repeated != 0));
    }
    assert_eq!(writer.finish().unwrap(), expected.len() as u64);
    let mut server = killer.join().unwrap();
    server.kill();
    server.restart();
    let mut found = BTreeMap::new();
    for document in place.open().scan_documents(Kind::Artists, .., &["profile"]).unwrap() {
        let Document::Artist(artist) = document.unwrap() else { panic!("it is an artist") };
        let profile = artist.profile.unwrap();
        let number: u64 = profile.split(' ').next().unwrap().parse().unwrap();
        assert!(found.insert(artist.id, number).is_none(), "{} comes twice", artist.id);
    }
    assert!(found == expected, "{} of {} are as stored", found.len(), expected.len());
}

#[test]
fn nothing_is_lost_or_doubled_when_the_server_is_killed_meanwhile() {
    survives_kills(5);
}

#[test]
#[ignore = "takes minutes: cargo test -p storage --test mongodb -- --ignored hundred"]
fn nothing_is_lost_or_doubled_in_a_hundred_kills() {
    survives_kills(100);
}

#[test]
fn a_scan_goes_on_after_a_restart() {
    let mut server = MongoServer::start();
    let place = Place::on(&server.url());
    let documents = place.store((1..=9_000).map(|id| artist(id, "as it was")));
    let mut scan = documents.scan(Kind::Artists).unwrap().map(|step| step.unwrap().0);
    let mut ids: Vec<Id> = scan.by_ref().take(100).collect();
    server.kill();
    server.restart();
    ids.extend(scan);
    assert!(ids.into_iter().eq(1..=9_000));
}

#[test]
fn a_server_that_is_gone_is_an_error_in_time() {
    let mut server = MongoServer::start();
    let place = Place::on(&server.url());
    let documents = place.store([artist(1, "")]);
    server.kill();
    let limit = Duration::from_secs(15);
    let error = within(limit, || documents.get(Kind::Artists, 1)).unwrap_err().to_string();
    assert!(error.contains(&format!("127.0.0.1:{}", server.port())), "{error}");
    assert!(error.contains("was lost"), "{error}");
    server.restart();
    assert_eq!(documents.get(Kind::Artists, 1).unwrap(), Some(artist(1, "")));
}

#[test]
fn a_server_that_stops_answering_is_an_error_in_time() {
    let server = MongoServer::start();
    let place = Place::on(&server.url());
    let documents = place.store([artist(1, "")]);
    let signal = |name: &str| {
        let process = server.pid().unwrap().to_string();
        assert!(Command::new("kill").args([name, &process]).status().unwrap().success());
    };
    signal("-STOP");
    let outcome = within(Duration::from_secs(40), || documents.get(Kind::Artists, 1));
    signal("-CONT");
    assert!(matches!(outcome, Err(documents::Error::MongoDb(Error::Lost { .. }))), "{outcome:?}");
    assert_eq!(documents.get(Kind::Artists, 1).unwrap(), Some(artist(1, "")));
}

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
    let roles = vec![doc! { "role": "readAnyDatabase", "db": "admin" }];
    let reader = doc! { "createUser": "reader", "pwd": "geheim", "roles": roles };
    admin.database("admin").run_command(reader).run().unwrap();

    let roles = vec!["readWriteAnyDatabase", "dbAdminAnyDatabase"];
    let writer = doc! { "createUser": "writer", "pwd": "geheim", "roles": roles };
    admin.database("admin").run_command(writer).run().unwrap();

    // All that a load does, with no more rights than docs/MONGODB.md names.
    let place = Place::on(&format!("mongodb://writer:geheim@{address}/?authSource=admin"));
    let lease = place.server.lock("here", "dataget load").unwrap();
    place.store([artist(1, "")]);
    let second = "20261101-2".parse().unwrap();
    let (from, to) = (place.server.documents(november()), place.server.documents(second));
    take_over(from, to, Kind::Artists).unwrap();
    let published = vec![november(), second];
    place.server.set_pointer(&Pointer { current: second, published }).unwrap();
    place.server.drop_generation(second).unwrap();
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

    let url = format!("mongodb://reader:geheim@{address}/?authSource=admin");
    let reading = MongoDb::connect(&url, &place.name).unwrap();
    let documents = Documents::open(reading.documents(november())).unwrap();
    assert_eq!(documents.get(Kind::Artists, 1).unwrap(), Some(artist(1, "")));
    let locked = reading.lock("elsewhere", "dataget load").unwrap_err();
    assert!(matches!(locked, Error::NotAuthorised { .. }), "{locked}");
    told(&locked, "docs/MONGODB.md");
    let december = reading.documents("20261201".parse().unwrap());
    let encoder = december.encoder(|| Err(())).unwrap();
    let error = DocumentsWriter::create(december, Kind::Artists, &encoder).err().unwrap();
    told(&error, "create a collection");
}

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

#[test]
fn the_pointer_is_one_document_replaced_as_a_whole() {
    let place = Place::new();
    assert_eq!(place.server.pointer().unwrap(), None);
    let second: GenerationName = "20261101-2".parse().unwrap();
    for pointer in [
        Pointer { current: november(), published: vec![november()] },
        Pointer { current: second, published: vec![november(), second] },
    ] {
        place.server.set_pointer(&pointer).unwrap();
        assert_eq!(place.server.pointer().unwrap(), Some(pointer));
    }
    let documents: Vec<Bson> =
        place.notes("current").find(doc! {}).run().unwrap().map(Result::unwrap).collect();
    let published = vec!["20261101", "20261101-2"];
    let expected = doc! { "_id": "pointer", "current": "20261101-2", "published": published };
    assert_eq!(documents, [expected]);

    for damage in [doc! { "current": "20270101" }, doc! { "current": { "$ne": "" } }] {
        place.notes("current").update_one(doc! {}, doc! { "$set": damage }).run().unwrap();
        let error = place.server.pointer().unwrap_err();
        assert!(matches!(error, Error::DamagedNote { .. }), "{error}");
    }
}

#[test]
fn generations_are_listed_noted_and_dropped() {
    let place = Place::new();
    let second: GenerationName = "20261101-2".parse().unwrap();
    place.store([artist(1, "")]);
    let manifest = serde_json::json!({
        "name": "20261101", "kinds": { "artists": { "documents": 4_000_000_000_u32 } },
        "unknown": { "release/a.b": 3 }, "seconds": 1.0,
    });
    place.server.set_note(second, "manifest", &manifest).unwrap();
    assert_eq!(place.server.generations().unwrap(), [november(), second]);
    assert_eq!(place.server.note(second, "manifest").unwrap(), Some(manifest));
    assert_eq!(place.server.note(second, "report").unwrap(), None);
    assert_eq!(place.server.note(november(), "manifest").unwrap(), None);
    place.server.drop_generation(november()).unwrap();
    place.server.drop_generation(november()).unwrap();
    assert_eq!(place.server.generations().unwrap(), [second]);
    assert!(place.open().kinds().is_empty());
}

#[test]
fn a_kind_that_was_not_finished_is_not_there() {
    let place = Place::new();
    let mut writer = place.writer();
    writer.put_batch(place.encoded([artist(1, "")])).unwrap();
    assert!(place.open().kinds().is_empty());
    writer.finish().unwrap();
    assert_eq!(place.open().kinds(), [Kind::Artists]);
}

#[test]
fn a_kind_is_written_once() {
    let place = Place::new();
    place.store([artist(1, "the first")]);
    let error = place.create().err().unwrap();
    assert!(matches!(error, documents::Error::Exists { .. }), "{error}");
    assert!(error.to_string().contains(&format!("{}_20261101.artists", place.name)), "{error}");
    place.notes("generations").delete_many(doc! {}).run().unwrap();
    assert!(place.create().is_err(), "there are documents that nobody has noted");
}

#[test]
fn documents_that_are_not_ours_are_noticed() {
    let place = Place::new();
    let mut writer = place.writer();
    writer.put_batch(place.encoded([artist(1, "")])).unwrap();
    place.artists().insert_one(doc! { "_id": 2 }).run().unwrap();
    let error = writer.finish().unwrap_err();
    let Error::Miscounted { stored: 1, found: 2, .. } = source(&error) else { panic!("{error}") };
    assert!(error.to_string().contains("_20261101.artists has 2 documents, and 1 were"), "{error}");
    assert!(place.open().kinds().is_empty());
}

fn source(error: &documents::Error) -> &Error {
    let documents::Error::MongoDb(error) = error else { panic!("{error}") };
    error
}

#[test]
fn a_document_that_was_changed_is_told_with_its_place() {
    let place = Place::new();
    let documents = place.store([artist(1, ""), artist(2, ""), artist(3, "")]);
    let change = doc! { "$set": { "profile": { "$gt": "" } } };
    place.artists().update_one(doc! { "_id": 2 }, change).run().unwrap();
    let is_told = |error: documents::Error| {
        assert!(matches!(error, documents::Error::DamagedDocument { id: 2, .. }), "{error}");
        assert!(error.to_string().contains(&format!("document 2 in {}", place.name)), "{error}");
    };
    is_told(documents.get(Kind::Artists, 2).unwrap_err());
    is_told(documents.get_many(Kind::Artists, &[1, 2]).unwrap_err());
    let mut scan = documents.scan(Kind::Artists).unwrap();
    assert_eq!(scan.next().unwrap().unwrap().0, 1);
    is_told(scan.next().unwrap().unwrap_err());
    assert!(scan.next().is_none());
}

#[test]
fn what_looks_like_an_operator_is_a_text() {
    let place = Place::new();
    let json = br##"{"id":1,"name":"{\"$ne\": null}","profile":"$profile",
        "other":{"$where":"1","a.b":{"$ne":"x","#text":"$$ROOT"}}}"##;
    let written = Document::from_json(Kind::Artists, json).unwrap();
    let documents = place.store([written.clone(), artist(2, "another")]);
    assert_eq!(documents.get(Kind::Artists, 1).unwrap(), Some(written.clone()));
    let mut writer = {
        place.server.drop_generation(november()).unwrap();
        place.writer()
    };
    writer.put_batch(place.encoded([artist(1, "before")])).unwrap();
    assert_eq!(writer.put_batch(place.encoded([written.clone()])).unwrap(), 1);
    assert_eq!(writer.finish().unwrap(), 1);
    assert_eq!(place.open().get(Kind::Artists, 1).unwrap(), Some(written));
}

#[test]
fn a_document_beyond_16_mib_is_told() {
    let place = Place::new();
    let mut writer = place.writer();
    let profile = "x".repeat(16 << 20);
    let largest = artist(7, &profile[..(16 << 20) - 100]);
    assert_eq!(writer.put_batch(place.encoded([largest])).unwrap(), 0);
    let error = writer.put_batch(place.encoded([artist(9, &profile)])).unwrap_err();
    assert!(matches!(source(&error), Error::TooLarge { id: 9, .. }), "{error}");
}

#[test]
fn a_record_as_deep_as_one_may_be_is_kept() {
    let place = Place::new();
    let deep =
        (0..64).fold(serde_json::json!("deep"), |inner, _| serde_json::json!({ "a": [inner] }));
    let other = serde_json::json!({ "deep": deep });
    let other = other.as_object().unwrap().clone();
    let deep = Document::Artist(Box::new(Artist { id: 1, other, ..Default::default() }));
    let documents = place.store([deep.clone()]);
    assert_eq!(documents.get(Kind::Artists, 1).unwrap(), Some(deep));
}

#[test]
fn a_kind_is_taken_over_by_the_server() {
    let place = Place::new();
    place.store((1..=3_000).map(|id| artist(id, "taken")));
    let (from, second) = (place.server.documents(november()), "20261101-2".parse().unwrap());
    let to = place.server.documents(second);
    let missing = take_over(from.clone(), to.clone(), Kind::Labels).unwrap_err();
    assert!(matches!(missing, documents::Error::Missing { .. }), "{missing}");
    // What an interrupted call left behind.
    let half = place.driver.database(&format!("{}_20261101_2", place.name));
    half.collection("artists").insert_one(doc! { "_id": 9_999 }).run().unwrap();
    take_over(from.clone(), to.clone(), Kind::Artists).unwrap();
    let again = take_over(from, to.clone(), Kind::Artists).unwrap_err();
    assert!(matches!(again, documents::Error::Exists { .. }), "{again}");

    let taken = Documents::open(to.clone()).unwrap();
    let ids = taken.scan(Kind::Artists).unwrap().map(|step| step.unwrap().0);
    assert!(ids.eq(1..=3_000));
    assert_eq!(taken.count(Kind::Artists).unwrap(), 3_000);
    let indexes = || half.collection::<Bson>("artists").list_index_names().run().unwrap();
    assert_eq!(indexes(), ["_id_"]);
    for _ in 0..2 {
        place.server.create_indexes(second).unwrap();
        assert_eq!(indexes(), ["_id_", "name_1"]);
    }

    let folder = tempfile::tempdir().unwrap();
    take_over(to, folder.path(), Kind::Artists).unwrap();
    let third = place.server.documents("20261101-3".parse().unwrap());
    take_over(folder.path(), third.clone(), Kind::Artists).unwrap();
    let third = Documents::open(third).unwrap();
    let all = |documents: &Documents| -> Vec<(Id, Vec<u8>)> {
        documents.scan(Kind::Artists).unwrap().map(Result::unwrap).collect()
    };
    assert!(all(&third) == all(&taken));
}
