//! What an index in Redis costs, and what native sets would, on servers that it starts itself:
//!
//! ```sh
//! cargo bench -p storage --bench redis -- DATA/generations/20261101/index.dgi
//! ```
#![expect(clippy::print_stdout, reason = "it tells what it has measured")]

use std::{
    env, fs,
    ops::ControlFlow,
    path::Path,
    time::{Duration, Instant},
};

use redis::{Client, Cmd, Connection, FromRedisValue};
use roaring::RoaringBitmap;
use servers::RedisServer;
use storage::{
    generations::GenerationName,
    index::{Index, NameField, Need, Plan, Value, ValueField, WordField},
    redis::Redis,
};

/// The fields that are also built as native sets.
const FIELDS: [ValueField; 2] = [ValueField::Genre, ValueField::Style];

fn main() {
    // Without one it is the test run of all benchmarks.
    let given = env::args().skip(1).find(|given| given != "--bench");
    let Some(path) = given.as_deref().map(Path::new) else { return };
    let file = fs::metadata(path).unwrap().len();
    let index = Index::open(path).unwrap();
    println!("{} entries, {:.1} MB in the file", index.totals().releases, mb(file));
    whole(path, file, &index);
    for field in FIELDS {
        sets_and_bitmaps(path, &index, field);
    }
}

fn whole(path: &Path, file: u64, index: &Index) {
    let mut server = Server::start();
    let redis = Redis::connect(&server.process.url(), "dataget").unwrap();
    let name: GenerationName = index.generation().parse().unwrap();
    let before = server.used_memory();
    let (took, bytes) = timed(|| redis.put_index(path).unwrap());
    let memory = server.used_memory() - before;
    println!("put, read back and compared: {took:.1?}, {:.1} MB of values", mb(bytes));
    println!("used_memory: {:.1} MB, {:.3} of the file", mb(memory), memory as f64 / file as f64);

    println!("open: {:.2?}", median(20, || drop(redis.open_index(name).unwrap())));
    let [a, b] = broadest(index, ValueField::Style);
    let terms = Plan::And(vec![a.plan(), b.plan()]);
    println!("cold, opening included ({} and {}):", a.value, b.value);
    let cold = |ask: &dyn Fn(&Index)| median(20, || ask(&redis.open_index(name).unwrap()));
    println!("  count of one value: {:.2?}", cold(&|index| count(index, &a.plan())));
    println!("  first page of 20: {:.2?}", cold(&|index| page(index, &terms)));
    let both = cold(&|index| {
        count(index, &terms);
        page(index, &terms);
    });
    println!("  count and first page: {both:.2?}");
    let word = cold(&|index| {
        index.load(&[Need::Words(WordField::Title)]).unwrap();
        page(index, &index.word(WordField::Title, "the"));
    });
    println!("  first page of title:the: {word:.2?}");
    let suggestion = cold(&|index| {
        index.load(&[Need::Names(NameField::Artist)]).unwrap();
        assert!(!index.names(NameField::Artist).suggest("a", 10).is_empty());
    });
    println!("  suggestion of an artist: {suggestion:.2?}");
    let warm = median(10, || drop(redis.open_index(name).unwrap().warm().unwrap()));
    println!("warm, opening included: {warm:.1?}");
    println!(
        "mapped file, for comparison: {:.1?}",
        median(10, || drop(Index::open(path).unwrap()))
    );
    let (took, ()) = timed(|| redis.drop_index(name).unwrap());
    println!("drop: {took:.1?}, {} keys left", server.ask::<u64>("DBSIZE", &[]));
}

fn count(index: &Index, plan: &Plan) {
    index.load_count(plan).unwrap();
    assert!(index.count(plan).releases > 0);
}

fn page(index: &Index, plan: &Plan) {
    index.load_plan(plan).unwrap();
    index.load(&[Need::Entries]).unwrap();
    let page = index.page(plan, None, 20);
    assert!(page.into_iter().all(|rank| index.entry(rank).id() > 0));
}

/// One field as native sets of Discogs ids, and as bitmaps by chunk.
fn sets_and_bitmaps(path: &Path, index: &Index, field: ValueField) {
    let values = index.values(field);
    println!("{}: {} values", field.name(), values.len());
    let [a, b] = broadest(index, field);

    let mut native = Server::start();
    let before = native.used_memory();
    for value in values {
        let mut ids: Vec<u32> = Vec::new();
        index.visit(&value.plan(), None, |rank| {
            ids.push(index.entry(rank).id());
            ControlFlow::Continue(())
        });
        for ids in ids.chunks(1_000) {
            let mut add = redis::cmd("SADD");
            add.arg(&value.value).arg(ids).exec(&mut native.connection).unwrap();
        }
    }
    let memory = native.used_memory() - before;
    let pair = [a.value.as_str(), b.value.as_str()];
    let counted = native.ask::<u64>("SINTERCARD", &["2", pair[0], pair[1]]);
    println!("  native sets: {:.2} MB", mb(memory));
    let counting =
        || assert_eq!(native.ask::<u64>("SINTERCARD", &["2", pair[0], pair[1]]), counted);
    println!(
        "    {} and {}, {counted} in common: SINTERCARD {:.2?}",
        pair[0],
        pair[1],
        median(50, counting)
    );
    let fetching = || drop(native.ask::<Vec<u32>>("SINTER", &pair));
    println!("    SINTER {:.2?}", median(50, fetching));

    // The keys of this field alone, copied from a server with all of them.
    let (mut all, mut chunks) = (Server::start(), Server::start());
    Redis::connect(&all.process.url(), "dataget").unwrap().put_index(path).unwrap();
    let before = chunks.used_memory();
    let keys: Vec<String> = all.ask("KEYS", &[&format!("*}}:{}:*", field.name())]);
    for key in &keys {
        let bytes: Vec<u8> = all.ask("GET", &[key]);
        redis::cmd("SET").arg(key).arg(bytes).exec(&mut chunks.connection).unwrap();
    }
    println!("  {} bitmaps: {:.2} MB", keys.len(), mb(chunks.used_memory() - before));
    let of = |value: &str| {
        let end = format!(":{}:{value}", field.name());
        let mut keys: Vec<&str> =
            keys.iter().map(String::as_str).filter(|key| key.ends_with(&end)).collect();
        keys.sort_unstable();
        keys
    };
    let pairs: Vec<[&str; 2]> =
        of(pair[0]).into_iter().zip(of(pair[1])).map(<[_; 2]>::from).collect();
    let mut common = 0;
    let took = median(50, || {
        common = 0;
        for pair in &pairs {
            let bitmaps: [Vec<u8>; 2] = chunks.ask("MGET", pair);
            let [a, b] = bitmaps.map(|bytes| RoaringBitmap::deserialize_from(&*bytes).unwrap());
            common += a.intersection_len(&b);
        }
    });
    assert_eq!(common, counted);
    println!("    {common} in common: MGET and intersecting {took:.2?}");
}

/// The two values that most entries have.
fn broadest(index: &Index, field: ValueField) -> [&Value; 2] {
    let mut values: Vec<&Value> = index.values(field).iter().collect();
    values.sort_by_key(|value| std::cmp::Reverse(value.totals.releases));
    [values[0], values[1]]
}

struct Server {
    process: RedisServer,
    connection: Connection,
}

impl Server {
    fn start() -> Self {
        let process = RedisServer::start();
        let connection = Client::open(process.url()).unwrap().get_connection().unwrap();
        Self { process, connection }
    }

    fn ask<T: FromRedisValue>(&mut self, name: &str, arguments: &[&str]) -> T {
        Cmd::new().arg(name).arg(arguments).query(&mut self.connection).unwrap()
    }

    fn used_memory(&mut self) -> u64 {
        let info: String = self.ask("INFO", &["memory"]);
        let line = info.lines().find_map(|line| line.strip_prefix("used_memory:"));
        line.unwrap().trim().parse().unwrap()
    }
}

fn mb(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

fn timed<T>(run: impl FnOnce() -> T) -> (Duration, T) {
    let begun = Instant::now();
    let result = run();
    (begun.elapsed(), result)
}

fn median(runs: usize, mut run: impl FnMut()) -> Duration {
    let mut took: Vec<Duration> = (0..runs).map(|_| timed(&mut run).0).collect();
    took.sort_unstable();
    took[runs / 2]
}
