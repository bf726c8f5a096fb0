//! A disk under mongod that gets full in the middle of a load.

use std::{
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use servers::MongoServer;

use crate::{dump, home::Catalogue, run::Ended};

/// A journal in small files that are not made in advance: mongod then starts on two megabytes.
const LITTLE: [&str; 4] = [
    "--wiredTigerEngineConfigString",
    "log=(enabled=true,remove=true,path=journal,compressor=snappy,file_max=1MB,prealloc=false)",
    "--setParameter",
    "diagnosticDataCollectionEnabled=false",
];

/// How long a load may go on when its server has ended itself for want of room: it waits a minute
/// for it to come back.
const PATIENCE: Duration = Duration::from_secs(120);

fn mount(options: &str, folder: &Path) {
    let mut mount = Command::new("mount");
    let mounted = mount.args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(folder).status();
    assert!(mounted.unwrap().success(), "cannot mount with {options}");
}

/// Runs a test of this file where it may mount a disk: in name spaces of its own, with which the
/// disk goes. Does nothing where this user may make none.
fn where_one_may_mount(test: &str) {
    let mut unshare = Command::new("unshare");
    let tried = unshare.args(["-rm", "mount", "-t", "tmpfs", "tmpfs", "/tmp"]).output();
    if !tried.is_ok_and(|tried| tried.status.success()) {
        return;
    }
    let mut unshare = Command::new("unshare");
    let unshare = unshare.arg("-rm").arg(std::env::current_exe().unwrap());
    let ended = unshare.args(["--exact", test, "--ignored", "--nocapture"]).output().unwrap();
    let said = String::from_utf8_lossy(&ended.stdout);
    let complained = String::from_utf8_lossy(&ended.stderr);
    let has_run = ended.status.success() && said.contains("1 passed");
    assert!(has_run, "{said}{complained}");
}

#[test]
fn a_full_disk_of_mongodb_is_told_and_nothing_is_published() {
    where_one_may_mount("disk::on_a_small_disk");
}

#[test]
#[ignore = "needs name spaces of its own, which the one before makes"]
fn on_a_small_disk() {
    let users = std::fs::read_to_string("/proc/self/uid_map").unwrap();
    assert!(!users.contains("4294967295"), "the disk would stay");
    let disk = tempfile::tempdir().unwrap();
    mount("size=10m", disk.path());
    let mut server = MongoServer::builder().data_dir(disk.path()).args(LITTLE).start();
    let catalogue = Catalogue::on(Some(&server.url()), None);
    let catalogue = catalogue.loaded(|folder| dump::month(folder, "20261001", 20));
    dump::large(&catalogue.folder("november"), "20261101", 10_000);

    let begun = Instant::now();
    let ended = catalogue.run(&["load", "november", "--force"]);
    let error = ended.fails();
    assert!(begun.elapsed() < PATIENCE, "it took {:?}", begun.elapsed());
    // It has ended itself, or says why it takes no more.
    let lost =
        format!("error: the connection to MongoDB at 127.0.0.1:{} was lost, ", server.port());
    let full = format!("error: the disk of MongoDB at 127.0.0.1:{} is full: ", server.port());
    let has_ended = error.starts_with(&lost) && error.contains("has room on its disk, and do it");
    assert!(has_ended || error.starts_with(&full), "{error}");

    // With more room it is as it was, and the month fits.
    mount("remount,size=200m", disk.path());
    server.restart();
    assert_eq!(catalogue.generations(), ["*20261001"]);
    assert_eq!(catalogue.counts("song"), [40, 40, 20]);
    let Ended { code, stderr, .. } = catalogue.run(&["load", "november", "--force"]);
    assert_eq!(code, 0, "{stderr}");
    assert_eq!(catalogue.generations(), ["20261001", "*20261101"]);
}
