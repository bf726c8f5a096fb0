//! What the file of the state promises.

use std::{
    env, fs,
    io::{BufRead, BufReader},
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    process::{Command, Stdio},
};

use storage::state::{Error, State};

use crate::place::{BRIEFLY, Embedded, HOUR, Place, count, key, number, put, wait_until};

/// Names the file to a process that is started for a test.
const FILE: &str = "DATAGET_TEST_STATE_FILE";

/// This program, to run one of the tests below, which do nothing otherwise.
fn process(test: &str, file: &Path) -> [String; 5] {
    let program = env::current_exe().unwrap().to_str().unwrap().to_owned();
    let file = format!("{FILE}={}", file.display());
    [file, program, "--exact".into(), test.into(), "--nocapture".into()]
}

#[test]
fn a_second_process_is_told_what_to_do() {
    let place = Embedded::new();
    let error = State::open(&place.path()).unwrap_err();
    assert_eq!(
        error.to_string().replace(place.path().to_str().unwrap(), "DATA/state.redb"),
        "DATA/state.redb is in use by another process: end it (a `dataget serve` with the same \
         data folder?), or give this one a data folder of its own with --data-dir. Several nodes \
         share their state in Redis: set DATAGET_REDIS_URL"
    );
    put(&place.node(), &key("a"), HOUR, b"goes on");
}

#[test]
#[cfg(unix)]
fn nobody_else_may_read_the_file() {
    let place = Embedded::new();
    let mode =
        std::os::unix::fs::PermissionsExt::mode(&fs::metadata(place.path()).unwrap().permissions());
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn reading_does_not_write() {
    let place = Embedded::new();
    put(&place.node(), &key("a"), HOUR, b"value");
    let before = fs::read(place.path()).unwrap();
    for _ in 0..100 {
        assert!(place.node().get(&key("a"), HOUR).unwrap().is_some());
    }
    assert!(fs::read(place.path()).unwrap() == before);
}

#[test]
fn the_file_does_not_grow_with_what_is_over() {
    let place = Embedded::new();
    let state = place.node();
    let value = vec![3; 20_000];
    for n in 0..500 {
        put(&state, &key(n), BRIEFLY, &value);
    }
    // 10 MB were written to it.
    let length = fs::metadata(place.path()).unwrap().len();
    assert!(length < 4 << 20, "{length}");
    wait_until(|| state.get(&key(499), BRIEFLY).unwrap().is_none());
}

#[test]
fn a_file_of_something_else_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.redb");
    fs::write(&path, "a text, and not a short one".repeat(1_000)).unwrap();
    let error = State::open(&path).unwrap_err();
    let text = error.to_string().replace(path.to_str().unwrap(), "DATA/state.redb");
    assert!(matches!(error, Error::Damaged { .. }), "{error:?}");
    assert!(text.starts_with("DATA/state.redb is damaged (") && text.contains("move"), "{text}");

    let error = State::open(&folder.path().join("missing/state.redb")).unwrap_err();
    assert!(matches!(error, Error::Io { action: "open", .. }), "{error:?}");
}

#[test]
fn no_damage_is_passed_on_as_a_value() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.redb");
    let state = State::open(&path).unwrap();
    let value = |n: u32| format!("value {n} ").repeat(100).into_bytes();
    for n in 0..30 {
        put(&state, &key(n), HOUR, &value(n));
    }
    drop(state);
    let whole = fs::read(&path).unwrap();
    // Places all over the file, and within values.
    let all_over = (0..whole.len()).step_by(whole.len() / 100);
    let text = |&at: &usize| whole[at..].starts_with(b"value 7 value 7 ");
    let within: Vec<usize> = (0..whole.len()).filter(text).take(20).collect();
    assert!(within.len() == 20);
    let mut refused = 0;
    for at in all_over.chain(within) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x55;
        fs::write(&path, &bytes).unwrap();
        let read = catch_unwind(AssertUnwindSafe(|| {
            let state = State::open(&path)?;
            (0..30).try_for_each(|n| match state.get(&key(n), BRIEFLY)? {
                Some(found) if found != value(n) => panic!("byte {at} changed a value"),
                _ => Ok(()),
            })
        }));
        match read.expect("a damaged file is told as an error") {
            Ok(()) => {}
            Err(Error::Damaged { .. }) => refused += 1,
            Err(error) => panic!("byte {at}: {error}"),
        }
    }
    assert!(refused >= 20, "only {refused} were noticed");
    for length in [1, 100, 4_096, whole.len() / 2, whole.len() - 1] {
        fs::write(&path, &whole[..length]).unwrap();
        let error = State::open(&path).err();
        assert!(matches!(error, Some(Error::Damaged { .. })), "{length}: {error:?}");
    }
}

#[test]
fn what_was_acknowledged_outlives_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.redb");
    let mut last = 0;
    for round in 1..=3 {
        let mut child = Command::new("env")
            .args(process("file::counts_until_it_is_killed", &path))
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut told = lines.map_while(Result::ok).filter_map(|line| line.parse::<u64>().ok());
        last = told.by_ref().nth(30 * round).expect("it counts");
        child.kill().unwrap();
        // What it told until its end.
        last = told.last().unwrap_or(last);
        child.wait().unwrap();
        let state = State::open(&path).unwrap();
        let found = number(state.get(&key("n"), HOUR).unwrap().as_deref());
        // It may have been killed before it told of the last one.
        assert!((last..=last + 1).contains(&found), "{found} of {last}");
    }
    assert!(last > 90, "{last}");
}

#[test]
fn counts_until_it_is_killed() {
    let Some(path) = env::var_os(FILE) else { return };
    let state = State::open(Path::new(&path)).unwrap();
    loop {
        let line = format!("\n{}\n", count(&state, &key("n")).unwrap());
        std::io::Write::write_all(&mut std::io::stdout(), line.as_bytes()).unwrap();
    }
}

#[test]
fn after_a_full_disk_it_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = process("file::fills_its_disk", &folder.path().join("state.redb"));
    let mount = format!("mount -t tmpfs -o size=8m tmpfs {}", folder.path().display());
    let may_mount = Command::new("unshare").args(["-rm", "sh", "-c", &mount]).output();
    if !may_mount.is_ok_and(|output| output.status.success()) {
        // Not every user may mount a disk that is small.
        return;
    }
    command[0] = format!("{mount} && exec env {}", command[0]);
    let ended = Command::new("unshare")
        .args(["-rm", "sh", "-c", &format!("{} \"$@\"", command[0]), "sh"])
        .args(&command[1..])
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&ended.stdout);
    assert!(ended.status.success() && told.contains("it was full and went on"), "{told}");
}

#[test]
fn fills_its_disk() {
    let Some(path) = env::var_os(FILE) else { return };
    let path = Path::new(&path);
    let state = State::open(path).unwrap();
    put(&state, &key("a"), HOUR, b"before");
    let ballast = path.with_file_name("ballast");
    fs::write(&ballast, vec![1; 5 << 20]).unwrap();
    let mut kept = 0;
    let error = loop {
        let value = vec![2; 500_000];
        let change = |_: Option<&[u8]>| (storage::state::Change::Put(value.clone()), ());
        match state.update(&key(kept), HOUR, change) {
            Ok(()) => kept += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(error, Error::DiskFull { .. }), "{error:?}");
    assert_eq!(state.get(&key("a"), HOUR).unwrap().as_deref(), Some(&b"before"[..]));
    fs::remove_file(ballast).unwrap();
    put(&state, &key("b"), HOUR, b"after");
    for n in 0..kept {
        assert!(state.get(&key(n), HOUR).unwrap().is_some(), "{n} of {kept}");
    }
    std::io::Write::write_all(&mut std::io::stdout(), b"it was full and went on\n").unwrap();
}
