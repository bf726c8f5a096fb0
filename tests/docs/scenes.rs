//! What is typed on a machine of one's own.

#![expect(clippy::print_stderr, reason = "it tells what it does not run")]

use std::{fs, os::unix::fs::symlink, path::Path};

use fake_discogs::{FakeDiscogs, Layout};
use fake_google::FakeGoogle;
use flate2::{Compression, write::GzEncoder};
use jiff::Zoned;
use servers::{MongoServer, RedisServer};

use crate::{
    commands::{Scene, blocks_in, commands_in},
    machine::{Machine, Rights, on_a_machine},
    root,
};

#[test]
fn the_program_is_put_on_the_path() {
    on_a_machine(Rights::Own, |machine| {
        let built = root().join("target/release/dataget");
        fs::create_dir_all(built.parent().unwrap()).unwrap();
        let _ = fs::remove_file(&built);
        symlink(env!("CARGO_BIN_EXE_dataget"), built).unwrap();
        machine.types(&commands_in(Scene::Built));
        machine.set("PATH", format!("{}:/bin", machine.home().join(".local/bin").display()));
        machine.run("dataget --version");
    });
}

#[test]
fn a_month_comes_in_from_a_mirror() {
    on_a_machine(Rights::Own, |machine| {
        machine.has_dataget();
        let mirror = mirror(machine);
        machine.set("DATAGET_DUMPS_URL", mirror.url(Layout::Query));
        for command in commands_in(Scene::Mirror) {
            machine.empty_home();
            machine.types(&[command]);
            let files = machine.home().join("discogs/discogs_20260801_CHECKSUM.txt");
            assert!(files.exists() || !current(machine).is_empty(), "a month has come");
        }
    });
}

#[test]
fn a_month_is_loaded_from_files() {
    on_a_machine(Rights::Own, |machine| {
        machine.has_dataget();
        for command in commands_in(Scene::Files) {
            machine.empty_home();
            month(&machine.home().join("discogs"), "20260801");
            machine.types(&[command]);
            assert_eq!(current(machine), "20260801");
        }
    });
}

#[test]
fn months_are_gone_back_to_dropped_and_indexed_again() {
    on_a_machine(Rights::Own, |machine| {
        machine.has_dataget();
        let kept = machine.own("kept");
        machine.set("DATAGET_DATA_DIR", kept.to_str().unwrap());
        for date in ["20260701", "20260801", "20261001", "20261101"] {
            let files = machine.home().join(date);
            month(&files, date);
            machine.run(&format!("dataget load --keep 9 {}", files.display()));
        }
        machine.set("DATAGET_DATA_DIR", machine.home().join("data").to_str().unwrap());
        for command in commands_in(Scene::Months) {
            machine.empty_home();
            machine.run(&format!("cp -r {} ~/data", kept.display()));
            machine.types(&[command]);
        }
    });
}

#[test]
fn servers_are_filled_asked_and_served() {
    if !servers::are_programs() {
        eprintln!("not run: containers are not on the machine that they are asked from");
        return;
    }
    on_a_machine(Rights::Own, |machine| {
        machine.has_dataget();
        month(&machine.home().join("discogs"), "20260801");
        let _mongodb = MongoServer::builder().port(27017).start();
        let _redis = RedisServer::builder().port(6379).start();
        let google = FakeGoogle::start();
        machine.set("DATAGET_SECRET_KEY", "0123456789abcdef".repeat(4));
        for (name, value) in google.environment() {
            machine.set(name, value);
        }
        for block in blocks_in(Scene::Servers) {
            let said = machine.types(&block.commands);
            let found = block.commands.iter().zip(said);
            for (command, said) in found.filter(|(command, _)| command.text.contains("search")) {
                assert!(said.lines().count() > 1, "{} finds nothing: {said}", command.text);
            }
        }
    });
}

#[test]
fn the_api_answers_the_calls_shown() {
    on_a_machine(Rights::Own, |machine| {
        machine.has_dataget();
        machine.run("dataget demo --no-serve");
        machine.set(
            "DATAGET_DATA_DIR",
            machine.home().join(".local/share/dataget/demo").to_str().unwrap(),
        );
        machine.starts("dataget serve");
        for answer in machine.types(&commands_in(Scene::Served)) {
            let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
            let lists =
                ["hits", "videos", "points"].iter().filter_map(|list| answer[list].as_array());
            assert!(lists.flatten().count() > 0, "{answer}");
        }
    });
}

/// The name of the generation that is asked.
fn current(machine: &Machine) -> String {
    let list = machine.run("dataget generations list");
    let current = list.lines().find_map(|line| line.strip_prefix('*'));
    current.and_then(|line| line.split_whitespace().next()).unwrap_or_default().to_owned()
}

/// A mirror of two months that the documents name, and of this year's first: whoever looks for the
/// newest looks no further back than a year.
pub(crate) fn mirror(machine: &Machine) -> FakeDiscogs {
    let mirror = FakeDiscogs::start();
    let january = format!("{}0101", Zoned::now().year());
    for date in ["20260701", "20260801", &january] {
        let folder = machine.own(date);
        month(&folder, date);
        mirror.put_folder(&folder).unwrap();
    }
    mirror
}

/// Writes the files of a month: what is in the demo, of which the documents ask.
fn month(folder: &Path, date: &str) {
    fs::create_dir_all(folder).unwrap();
    for path in etl::demo::write(folder).unwrap() {
        let name = path.file_name().unwrap().to_str().unwrap();
        let (_, kind) = name.rsplit_once('_').unwrap();
        let compressed = fs::File::create(folder.join(format!("discogs_{date}_{kind}.gz")));
        let mut gzip = GzEncoder::new(compressed.unwrap(), Compression::fast());
        std::io::copy(&mut fs::File::open(&path).unwrap(), &mut gzip).unwrap();
        gzip.finish().unwrap();
        fs::remove_file(path).unwrap();
    }
}
