//! What an index in Redis promises: the answers of its file, and a word where it cannot give them.

use std::{
    fs,
    net::TcpListener,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    process::Command,
    sync::{
        OnceLock,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use redis::{Client, Cmd, ConnectionLike, FromRedisValue, cluster::ClusterClient};
use servers::{RedisCluster, RedisServer};
use storage::{
    generations::GenerationName,
    index::{
        ColumnsWriter, Entry, EntryColumns, Index, IndexWriter, NameEntry, NameField, Need, Plan,
        Rank, Row, Totals, Value, ValueField, VideoColumns, WordField,
    },
    model::VideoId,
    redis::{Error, Redis},
};

/// More than a chunk of ranks.
const ENTRIES: u32 = (1 << 20) + 150_000;
const ARTISTS: u32 = 40;
const VIDEOS: u32 = 500;

/// A value that no separator is safe from.
const ODD: &str = "Tabs\tand \"quotes\"\nand {braces}";

/// Whether the entry at a rank has a term.
type Has = fn(u32) -> bool;

const VALUES: [(ValueField, &str, Has); 12] = [
    (ValueField::Genre, "Electronic", |rank| rank % 2 == 0),
    (ValueField::Genre, "Rock", |rank| rank / 7_000 % 3 == 0),
    (ValueField::Genre, ODD, |rank| rank % 5_003 == 1),
    (ValueField::Style, "Deep House", |rank| mixed(rank).is_multiple_of(50)),
    (ValueField::Style, "Nobody's", |_| false),
    (ValueField::Country, "Germany", |rank| rank > 1 << 20),
    (ValueField::Format, "Vinyl", |rank| !mixed(rank).is_multiple_of(1_000)),
    (ValueField::Format, "Box Set", |rank| rank % 400_000 == 7),
    (ValueField::Year, "1999", |rank| rank % 3 == 0),
    (ValueField::Decade, "1990s", |rank| rank % 3 == 0),
    (ValueField::Original, "1999", |rank| rank % 4 == 0),
    (ValueField::Has, "video", |rank| rank < 3_000),
];

/// Two of them reach over more than one piece of the image.
const WORDS: [(&str, Has); 4] = [
    ("and", |rank| mixed(rank) & 1 == 0),
    ("stockholm", |rank| rank % 100_000 == 5),
    ("the", |rank| mixed(rank) & 3 == 1),
    ("zebra", |rank| rank == ENTRIES - 1),
];

fn mixed(number: u32) -> u32 {
    let mixed = (number ^ number >> 15).wrapping_mul(0x2c1b_3c6d);
    mixed ^ mixed >> 13
}

fn ranks(has: impl Fn(u32) -> bool) -> Vec<u32> {
    (0..ENTRIES).filter(|&rank| has(rank)).collect()
}

/// Writes an index; those of two `salt`s differ in every part.
fn write_index(path: &Path, generation: &str, salt: u32) {
    let mut writer = IndexWriter::create(path).unwrap();
    let mut values: Vec<Vec<Value>> = vec![Vec::new(); ValueField::ALL.len()];
    for (field, value, has) in VALUES {
        let ranks = ranks(|rank| has(rank ^ salt));
        let totals = Totals { releases: ranks.len() as u64, works: 1, videos: 2 };
        let place = ValueField::ALL.iter().position(|&other| other == field).unwrap();
        let value = writer.value(value.into(), storage::text::fold(value), totals, &ranks);
        values[place].push(value.unwrap());
    }
    let words: Vec<(String, Vec<u32>)> =
        WORDS.iter().map(|(word, has)| ((*word).into(), ranks(|rank| has(rank ^ salt)))).collect();
    let titles = writer.words(&words).unwrap();
    let names = writer.words(&words[1..]).unwrap();
    let artists = credited("Artist", salt);
    let labels = credited("Label", salt);
    let artist_postings = writer.names(&artists).unwrap();
    let label_postings = writer.names(&labels).unwrap();

    let mut columns = writer.columns();
    columns.words(WordField::Title, &titles).unwrap();
    columns.words(WordField::Names, &names).unwrap();
    write_names(&mut columns, NameField::Artist, &artists, &artist_postings);
    write_names(&mut columns, NameField::Label, &labels, &label_postings);
    let mut entries = EntryColumns::default();
    for rank in 0..ENTRIES {
        let id = rank * 2 + 1 + salt;
        let is_master = rank % 1_000 == 999;
        entries.entries.push(if is_master { Entry::Master(id) } else { Entry::Release(id) });
        entries.ends_work.push(rank % 3 == 2 || rank == ENTRIES - 1);
        entries.dates.push(mixed(rank) % 20_000_000);
        entries.lead_artists.push(rank % ARTISTS);
        let styles = if rank % 100_000 == 0 { vec![0, 1, 0, 1, 0] } else { vec![0] };
        let year = (rank % 3 == 0).then_some(1999);
        entries.rows.push(&Row { genres: vec![(rank % 3) as u16], styles, country: None, year });
    }
    let mut videos = VideoColumns::default();
    for video in 0..VIDEOS {
        let odd = format!("odd_id_{:03}0", video % 1_000);
        videos.ids.push(match video % 50 {
            7 => odd[..11].parse().unwrap(),
            _ => VideoId::from_bits(u64::from(video) << 20),
        });
        videos.durations.push(if video % 9 == 0 { u32::MAX } else { video });
    }
    videos.entry_starts = (0..=ENTRIES).map(|rank| rank.min(3_000)).collect();
    videos.entry_videos = (0..3_000).map(|n| n % VIDEOS).collect();
    let works = entries.ends_work.iter().filter(|&&ends| ends).count() as u32;
    videos.work_starts = (0..=works).map(|work| work.min(900)).collect();
    videos.work_videos = (0..900).map(|n| n * 7 % VIDEOS).collect();
    columns.finish(generation, &entries, &videos, values).unwrap();
}

fn credited(kind: &str, salt: u32) -> Vec<NameEntry> {
    let ranks = |n| ranks(|rank| rank % (ARTISTS * (n + 1)) == n ^ (salt & 1));
    (0..ARTISTS)
        .map(|n| NameEntry { id: n + 1, name: format!("{kind} {n:02}"), ranks: ranks(n) })
        .collect()
}

fn write_names(
    columns: &mut ColumnsWriter,
    field: NameField,
    names: &[NameEntry],
    postings: &[u64],
) {
    let keys: Vec<(String, Vec<u32>, Vec<u32>)> = names
        .iter()
        .enumerate()
        .map(|(n, name)| (storage::text::fold(&name.name), vec![n as u32], Vec::new()))
        .collect();
    columns.names(field, names, postings, &keys).unwrap();
}

/// An index file of generation 20261101, written once.
fn index_file() -> &'static Path {
    static FILE: OnceLock<PathBuf> = OnceLock::new();
    FILE.get_or_init(|| {
        // The folder lives as long as the process does.
        let path = tempfile::tempdir().unwrap().keep().join("index.dgi");
        write_index(&path, "20261101", 0);
        path
    })
}

fn generation() -> GenerationName {
    "20261101".parse().unwrap()
}

/// A prefix that no other test has.
fn prefix() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    format!("test-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}

/// A server or cluster with the index, under a prefix that goes with it.
struct Stored {
    redis: Redis,
    prefix: String,
    raw: Box<dyn ConnectionLike>,
}

impl Stored {
    fn new(url: &str, is_cluster: bool) -> Self {
        let prefix = prefix();
        let raw: Box<dyn ConnectionLike> = if is_cluster {
            Box::new(ClusterClient::new([url]).unwrap().get_connection().unwrap())
        } else {
            Box::new(Client::open(url).unwrap().get_connection().unwrap())
        };
        let redis = Redis::connect(url, &prefix).unwrap();
        redis.put_index(index_file()).unwrap();
        Self { redis, prefix, raw }
    }

    fn on_a_server() -> Self {
        Self::new(servers::redis(), false)
    }

    fn on_a_cluster() -> Self {
        Self::new(servers::redis_cluster(), true)
    }

    fn open(&self) -> Index {
        self.redis.open_index(generation()).unwrap()
    }

    fn ask<T: FromRedisValue>(&mut self, name: &str, arguments: &[&str]) -> T {
        Cmd::new().arg(name).arg(arguments).query(&mut *self.raw).unwrap()
    }

    fn keys(&mut self) -> Vec<String> {
        let all = format!("{}:*", self.prefix);
        self.ask("KEYS", &[&all])
    }

    fn key(&self, rest: &str) -> String {
        format!("{}:v20261101:{rest}", self.prefix)
    }

    fn flip(&mut self, key: &str, at: usize) {
        let at = at.to_string();
        let byte: Vec<u8> = self.ask("GETRANGE", &[key, &at, &at]);
        let flipped = [byte[0] ^ 1];
        let mut set = redis::cmd("SETRANGE");
        set.arg(key).arg(at).arg(&flipped).exec(&mut *self.raw).unwrap();
    }
}

impl Drop for Stored {
    fn drop(&mut self) {
        for generation in self.redis.generations().unwrap_or_default() {
            let _ = self.redis.drop_index(generation);
        }
    }
}

/// Everything that an index can be asked, each question after what it needs was loaded.
fn answers(index: &Index) -> Vec<String> {
    let mut told = vec![format!("{} {:?}", index.generation(), index.totals())];
    let mut tell = |answer: &dyn std::fmt::Debug| told.push(format!("{answer:?}"));
    for field in ValueField::ALL {
        tell(&index.values(field));
        tell(&index.suggest(field, "e", 10));
    }
    let mut plans = vec![Plan::All, Plan::Nothing];
    plans.extend(VALUES.iter().map(|(field, value, _)| value_plan(index, *field, value)));
    for field in NameField::ALL {
        index.load(&[Need::Names(field)]).unwrap();
        let names = index.names(field);
        tell(&names.suggest("a", 20));
        tell(&names.suggest("Labbel", 20));
        tell(&names.nearest("artist 7", 20));
        plans.extend([names.plan("artist 07"), names.plan("label 33")].into_iter().flatten());
        plans.extend([1, ARTISTS, 9_999].into_iter().filter_map(|id| names.plan_by_id(id)));
    }
    for field in WordField::ALL {
        index.load(&[Need::Words(field)]).unwrap();
        plans.extend(WORDS.iter().map(|(word, _)| index.word(field, word)));
    }
    tell(&index.nearest_word(&WordField::ALL, "stokholm"));
    tell(&plans);
    let [rock, house] =
        [VALUES[1], VALUES[3]].map(|(field, value, _)| value_plan(index, field, value));
    let the = index.word(WordField::Title, "the");
    let few = index.word(WordField::Title, "stockholm");
    plans.push(Plan::And(vec![rock.clone(), the.clone(), Plan::Not(Box::new(house.clone()))]));
    plans.push(Plan::Or(vec![Plan::And(vec![rock, house.clone()]), few.clone()]));

    for plan in &plans {
        index.load_count(plan).unwrap();
        tell(&index.count(plan));
        index.load_plan(plan).unwrap();
        let page = index.page(plan, None, 30);
        tell(&index.page(plan, Some(Rank::at(1 << 20)), 30));
        index.load(&[Need::Entries]).unwrap();
        let entries: Vec<Entry> = page.iter().map(|&rank| index.entry(rank)).collect();
        tell(&entries);
        index.load(&[Need::Ranks]).unwrap();
        assert!(
            entries.iter().zip(&page).all(|(&entry, &rank)| index.rank_of(entry) == Some(rank))
        );
        index.load(&[Need::Videos]).unwrap();
        let videos: Vec<_> = index.candidates(page.into_iter()).collect();
        tell(&videos.iter().map(|found| index.video_id(found.video)).collect::<Vec<_>>());
        tell(&videos);
    }
    index.load(&[Need::Facets, Need::Dates]).unwrap();
    for plan in [&house, &few] {
        tell(&index.facets(plan));
        tell(&index.by_date(plan).into_iter().take(50).collect::<Vec<_>>());
    }
    told
}

fn value_plan(index: &Index, field: ValueField, value: &str) -> Plan {
    index.value(field, &storage::text::fold(value)).expect("it was written").plan()
}

fn file_answers() -> &'static [String] {
    static ANSWERS: OnceLock<Vec<String>> = OnceLock::new();
    ANSWERS.get_or_init(|| answers(&Index::open(index_file()).unwrap()))
}

#[track_caller]
fn assert_answers(index: &Index) {
    for (number, (found, expected)) in answers(index).iter().zip(file_answers()).enumerate() {
        assert!(found == expected, "answer {number}:\n{found:.500}\n{expected:.500}");
    }
}

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
        &|| drop(index.facets(&Plan::Nothing)),
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

/// A way to load that comes upon the value, and what is said of it.
fn is_noticed(stored: &Stored, key: &str, load: impl Fn(&Index) -> Result<(), Error>) {
    let index = stored.open();
    for error in [load(&index).unwrap_err(), index.warm().err().expect("it is damaged")] {
        assert!(matches!(error, Error::Damaged { .. }), "{error:?}");
        let text = error.to_string();
        assert!(text.contains(&format!("`{key}`")), "{text}");
        assert!(text.contains("Run `dataget index`"), "{text}");
        assert!(text.contains(stored.redis.server()), "{text}");
    }
}

#[test]
fn a_flipped_byte_is_noticed() {
    let mut stored = Stored::on_a_server();
    let piece = stored.key("{p1}:image");
    stored.flip(&piece, 100_000);
    is_noticed(&stored, &piece, |index| {
        index.load(&[Need::Words(WordField::Title)])?;
        index.load_plan(&index.word(WordField::Title, "and"))?;
        index.load_plan(&index.word(WordField::Title, "the"))
    });
    stored.flip(&piece, 100_000);
    let bitmap = stored.key("{c1}:style:Deep House");
    stored.flip(&bitmap, 500);
    let house =
        |index: &Index| index.load_plan(&value_plan(index, ValueField::Style, "Deep House"));
    is_noticed(&stored, &bitmap, house);
    stored.flip(&bitmap, 500);
    let terms = stored.key("{c0}:terms");
    stored.flip(&terms, 20);
    is_noticed(&stored, &terms, house);
    stored.flip(&terms, 20);
    assert_answers(&stored.open());
}

#[test]
fn a_missing_value_is_noticed() {
    let mut stored = Stored::on_a_server();
    let bitmap = stored.key("{c0}:format:Box Set");
    stored.ask::<()>("DEL", &[&bitmap]);
    is_noticed(&stored, &bitmap, |index| index.load(&[Need::Facets]));
    // Written again, it is whole again.
    stored.redis.put_index(index_file()).unwrap();
    let last = stored.keys().into_iter().filter(|key| key.ends_with(":image")).count() - 1;
    let piece = stored.key(&format!("{{p{last}}}:image"));
    stored.ask::<()>("DEL", &[&piece]);
    let error = stored.redis.open_index(generation()).err().expect("its end is missing");
    assert!(error.to_string().contains(&piece), "{error}");
}

#[test]
fn an_emptied_server_is_told_of() {
    let mut server = RedisServer::start();
    let mut stored = Stored::new(&server.url(), false);
    let index = stored.open();
    let warm = stored.open().warm().unwrap().unwrap();
    stored.ask::<()>("FLUSHALL", &[]);
    for error in [
        index.load(&[Need::Entries]).unwrap_err(),
        index.warm().err().unwrap(),
        stored.redis.open_index(generation()).err().unwrap(),
    ] {
        assert!(matches!(error, Error::Missing { .. }), "{error:?}");
        assert_eq!(
            error.to_string(),
            format!(
                "Redis at 127.0.0.1:{} has no index of generation 20261101 (it may have been \
                 emptied, or the index was not written to the end): run `dataget index`",
                server.port()
            )
        );
    }
    assert_answers(&warm);
    server.kill();
    assert_answers(&warm);
}

#[test]
fn an_index_that_was_built_again_is_opened_anew() {
    let stored = Stored::on_a_server();
    let index = stored.open();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("index.dgi");
    write_index(&path, "20261101", 1);
    stored.redis.put_index(&path).unwrap();
    let error = index.load(&[Need::Entries]).unwrap_err();
    assert!(matches!(error, Error::Replaced { .. }), "{error:?}");
    let anew = stored.open();
    anew.load(&[Need::Entries]).unwrap();
    assert_eq!(anew.entry(Rank::at(0)), Entry::Release(2));
    assert_eq!(answers(&anew), answers(&Index::open(&path).unwrap()));
}

#[test]
fn a_server_without_room_has_no_index_and_all_of_it_goes() {
    let size = fs::metadata(index_file()).unwrap().len();
    let server = RedisServer::builder().max_memory(size / 2).start();
    let redis = Redis::connect(&server.url(), "dataget").unwrap();
    let error = redis.put_index(index_file()).unwrap_err();
    let text = error.to_string();
    assert!(matches!(error, Error::Full { .. }), "{text}");
    assert!(text.contains("has reached its maxmemory"), "{text}");
    let missing = redis.open_index(generation()).err().expect("it is half of one");
    assert!(matches!(missing, Error::Missing { .. }), "{missing:?}");
    assert_eq!(redis.generations().unwrap(), []);
    // There must be room to say that it goes.
    server.cli(&["config", "set", "maxmemory", "0"]);
    redis.drop_index(generation()).unwrap();
    assert_eq!(server.cli(&["dbsize"]), "0");
    redis.put_index(index_file()).unwrap();
    assert_answers(&redis.open_index(generation()).unwrap());
}

#[test]
fn a_dropped_index_leaves_no_key() {
    for mut stored in [Stored::on_a_server(), Stored::on_a_cluster()] {
        assert_eq!(stored.redis.generations().unwrap(), [generation()]);
        assert!(stored.keys().len() > 30);
        stored.redis.drop_index(generation()).unwrap();
        assert_eq!(stored.redis.generations().unwrap(), []);
        assert_eq!(stored.keys(), [""; 0]);
        let error = stored.redis.open_index(generation()).err().expect("it is gone");
        assert!(matches!(error, Error::Missing { .. }), "{error:?}");
        // Nothing is there to be dropped: no error.
        stored.redis.drop_index(generation()).unwrap();
    }
}

#[test]
fn an_index_is_written_through_kills_and_restarts() {
    let mut server = RedisServer::start();
    let redis = Redis::connect(&server.url(), "dataget").unwrap();
    let is_over = AtomicBool::new(false);
    thread::scope(|scope| {
        let writing = scope.spawn(|| {
            while !is_over.load(Ordering::Relaxed) {
                redis.put_index(index_file()).expect("the server came back");
            }
        });
        for _ in 0..5 {
            wait_until(|| server.cli(&["dbsize"]).parse::<u32>().unwrap() > 20);
            server.kill();
            server.restart();
        }
        is_over.store(true, Ordering::Relaxed);
        writing.join().unwrap();
    });
    redis.put_index(index_file()).unwrap();
    assert_answers(&redis.open_index(generation()).unwrap());
}

#[test]
fn an_index_is_written_through_the_restart_of_a_clusters_node() {
    let mut cluster = RedisCluster::start(3);
    let redis = Redis::connect(&cluster.url(), "dataget").unwrap();
    redis.put_index(index_file()).unwrap();
    let is_over = AtomicBool::new(false);
    thread::scope(|scope| {
        let writing = scope.spawn(|| {
            while !is_over.load(Ordering::Relaxed) {
                redis.put_index(index_file()).expect("the node came back");
            }
        });
        for node in [1, 0] {
            cluster.kill(node);
            cluster.restart(node);
        }
        is_over.store(true, Ordering::Relaxed);
        writing.join().unwrap();
    });
    assert_answers(&redis.open_index(generation()).unwrap());
}

#[test]
fn a_server_that_stops_answering_is_not_waited_for_long() {
    let server = RedisServer::start();
    let stored = Stored::new(&server.url(), false);
    let index = stored.open();
    let pid = server.pid().unwrap().to_string();
    assert!(Command::new("kill").args(["-STOP", &pid]).status().unwrap().success());
    let begun = Instant::now();
    let error = index.warm().err().expect("nobody answers");
    assert!(matches!(error, Error::Unreachable { .. }), "{error:?}");
    assert!(error.to_string().contains("no answer in time"), "{error}");
    assert!(begun.elapsed() < Duration::from_secs(30), "{:?}", begun.elapsed());
    assert!(Command::new("kill").args(["-CONT", &pid]).status().unwrap().success());
    assert_answers(&stored.open());
}

#[test]
fn questions_outlive_a_restart() {
    let mut server = RedisServer::builder().append_only().args(["--appendfsync", "always"]).start();
    let stored = Stored::new(&server.url(), false);
    let index = stored.open();
    server.kill();
    thread::scope(|scope| {
        scope.spawn(|| server.restart());
        index.load(&[Need::Entries]).unwrap();
    });
    server.kill();
    let begun = Instant::now();
    let error = index.load(&[Need::Dates]).unwrap_err();
    assert!(matches!(error, Error::Unreachable { .. }), "{error:?}");
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
}

#[test]
fn an_address_that_is_none_is_told_without_its_password() {
    for url in
        ["", "localhost:6379", "redis://:secret@", "redis://u:secret@h/x", "http://u:secret@h/"]
    {
        let error = Redis::connect(url, "dataget").expect_err(url);
        let text = error.to_string();
        assert!(matches!(error, Error::Address { .. }), "{url}: {text}");
        assert!(!text.contains("secret") && text.contains("redis://HOST:PORT"), "{text}");
    }
}

#[test]
fn who_does_not_answer_is_named() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let refused = Redis::connect(&format!("redis://u:secret@127.0.0.1:{port}"), "d").err().unwrap();
    assert!(matches!(refused, Error::Unreachable { .. }), "{refused:?}");
    // Somebody who listens and says nothing.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let silent = listener.local_addr().unwrap();
    let begun = Instant::now();
    let hangs = Redis::connect(&format!("redis://u:secret@{silent}"), "d").err().unwrap();
    assert!(begun.elapsed() < Duration::from_secs(15), "{:?}", begun.elapsed());
    let tls = Redis::connect(&servers::redis().replace("redis:", "rediss:"), "d").err().unwrap();
    for (error, address) in [(refused, format!("127.0.0.1:{port}")), (hangs, silent.to_string())] {
        let text = error.to_string();
        assert!(text.contains(&address) && !text.contains("secret"), "{text}");
    }
    assert!(matches!(tls, Error::Unreachable { .. }), "{tls:?}");
}

#[test]
fn a_wrong_password_is_told_without_it() {
    let server = RedisServer::builder().password("right").start();
    let without = format!("redis://127.0.0.1:{}", server.port());
    let wrong = format!("redis://:wrong@127.0.0.1:{}", server.port());
    for url in [without, wrong] {
        let error = Redis::connect(&url, "dataget").expect_err(&url);
        let text = error.to_string();
        assert!(matches!(error, Error::Login { .. }), "{text}");
        assert!(text.contains(&format!("127.0.0.1:{}", server.port())), "{text}");
        assert!(!text.contains("wrong"), "{text}");
    }
    Redis::connect(&server.url(), "dataget").unwrap().current().unwrap();
}

#[test]
fn a_user_who_may_only_read_reads() {
    let server = RedisServer::start();
    Redis::connect(&server.url(), "dataget").unwrap().put_index(index_file()).unwrap();
    server.cli(&["acl", "setuser", "reader", "on", ">secret", "~dataget:*", "+@read"]);
    let url = format!("redis://reader:secret@127.0.0.1:{}", server.port());
    let reader = Redis::connect(&url, "dataget").unwrap();
    assert_answers(&reader.open_index(generation()).unwrap());
    for error in [
        reader.put_index(index_file()).unwrap_err(),
        reader.set_current(generation()).unwrap_err(),
        reader.drop_index(generation()).unwrap_err(),
    ] {
        let text = error.to_string();
        assert!(matches!(error, Error::Permission { .. }), "{text}");
        assert!(!text.contains("secret") && !text.contains("reader"), "{text}");
    }
    assert_answers(&reader.open_index(generation()).unwrap());
}

#[test]
fn a_replica_is_told_apart_from_its_master() {
    let master = RedisServer::start();
    let port = master.port().to_string();
    let replica = RedisServer::builder().args(["--replicaof", "127.0.0.1", &port]).start();
    wait_until(|| replica.cli(&["info", "replication"]).contains("master_link_status:up"));
    let redis = Redis::connect(&replica.url(), "dataget").unwrap();
    let error = redis.set_current(generation()).unwrap_err();
    assert!(matches!(error, Error::ReadOnly { .. }), "{error:?}");
}

fn wait_until(mut is_so: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < Duration::from_secs(60), "it did not come about");
        thread::yield_now();
    }
}
