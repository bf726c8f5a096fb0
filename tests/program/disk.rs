//! A disk that gets full in the middle of a load.

use std::process::Command;

use crate::{
    dump,
    run::{Dataget, Ended},
};

/// Loads a month that fits and one that does not, on disks of several sizes that are made for it;
/// leaves what the second one says, and ends with its exit code.
const ON_SMALL_DISKS: &str = r#"
    for size in 600k 1m 2m 3m 4m; do
        mkdir -p data && mount -t tmpfs -o size=$size tmpfs data || exit 99
        "$0" load small >/dev/null 2>&1 || exit 98
        files() { find data -type f ! -name LOCK ! -name vanished.ndjson ! -path 'data/runs/*' -exec cksum {} + | sort; }
        files >before
        "$0" load large >stdout 2>>stderr
        code=$?
        test $code = 1 || exit $code
        files | cmp before - >&2 || exit 97
        "$0" search song --json --limit 0 >>answers || exit 96
        umount data
    done
    exit $code
"#;

/// The same where no file may grow beyond 2 MB (of 512-byte blocks).
const WITH_SMALL_FILES: &str = r#"
    "$0" load small >/dev/null 2>&1 || exit 98
    files() { find data -type f ! -name LOCK ! -name vanished.ndjson ! -path 'data/runs/*' -exec cksum {} + | sort; }
    files >before
    trap '' XFSZ
    (ulimit -f 4096 && exec "$0" load large >stdout 2>stderr)
    code=$?
    files | cmp before - >&2 || exit 97
    "$0" search song --json --limit 0 >answers || exit 96
    exit $code
"#;

fn with_both_months() -> Dataget {
    let dataget = Dataget::new();
    let (small, large) = (dataget.folder("small"), dataget.folder("large"));
    dump::write(&small.join("20261001_masters.xml"), &dump::many("masters", 20));
    dump::large(&large, "20261101", 4000);
    dataget
}

fn run(dataget: &Dataget, command: &mut Command, script: &str) -> Ended {
    dataget.surround(command.args(["sh", "-c", script, env!("CARGO_BIN_EXE_dataget")]));
    let ended = Ended::of(command.output().unwrap());
    let read = |name| std::fs::read_to_string(dataget.path().join(name)).unwrap_or_default();
    assert!(ended.code < 96, "step {} of the script: {}", ended.code, ended.stderr);
    for answer in read("answers").lines() {
        let counts = r#""generation":"20261001","total":{"releases":20,"#;
        assert!(answer.contains(counts), "{answer}");
    }
    Ended { stdout: read("stdout"), stderr: read("stderr"), ..ended }
}

/// Whether this user may mount a disk, in name spaces of its own, where it goes with the process.
fn may_mount() -> bool {
    let mut unshare = Command::new("unshare");
    let mount = "mount -t tmpfs -o size=1m tmpfs /tmp";
    let tried = unshare.args(["-rm", "sh", "-c", mount]).output();
    tried.is_ok_and(|output| output.status.success())
}

#[test]
fn a_full_disk_is_told_and_nothing_is_left() {
    let dataget = with_both_months();
    if may_mount() {
        let ended = run(&dataget, Command::new("unshare").arg("-rm"), ON_SMALL_DISKS);
        let errors: Vec<&str> =
            ended.stderr.lines().filter(|line| line.starts_with("error: ")).collect();
        assert_eq!(errors.len(), 5, "{}", ended.stderr);
        for error in errors {
            let start = "error: the disk that holds data/generations/20261101";
            let end = " is full: free some space and load again; the current generation is \
                       unchanged";
            assert!(error.starts_with(start) && error.ends_with(end), "{error}");
        }
    }
    // What every user may try: files that may not grow.
    let error = run(&dataget, &mut Command::new("env"), WITH_SMALL_FILES).fails();
    let expected = "error: cannot write data/generations/20261101/releases.redb: File too large";
    assert!(error.starts_with(expected), "{error}");
    assert_eq!(dataget.generations(), ["*20261001"]);
}
