//! An index that is built again with other bytes: it takes over in one step, whatever happens.

use std::{
    env, fs,
    path::Path,
    process::{Command, Stdio},
    sync::atomic::{AtomicBool, AtomicU32, Ordering},
    thread,
};

use serde_json::{Value as Json, json};
use servers::RedisServer;
use storage::{
    index::{Entry, Index, Need, Plan, Rank, ValueField},
    redis::{Error, Redis},
};

use crate::{
    fixture::{generation, index_file, other_file},
    questions::{assert_answers, value_plan},
    stored::{Stored, wait_until},
};

const READERS: usize = 2;
const REBUILDS: usize = 4;

/// Something of every part of an index: its values, a bitmap, columns.
type Answer = (u64, Vec<Rank>, Vec<Entry>);

fn answer(index: &Index) -> Result<Answer, Error> {
    let rock = value_plan(index, ValueField::Genre, "Rock");
    let vinyl = value_plan(index, ValueField::Format, "Vinyl");
    let plan = Plan::And(vec![rock, vinyl]);
    index.load_count(&plan)?;
    index.load_plan(&plan)?;
    index.load(&[Need::Entries])?;
    let page = index.page(&plan, Some(Rank::at(20_990)), 30);
    let entries = page.iter().map(|&rank| index.entry(rank)).collect();
    Ok((index.count(&plan).works, page, entries))
}

fn answer_of(path: &Path) -> Answer {
    answer(&Index::open(path).unwrap()).unwrap()
}

fn about(stored: &mut Stored) -> Json {
    let key = stored.key("{about}");
    serde_json::from_str(&stored.ask::<String>("GET", &[&key])).unwrap()
}

fn set_about(stored: &mut Stored, about: &Json) {
    let key = stored.key("{about}");
    stored.ask::<()>("SET", &[&key, &about.to_string()]);
}

/// The builds that there are keys of.
fn builds(stored: &mut Stored) -> Vec<String> {
    let about = stored.key("{about}");
    let keys = stored.keys();
    let values = keys.iter().filter(|key| key.contains(":v") && **key != about);
    let build = |key: &String| key.split(':').nth(1).unwrap()[1..].to_owned();
    let mut builds: Vec<String> = values.map(build).collect();
    builds.sort_unstable();
    builds.dedup();
    builds
}

fn no_answer_fails(redis: &Redis) {
    let known = [answer_of(index_file()), answer_of(other_file())];
    assert_ne!(known[0], known[1]);
    let is_over = AtomicBool::new(false);
    let answered = [AtomicU32::new(0), AtomicU32::new(0)];
    let open = || redis.open_index(generation()).unwrap();
    thread::scope(|scope| {
        let reading: Vec<_> = (0..READERS)
            .map(|_| {
                scope.spawn(|| {
                    // Opened before another build takes over, and asked afterwards.
                    let mut before = open();
                    while !is_over.load(Ordering::Relaxed) {
                        let opened = open();
                        for index in [&before, &opened] {
                            let found = answer(index).unwrap();
                            let which = known.iter().position(|known| *known == found);
                            let which = which.expect("an answer is of one build");
                            answered[which].fetch_add(1, Ordering::Relaxed);
                        }
                        before = opened;
                    }
                })
            })
            .collect();
        for file in [other_file(), index_file()].into_iter().cycle().take(REBUILDS) {
            redis.put_index(file).unwrap();
        }
        is_over.store(true, Ordering::Relaxed);
        reading.into_iter().for_each(|reading| reading.join().unwrap());
    });
    let answered = answered.map(AtomicU32::into_inner);
    assert!(answered.iter().all(|&answers| answers > REBUILDS as u32), "{answered:?}");
}

#[test]
fn no_answer_fails_or_mixes_while_another_build_takes_over() {
    no_answer_fails(&Stored::on_a_server().redis);
}

#[test]
fn no_answer_fails_or_mixes_while_another_build_takes_over_in_a_cluster() {
    no_answer_fails(&Stored::on_a_cluster().redis);
}

#[test]
fn the_first_build_has_the_generations_name_and_the_last_one_stays_alone() {
    let mut stored = Stored::on_a_server();
    let keys = stored.keys().len();
    assert_eq!(builds(&mut stored), ["20261101"]);
    let version = stored.redis.index_version(generation()).unwrap();
    // The same bytes are mended in place.
    stored.redis.put_index(index_file()).unwrap();
    assert_eq!(stored.redis.index_version(generation()).unwrap(), version);
    assert_eq!(builds(&mut stored), ["20261101"]);
    for (file, build) in [(other_file(), "20261101+2"), (index_file(), "20261101+3")] {
        stored.redis.put_index(file).unwrap();
        assert_eq!(builds(&mut stored), [build]);
        assert_eq!(about(&mut stored)["build"], build);
        assert_eq!(about(&mut stored)["others"], Json::Null);
        assert_ne!(stored.redis.index_version(generation()).unwrap(), version);
    }
    stored.redis.put_index(index_file()).unwrap();
    assert_eq!((builds(&mut stored), stored.keys().len()), (vec!["20261101+3".into()], keys));
    assert_answers(&stored.open());
    stored.redis.drop_index(generation()).unwrap();
    assert_eq!(stored.keys(), [""; 0]);
}

#[test]
fn an_index_that_names_no_build_is_read_and_replaced() {
    let mut stored = Stored::on_a_server();
    let mut told = about(&mut stored);
    assert_eq!(told.as_object_mut().unwrap().remove("build"), Some("20261101".into()));
    set_about(&mut stored, &told);
    assert_answers(&stored.open());
    stored.redis.put_index(other_file()).unwrap();
    assert_eq!(answer(&stored.open()).unwrap(), answer_of(other_file()));
    assert_eq!(builds(&mut stored), ["20261101+2"]);
}

#[test]
fn a_rebuild_that_does_not_fit_leaves_the_index_as_it_was() {
    let size = fs::metadata(index_file()).unwrap().len();
    let server = RedisServer::start();
    let mut stored = Stored::new(&server.url(), false);
    let memory = server.cli(&["info", "memory"]);
    let used = memory.lines().find_map(|line| line.strip_prefix("used_memory:")).unwrap();
    let limit = used.trim().parse::<u64>().unwrap() + size / 2;
    server.cli(&["config", "set", "maxmemory", &limit.to_string()]);
    let error = stored.redis.put_index(other_file()).unwrap_err();
    assert!(matches!(error, Error::Full { .. }), "{error:?}");
    assert!(error.to_string().contains("has reached its maxmemory"), "{error}");
    assert_eq!(builds(&mut stored), ["20261101"]);
    assert_answers(&stored.open());
    server.cli(&["config", "set", "maxmemory", "0"]);
    stored.redis.put_index(other_file()).unwrap();
    assert_eq!(answer(&stored.open()).unwrap(), answer_of(other_file()));
    assert_eq!(builds(&mut stored).len(), 1);
}

/// What another process does until it is killed.
#[test]
#[ignore = "run by the tests that kill it"]
fn rebuilds_without_an_end() {
    let told = |name| env::var(name).unwrap();
    let redis = Redis::connect(&told("REBUILDS_AT"), &told("REBUILDS_UNDER")).unwrap();
    for file in ["REBUILDS_TO", "REBUILDS_FROM"].into_iter().cycle() {
        redis.put_index(Path::new(&told(file))).unwrap();
    }
}

/// Has another process write the other index beside the first build, and kills it at some point.
fn kill_rebuild(stored: &mut Stored, url: &str, is_time: fn(&mut Stored) -> bool) {
    stored.redis.drop_index(generation()).unwrap();
    stored.redis.put_index(index_file()).unwrap();
    let mut process = Command::new(env::current_exe().unwrap())
        .args(["--exact", "rebuilds::rebuilds_without_an_end", "--ignored"])
        .env("REBUILDS_AT", url)
        .env("REBUILDS_UNDER", &stored.prefix)
        .env("REBUILDS_FROM", index_file())
        .env("REBUILDS_TO", other_file())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    wait_until(|| is_time(stored));
    process.kill().unwrap();
    process.wait().unwrap();
}

#[test]
fn what_a_killed_rebuild_has_written_is_found_and_removed() {
    let server = RedisServer::start();
    let mut stored = Stored::new(&server.url(), false);
    wait_until(|| {
        kill_rebuild(&mut stored, &server.url(), |stored| builds(stored).len() == 2);
        // It may have been too quick.
        about(&mut stored)["build"] == "20261101"
    });
    assert_answers(&stored.open());
    assert_eq!(about(&mut stored)["others"][0]["build"], "20261101+2");
    stored.redis.clear_others(generation()).unwrap();
    assert_eq!(builds(&mut stored), ["20261101"]);
    assert_eq!(about(&mut stored)["others"], Json::Null);
    assert_answers(&stored.open());
}

#[test]
fn what_a_killed_rebuild_has_replaced_is_found_and_removed() {
    let server = RedisServer::start();
    let mut stored = Stored::new(&server.url(), false);
    kill_rebuild(&mut stored, &server.url(), |stored| about(stored)["build"] == "20261101+2");
    assert_eq!(builds(&mut stored), ["20261101", "20261101+2"]);
    assert_eq!(answer(&stored.open()).unwrap(), answer_of(other_file()));
    // Who writes anew finds it as well.
    stored.redis.put_index(other_file()).unwrap();
    assert_eq!(builds(&mut stored), ["20261101+2"]);
    assert_eq!(answer(&stored.open()).unwrap(), answer_of(other_file()));
}

#[test]
fn an_index_of_another_format_is_none_and_leaves_no_key() {
    let mut stored = Stored::on_a_server();
    stored.redis.put_index(other_file()).unwrap();
    let mut told = about(&mut stored);
    told["format"] = json!(99);
    told["piece"] = json!("something else");
    told["others"] = json!([{ "build": "20261101+7", "chunks": 1, "pieces": 1, "new": true }]);
    for key in ["v20261101+7:{c0}:terms", "v20261101+7:{p0}:image"] {
        let key = format!("{}:{key}", stored.prefix);
        stored.ask::<()>("SET", &[&key, ""]);
    }
    set_about(&mut stored, &told);
    let error = stored.redis.open_index(generation()).err().expect("it cannot be read");
    assert!(matches!(error, Error::Missing { .. }), "{error:?}");
    stored.redis.put_index(index_file()).unwrap();
    assert_eq!(builds(&mut stored), ["20261101"]);
    assert_answers(&stored.open());

    set_about(&mut stored, &told);
    stored.redis.drop_index(generation()).unwrap();
    // The first build is not the one that was told of.
    assert_eq!(builds(&mut stored), ["20261101"]);
    set_about(&mut stored, &json!("nothing that can be read"));
    stored.redis.drop_index(generation()).unwrap();
    assert_eq!(stored.keys(), [""; 0]);
}
