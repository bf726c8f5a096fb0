//! What the data folder promises to its readers and to its one writer.

use std::{
    fs,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

use storage::{
    generations::{DumpDate, Error, GenerationName, Manifest, Staged, Store, WriterLock},
    model::Kind,
};

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn data(&self) -> Store {
        Store::open(self.path()).unwrap()
    }

    fn lock(&self) -> WriterLock {
        self.data().lock("dataget load").unwrap()
    }

    /// The names of the folders under `generations`.
    fn there(&self) -> Vec<String> {
        let entries = fs::read_dir(self.path().join("generations")).unwrap();
        let name = |entry: std::io::Result<fs::DirEntry>| entry.unwrap().file_name();
        let mut names: Vec<String> =
            entries.map(|entry| name(entry).into_string().unwrap()).collect();
        names.sort();
        names
    }

    fn message<T>(&self, outcome: Result<T, Error>) -> String {
        let error = outcome.err().expect("it is refused");
        error.to_string().replace(self.path().to_str().unwrap(), "DATA")
    }
}

fn date(text: &str) -> DumpDate {
    text.parse().unwrap()
}

fn name(text: &str) -> GenerationName {
    text.parse().unwrap()
}

fn texts(names: &[GenerationName]) -> Vec<String> {
    names.iter().map(ToString::to_string).collect()
}

/// A generation with all that it takes.
fn built(lock: &WriterLock, day: &str) -> Staged {
    let staged = lock.begin(date(day)).unwrap();
    fs::write(staged.path().join("releases.redb"), day).unwrap();
    staged.describe(&Manifest::new(staged.name())).unwrap();
    staged
}

fn publish(lock: &WriterLock, day: &str) -> GenerationName {
    built(lock, day).publish().unwrap()
}

#[test]
fn reading_makes_nothing_and_says_that_nothing_is_loaded() {
    let folder = Folder::new();
    let nowhere = folder.path().join("data");
    let data = Store::open(&nowhere).unwrap();
    assert_eq!(data.current().unwrap(), None);
    assert!(data.published().unwrap().is_empty());
    assert_eq!(
        folder.message(data.require_current()),
        "nothing is loaded yet: run `dataget load DIR` or `dataget demo`"
    );
    assert!(!nowhere.exists());
}

#[test]
fn an_unpublished_generation_is_never_seen() {
    let folder = Folder::new();
    let lock = folder.lock();
    let staged = built(&lock, "20261101");
    assert_eq!(folder.data().current().unwrap(), None);
    assert!(folder.data().published().unwrap().is_empty());
    let path = staged.path().to_owned();
    assert_eq!(path, folder.data().path_of(name("20261101")));

    assert_eq!(staged.publish().unwrap(), name("20261101"));
    assert_eq!(folder.data().current().unwrap(), Some(name("20261101")));
    assert_eq!(folder.data().require_current().unwrap(), name("20261101"));
    assert_eq!(fs::read_to_string(path.join("releases.redb")).unwrap(), "20261101");
    let pointer: serde_json::Value =
        serde_json::from_slice(&fs::read(folder.path().join("CURRENT.json")).unwrap()).unwrap();
    let expected = serde_json::json!({"current": "20261101", "published": ["20261101"]});
    assert_eq!(pointer, expected);
}

#[test]
fn what_is_not_published_goes_with_its_folder() {
    let folder = Folder::new();
    let lock = folder.lock();
    publish(&lock, "20261001");
    drop(built(&lock, "20261101"));
    assert_eq!(folder.there(), ["20261001"]);
    assert_eq!(folder.data().current().unwrap(), Some(name("20261001")));
}

#[test]
fn a_generation_without_its_manifest_is_not_published() {
    let folder = Folder::new();
    let lock = folder.lock();
    publish(&lock, "20261001");

    let staged = lock.begin(date("20261101")).unwrap();
    assert_eq!(
        folder.message(staged.publish()),
        "generation 20261101 is not published: DATA/generations/20261101/manifest.json does not \
         describe it"
    );
    let staged = lock.begin(date("20261101")).unwrap();
    staged.describe(&Manifest::new(name("20261001"))).unwrap();
    assert!(matches!(staged.publish(), Err(Error::NoManifest { .. })), "another one's manifest");

    assert_eq!(folder.there(), ["20261001"]);
    assert_eq!(folder.data().current().unwrap(), Some(name("20261001")));
}

#[test]
fn loading_a_date_again_makes_a_revision() {
    let folder = Folder::new();
    let lock = folder.lock();
    for expected in ["20261101", "20261101-2", "20261101-3"] {
        assert_eq!(publish(&lock, "20261101"), name(expected));
    }
    let (fourth, fifth) = (built(&lock, "20261101"), built(&lock, "20261101"));
    assert_eq!([fourth.name(), fifth.name()], ["20261101-4", "20261101-5"].map(name));
    assert_eq!(publish(&lock, "20261001"), name("20261001"), "another date counts for itself");
    assert_eq!(folder.data().current().unwrap(), Some(name("20261001")));
}

#[test]
fn the_manifest_tells_where_each_kind_came_from() {
    let folder = Folder::new();
    let lock = folder.lock();
    let staged = lock.begin(date("20261101")).unwrap();
    let mut manifest = Manifest::new(staged.name());
    manifest.kinds = serde_json::from_value(serde_json::json!({
        "masters": {"documents": 3, "source_file": "discogs_20261101_masters.xml.gz"},
        "labels": {"documents": 2, "taken_over_from": "20261001-2"},
    }))
    .unwrap();
    staged.describe(&manifest).unwrap();
    let published = staged.publish().unwrap();
    let read = folder.data().manifest(published).unwrap();
    assert_eq!(read, manifest);
    assert_eq!(read.kinds[&Kind::Labels].taken_over_from, Some(name("20261001-2")));
    assert!(matches!(folder.data().manifest(name("20261001-2")), Err(Error::NotPublished { .. })));
}

#[test]
fn the_way_back_is_one_step_and_loses_nothing() {
    let folder = Folder::new();
    let lock = folder.lock();
    publish(&lock, "20261001");
    publish(&lock, "20261101");
    lock.publish_existing(name("20261001")).unwrap();
    assert_eq!(folder.data().current().unwrap(), Some(name("20261001")));
    assert_eq!(texts(&folder.data().published().unwrap()), ["20261001", "20261101"]);

    assert_eq!(
        folder.message(lock.publish_existing(name("20260901"))),
        "there is no generation 20260901: `dataget generations list` shows those there are"
    );
    fs::remove_dir_all(folder.data().path_of(name("20261101"))).unwrap();
    let refusal = folder.message(lock.publish_existing(name("20261101")));
    assert!(refusal.starts_with("the folder of generation 20261101, "), "{refusal}");
    assert_eq!(folder.data().current().unwrap(), Some(name("20261001")));
}

#[test]
fn a_dropped_generation_is_off_the_list_and_off_the_disk() {
    let folder = Folder::new();
    let lock = folder.lock();
    publish(&lock, "20261001");
    publish(&lock, "20261101");
    assert_eq!(
        folder.message(lock.drop_generation(name("20261101"))),
        "generation 20261101 is the current one: point at another one with `dataget generations \
         publish` before dropping it"
    );
    lock.drop_generation(name("20261001")).unwrap();
    assert_eq!(folder.there(), ["20261101"]);
    assert_eq!(texts(&folder.data().published().unwrap()), ["20261101"]);
    assert!(matches!(lock.drop_generation(name("20261001")), Err(Error::NotPublished { .. })));
}

#[test]
fn the_last_few_generations_are_kept() {
    let folder = Folder::new();
    let lock = folder.lock();
    assert!(lock.keep(2, None).unwrap().is_empty(), "there is nothing yet");
    for day in ["20260801", "20260901", "20261001", "20261101"] {
        publish(&lock, day);
    }
    assert_eq!(texts(&lock.keep(2, None).unwrap()), ["20260801", "20260901"]);
    assert_eq!(folder.there(), ["20261001", "20261101"]);
    assert!(lock.keep(2, None).unwrap().is_empty());
    lock.publish_existing(name("20261001")).unwrap();
    assert_eq!(
        texts(&lock.keep(0, None).unwrap()),
        ["20261101"],
        "the current one stays in any case"
    );
    assert_eq!(folder.there(), ["20261001"]);
}

#[test]
fn a_second_writer_is_refused_with_the_first_ones_name() {
    let folder = Folder::new();
    let first = folder.data().lock("dataget update").unwrap();
    let process = std::process::id();
    assert_eq!(
        folder.message(folder.data().lock("dataget load")),
        format!(
            "the data folder DATA is being written by `dataget update` (process {process}): wait \
             for it to end"
        )
    );
    let staged = first.begin(date("20261101")).unwrap();
    drop(first);
    assert!(folder.data().lock("dataget load").is_err(), "what it builds still holds the lock");
    drop(staged);
    folder.lock();
}

#[test]
fn a_writer_that_has_not_said_its_name_yet_is_waited_for_as_well() {
    let folder = Folder::new();
    let lock = folder.lock();
    fs::write(folder.path().join("LOCK"), "{\"process\": 1").unwrap();
    assert_eq!(
        folder.message(folder.data().lock("dataget load")),
        "the data folder DATA is being written by another process: wait for it to end"
    );
    drop(lock);
}

#[test]
fn what_an_interrupted_load_left_is_cleared_away_by_the_next() {
    let folder = Folder::new();
    publish(&folder.lock(), "20261001");
    let generations = folder.path().join("generations");
    for left in ["20261101", "20261001-2", "keep-me"] {
        fs::create_dir(generations.join(left)).unwrap();
        fs::write(generations.join(left).join("releases.redb"), "half").unwrap();
    }
    fs::write(folder.path().join("CURRENT.json.new"), "{\"curr").unwrap();
    assert_eq!(folder.data().current().unwrap(), Some(name("20261001")));
    assert_eq!(texts(&folder.data().published().unwrap()), ["20261001"]);

    let lock = folder.lock();
    assert_eq!(folder.there(), ["20261001", "keep-me"], "a foreign folder is not touched");
    assert_eq!(publish(&lock, "20261001"), name("20261001-2"));
}

#[test]
fn nothing_is_cleared_away_by_a_pointer_that_cannot_be_read() {
    let folder = Folder::new();
    publish(&folder.lock(), "20261101");
    for broken in [
        "",
        "{\"current\": \"2026",
        "{\"current\": \"20261131\", \"published\": []}",
        "{\"current\": \"20261001\", \"published\": [\"20261101\"]}",
        "[]",
    ] {
        fs::write(folder.path().join("CURRENT.json"), broken).unwrap();
        let refusal = folder.message(folder.data().current());
        assert!(refusal.starts_with("DATA/CURRENT.json is damaged ("), "{broken}: {refusal}");
        let way_out = "with the names of the folders in DATA/generations";
        assert!(refusal.ends_with(way_out), "{broken}: {refusal}");
        assert!(folder.data().lock("dataget load").is_err(), "{broken}");
        assert_eq!(folder.there(), ["20261101"], "{broken}");
    }
}

#[test]
fn a_data_folder_that_is_none_is_named() {
    let folder = Folder::new();
    let file = folder.path().join("dump.xml.gz");
    fs::write(&file, "").unwrap();
    for path in [file.clone(), file.join("within")] {
        let refusal = folder.message(Store::open(path));
        assert!(refusal.starts_with("the data folder DATA/dump.xml.gz"), "{refusal}");
        assert!(refusal.ends_with(" is a file: name a folder with --data-dir"), "{refusal}");
    }
}

#[test]
fn a_current_generation_whose_folder_has_gone_is_named() {
    let folder = Folder::new();
    publish(&folder.lock(), "20261101");
    fs::remove_dir_all(folder.data().path_of(name("20261101"))).unwrap();
    assert_eq!(
        folder.message(folder.data().require_current()),
        "the folder of generation 20261101, DATA/generations/20261101, is missing: load the dump \
         again, or go back to an older generation with `dataget generations publish`"
    );
}

#[test]
fn a_reader_sees_the_old_or_the_new_generation_at_any_moment() {
    let folder = Folder::new();
    let lock = folder.lock();
    publish(&lock, "20261001");
    publish(&lock, "20261101");
    std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            for day in ["20261001", "20261101"].repeat(50) {
                lock.publish_existing(name(day)).unwrap();
            }
        });
        let mut looks = 0;
        while !writer.is_finished() || looks == 0 {
            let current = folder.data().require_current().unwrap();
            assert!(["20261001", "20261101"].map(name).contains(&current));
            looks += 1;
        }
    });
}

/// Tells the other copy of this test program which data folder to write.
const CHILD: &str = "GENERATIONS_TEST_DATA_DIR";

/// Not a promise: what the killed process of the tests below does. It builds a generation and
/// waits, with the lock held.
#[test]
fn load_until_killed() {
    let Some(path) = std::env::var_os(CHILD) else { return };
    let lock = Store::open(path).unwrap().lock("dataget load dumps").unwrap();
    let _staged = built(&lock, "20261101");
    let mut waiting = String::new();
    use std::io::Write;
    std::io::stdout().write_all(b"\nbuilt\n").unwrap();
    std::io::stdin().read_line(&mut waiting).unwrap();
}

/// A process that is building the generation 20261101.
fn loading(folder: &Folder) -> Child {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "load_until_killed", "--nocapture"])
        .env(CHILD, folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let output = BufReader::new(child.stdout.take().unwrap());
    let built = output.lines().map_while(Result::ok).any(|line| line == "built");
    assert!(built, "the other process could not begin");
    child
}

#[test]
fn a_killed_load_leaves_the_current_generation_and_lets_go_of_the_lock() {
    let folder = Folder::new();
    publish(&folder.lock(), "20261001");
    let mut child = loading(&folder);
    assert_eq!(
        folder.message(folder.data().lock("dataget load")),
        format!(
            "the data folder DATA is being written by `dataget load dumps` (process {}): wait for \
             it to end",
            child.id()
        )
    );
    child.kill().unwrap();
    child.wait().unwrap();

    assert_eq!(folder.there(), ["20261001", "20261101"], "it could not clear away behind itself");
    assert_eq!(folder.data().require_current().unwrap(), name("20261001"));
    assert_eq!(texts(&folder.data().published().unwrap()), ["20261001"]);
    let lock = folder.lock();
    assert_eq!(folder.there(), ["20261001"]);
    assert_eq!(publish(&lock, "20261101"), name("20261101"));
}

/// Permission is not asked of the superuser, whom containers run tests as.
#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_written_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o555)).unwrap();
    if fs::write(folder.path().join("probe"), "").is_ok() {
        return;
    }
    let refusal = folder.message(folder.data().lock("dataget load"));
    assert!(refusal.starts_with("cannot create DATA/generations: "), "{refusal}");
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
}
