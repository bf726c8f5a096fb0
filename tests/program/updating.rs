//! The commands that bring months in, against a mirror of our own.

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpListener,
    process::{Command, Stdio},
    thread,
};

use fake_discogs::{FakeDiscogs, Fault, Layout, On};

use crate::{
    dump,
    run::{Dataget, Ended, signal, wait_until},
};

/// The program, with a mirror to update from.
fn with_mirror(settings: &[(&'static str, &str)]) -> (FakeDiscogs, Dataget) {
    let discogs = FakeDiscogs::start();
    let mut all = vec![("DATAGET_DUMPS_URL", discogs.url(Layout::Query))];
    all.extend(settings.iter().map(|&(name, value)| (name, value.to_owned())));
    (discogs, Dataget::with_settings(all))
}

/// Publishes a month of so many records of each kind.
fn publish(discogs: &FakeDiscogs, date: &str, count: u32) {
    let file = |kind: &&str| ((*kind).to_owned(), dump::gzip(dump::many(kind, count).as_bytes()));
    discogs.put_month(date, dump::KINDS.iter().map(file));
}

#[test]
fn a_new_month_is_brought_in_once() {
    let (discogs, dataget) = with_mirror(&[("DATAGET_CONTACT", "ops@example.org")]);
    publish(&discogs, "20261001", 20);
    let first = dataget.run(&["update"]).succeeds();
    assert!(first.stdout.starts_with("generation 20261001 is published\n"), "{}", first.stdout);
    assert!(first.stderr.contains("20261001 is there"), "{}", first.stderr);
    assert_eq!(dataget.counts("song")[0], 40);
    let again = dataget.run(&["update"]).succeeds();
    assert_eq!(again.stdout, "nothing new: 20261001 is the newest month, and it is loaded\n");
    publish(&discogs, "20261101", 22);
    dataget.run(&["update"]).succeeds();
    assert_eq!(dataget.generations(), ["20261001", "*20261101"]);
    let books = discogs.books();
    assert!(books.requests().iter().all(|request| {
        request.user_agent.as_deref().is_some_and(|agent| agent.contains("ops@example.org"))
    }));
    assert_eq!(books.most_parallel(), 1);
    dataget.run(&["generations", "publish", "20261001"]).succeeds();
    dataget.run(&["update"]).succeeds();
    assert_eq!(dataget.generations(), ["*20261001", "20261101"], "a way back is not undone");
}

#[test]
fn a_mirror_that_asks_to_wait_is_left_alone_and_the_run_is_no_failure() {
    let (discogs, dataget) = with_mirror(&[]);
    publish(&discogs, "20261001", 20);
    discogs.fail_next(On::File, Fault::TooMany { retry_after: 3_574 });
    let waits = dataget.run(&["update"]).succeeds();
    assert!(waits.stdout.starts_with("the mirror asked to wait until 20"), "{}", waits.stdout);
    discogs.clear_books();
    dataget.run(&["update"]).succeeds();
    assert_eq!(discogs.books().requests().len(), 0);
}

#[test]
fn what_keeps_an_update_from_its_end_is_told_with_what_to_do() {
    let (discogs, dataget) = with_mirror(&[]);
    publish(&discogs, "20261001", 20);
    for (on, fault, told) in [
        (On::Listing, Fault::Forbidden, "answered 403"),
        (On::Checksum, Fault::Html, "is no CHECKSUM file"),
        (On::File, Fault::Html, "something else than a gzip file"),
        (On::File, Fault::Empty, "is empty"),
    ] {
        discogs.fail(on, fault, 3);
        let error = dataget.run(&["update"]).fails();
        assert!(error.contains(told), "{error}");
        discogs.clear_faults();
    }
    assert_eq!(dataget.generations(), [""; 0]);
    dataget.run(&["update"]).succeeds();

    let unreachable =
        Dataget::with_settings(vec![("DATAGET_DUMPS_URL", "http://127.0.0.1:9/".into())]);
    let error = unreachable.run(&["update"]).fails();
    assert!(error.contains("cannot reach http://127.0.0.1:9/"), "{error}");
    let wrong = Dataget::with_settings(vec![("DATAGET_DUMPS_URL", "ftp://x/".into())]);
    let error = wrong.run(&["update"]).fails();
    assert!(error.contains("`ftp://x/` is no address of dumps"), "{error}");
}

#[test]
fn a_failure_is_told_to_a_command_and_to_a_webhook() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let hook = format!("http://{}/hook?token=hidden", listener.local_addr().unwrap());
    let command = "cat > told; echo \"$DATAGET_RUN\" >> told";
    let (discogs, dataget) =
        with_mirror(&[("DATAGET_FAILURE_COMMAND", command), ("DATAGET_FAILURE_WEBHOOK", &hook)]);
    publish(&discogs, "20261001", 20);
    discogs.fail_next(On::Listing, Fault::Forbidden);
    let hooked = thread::spawn(move || {
        let (mut connection, _) = listener.accept().unwrap();
        let mut reader = BufReader::new(connection.try_clone().unwrap());
        let (mut head, mut length) = (String::new(), 0);
        while reader.read_line(&mut head).unwrap() > 2 {
            let line = head.lines().last().unwrap_or_default().to_ascii_lowercase();
            if let Some(given) = line.strip_prefix("content-length: ") {
                length = given.trim().parse().unwrap();
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).unwrap();
        connection.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").unwrap();
        serde_json::from_slice::<serde_json::Value>(&body).unwrap()
    });
    let error = dataget.run(&["update"]).fails();
    assert!(!error.contains("hidden"), "{error}");
    let body = hooked.join().unwrap();
    assert_eq!(body["stage"], "look");
    assert!(body["error"].as_str().unwrap().contains("403"), "{body}");
    let told = fs::read_to_string(dataget.path().join("told")).unwrap();
    assert!(told.contains("403") && told.contains(body["run"].as_str().unwrap()), "{told}");
}

#[test]
fn machines_are_told_one_event_a_line_with_run_and_stage() {
    let (discogs, dataget) = with_mirror(&[("DATAGET_LOG", "json")]);
    publish(&discogs, "20261001", 20);
    let run = dataget.run(&["update"]).succeeds();
    assert_eq!(run.stderr, "");
    let events: Vec<serde_json::Value> =
        run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let stages: Vec<&str> =
        events.iter().map(|event| event["span"]["stage"].as_str().unwrap()).collect();
    for stage in ["look", "download", "load", "publish"] {
        assert!(stages.contains(&stage), "{stages:?}");
    }
    let first = &events[0]["span"]["run"];
    assert!(first.is_string() && events.iter().all(|event| event["span"]["run"] == *first));
}

#[test]
fn a_download_lies_in_a_folder_fit_to_be_loaded() {
    let (discogs, dataget) = with_mirror(&[]);
    publish(&discogs, "20261001", 20);
    publish(&discogs, "20261101", 21);
    let latest = dataget.run(&["download"]).succeeds();
    assert!(
        latest.stdout.contains("20261101/discogs_20261101_releases.xml.gz"),
        "{}",
        latest.stdout
    );
    dataget.run(&["load", "20261101"]).succeeds();
    dataget.run(&["download", "--month", "2026-10", "--into", "x", "--only", "masters"]).succeeds();
    assert!(dataget.path().join("x/discogs_20261001_masters.xml.gz").exists());
    assert!(!dataget.path().join("x/discogs_20261001_labels.xml.gz").exists());
    let error = dataget.run(&["download", "--month", "2026-09"]).fails();
    assert!(error.contains("20260901") && error.contains("is not published"), "{error}");
    let wrong = dataget.run(&["download", "--month", "soon"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.stderr.contains("write a month, like 2026-11"), "{}", wrong.stderr);
    let folder = format!("file://{}", dataget.path().join("20261101").display());
    dataget.run(&["download", "--dumps-url", &folder, "--into", "copy"]).succeeds();
    assert!(dataget.path().join("copy/discogs_20261101_CHECKSUM.txt").exists());
}

#[test]
fn an_interrupted_update_goes_on_where_it_was() {
    let (discogs, dataget) = with_mirror(&[]);
    dump::large(&dataget.folder("dump"), "20261101", 3000);
    discogs.put_folder(&dataget.path().join("dump")).unwrap();
    discogs.throttle(400_000);
    let part = dataget.path().join("data/downloads/20261101/discogs_20261101_releases.xml.gz.part");
    let mut update = dataget.command(&["update"]);
    let mut update = update.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let there = || fs::metadata(&part).map_or(0, |part| part.len());
    wait_until("some of the releases came", || there() > 100_000);
    update.kill().unwrap();
    update.wait().unwrap();
    let came = there();
    discogs.throttle(None);
    discogs.clear_books();
    dataget.run(&["update"]).succeeds();
    let books = discogs.books();
    let releases = On::Name("discogs_20261101_releases.xml.gz".to_owned());
    let resumed = books.of(&releases).next().unwrap();
    assert_eq!(resumed.range.as_deref(), Some(format!("bytes={came}-").as_str()));
    assert_eq!(dataget.generations(), ["*20261101"]);
}

#[test]
fn a_schedule_begins_at_once_says_when_it_goes_on_and_ends_when_told() {
    let (discogs, dataget) = with_mirror(&[]);
    publish(&discogs, "20261001", 20);
    let mut schedule: Command = dataget.command(&["schedule"]);
    let mut schedule = schedule.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut lines = BufReader::new(schedule.stdout.take().unwrap()).lines();
    let first = lines.next().unwrap().unwrap();
    assert_eq!(first, "generation 20261001 is published");
    let next =
        lines.find_map(|line| line.unwrap().strip_prefix("the next run is at ").map(str::to_owned));
    let kept = fs::read_to_string(dataget.path().join("data/runs/next")).unwrap();
    assert_eq!(next.as_deref(), Some(kept.trim()));
    signal("TERM", schedule.id());
    assert_eq!(schedule.wait().unwrap().code(), Some(0));
    assert!(!dataget.path().join("data/runs/next").exists());
    // What was just done is not done again because something was restarted.
    discogs.clear_books();
    let mut again = dataget.command(&["schedule"]);
    let mut again = again.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut lines = BufReader::new(again.stdout.take().unwrap()).lines();
    assert!(lines.next().unwrap().unwrap().starts_with("the next run is at "));
    signal("INT", again.id());
    again.wait().unwrap();
    assert_eq!(discogs.books().requests().len(), 0);
}

#[test]
fn two_updates_at_once_are_one() {
    let (discogs, dataget) = with_mirror(&[]);
    publish(&discogs, "20261001", 20);
    discogs
        .fail_next(On::Name("discogs_20261001_masters.xml.gz".into()), Fault::Stall { after: 5 });
    let mut first = dataget.command(&["update"]);
    let mut first = first.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let runs = dataget.path().join("data/runs");
    let is_at_it = || {
        let files = fs::read_dir(&runs).into_iter().flatten().flatten();
        files
            .map(|file| fs::read_to_string(file.path()).unwrap_or_default())
            .any(|run| run.contains("masters"))
    };
    wait_until("the first is downloading", is_at_it);
    let second = Ended::of(dataget.command(&["update"]).output().unwrap()).fails();
    assert!(second.contains(&format!("process {}", first.id())), "{second}");
    assert!(second.contains("‘download’ of 20261001"), "{second}");
    signal("INT", first.id());
    discogs.clear_faults();
    drop(discogs);
    first.wait().unwrap();
}
