//! Playlists: every format and every option.

use crate::{dump, run::Dataget};

fn ids(dataget: &Dataget, arguments: &[&str]) -> Vec<String> {
    let all = [&["playlist", "--format", "csv"], arguments].concat();
    let list = dataget.run(&all).succeeds().stdout;
    let mut lines = list.lines();
    let header = "video_id,url,title,duration,release_id,artist,release_title,year";
    assert_eq!(lines.next(), Some(header));
    lines.map(|line| line.split(',').next().unwrap().to_owned()).collect()
}

#[test]
fn every_format_is_written_to_stdout_and_nothing_else_is() {
    let dataget = Dataget::loaded(dump::catalogue);
    for format in ["m3u", "xspf", "jspf", "csv", "txt", "links"] {
        let list = dataget.run(&["playlist", "-zzz", "--format", format]).succeeds();
        assert_eq!(list.stderr, "note: column 2: no word `zzz` is in the catalogue\n", "{format}");
        insta::assert_snapshot!(format, list.stdout);
    }
}

#[test]
fn without_options_it_is_fifty_videos_in_one_link_the_best_first() {
    let dataget = Dataget::loaded(|folder| dump::month(folder, "20261101", 60));
    let link = dataget.run(&["playlist", "song"]).succeeds().stdout;
    let best = ["song", "--limit", "50", "--order", "best"];
    let start = "https://www.youtube.com/watch_videos?video_ids=";
    assert_eq!(link, format!("{start}{}\n", ids(&dataget, &best).join(",")));
    assert_eq!(link.split(',').count(), 50);
    let all = dataget.run(&["playlist", "song", "--limit", "60"]).succeeds().stdout;
    let counts: Vec<usize> = all.lines().map(|line| line.split(',').count()).collect();
    assert_eq!(counts, [50, 10]);
}

#[test]
fn a_video_comes_once() {
    let dataget = Dataget::loaded(|folder| dump::month(folder, "20261101", 40));
    // Each is of a release and of a master.
    let mut videos = ids(&dataget, &["song", "--limit", "1000"]);
    assert_eq!(videos.len(), 40);
    videos.sort();
    videos.dedup();
    assert_eq!(videos.len(), 40);
}

#[test]
fn a_shuffle_is_told_by_its_seed() {
    let dataget = Dataget::loaded(|folder| dump::month(folder, "20261101", 40));
    let shuffled = |seed| ids(&dataget, &["song", "--order", "shuffle", "--seed", seed]);
    assert_eq!(shuffled("7"), shuffled("7"));
    assert_ne!(shuffled("7"), shuffled("8"));
    assert_ne!(shuffled("7"), ids(&dataget, &["song"]));
    let (mut one, mut other) = (shuffled("7"), shuffled("8"));
    one.sort();
    other.sort();
    assert_eq!(one, other, "the same videos in another order");
}

#[test]
fn by_date_the_oldest_come_first() {
    let dataget = Dataget::loaded(|folder| dump::month(folder, "20261101", 40));
    let list = ["playlist", "song", "--order", "date", "--format", "csv"];
    let list = dataget.run(&list).succeeds().stdout;
    let years: Vec<&str> =
        list.lines().skip(1).map(|line| line.rsplit(',').next().unwrap()).collect();
    assert_eq!((years.len(), years[0], years[39]), (40, "1990", "1999"));
    assert!(years.is_sorted(), "{years:?}");
}

#[test]
fn lengths_are_bounded_on_both_sides() {
    let dataget = Dataget::loaded(|folder| dump::month(folder, "20261101", 40));
    // The video of record N is 60 + N seconds long.
    for (bounds, count) in [
        (&["--min-length", "90s"][..], 11),
        (&["--max-length", "1m10s"], 10),
        (&["--min-length", "1:10", "--max-length", "80"], 11),
        (&["--min-length", "3h"], 0),
    ] {
        assert_eq!(ids(&dataget, &[&["song"], bounds].concat()).len(), count, "{bounds:?}");
    }
}

#[test]
fn an_artist_and_a_work_may_have_so_many_at_most() {
    let dataget = Dataget::loaded(dump::catalogue);
    let lind = "artist:#1";
    assert_eq!(ids(&dataget, &[lind]), ["harbourLit2", "harbourLit1"]);
    assert_eq!(ids(&dataget, &[lind, "--per-artist", "1"]).len(), 1);
    assert_eq!(ids(&dataget, &[lind, "--per-work", "1"]).len(), 1);
    assert_eq!(ids(&dataget, &[lind, "--per-work", "2", "--per-artist", "2"]).len(), 2);
    assert_eq!(ids(&dataget, &["-zzz", "--per-artist", "1"]).len(), 2);
    assert_eq!(ids(&dataget, &["-zzz", "--limit", "1"]).len(), 1);
}

#[test]
fn a_playlist_of_nothing_says_so() {
    let dataget = Dataget::loaded(dump::catalogue);
    insta::assert_snapshot!(dataget.transcript(&[
        &["playlist", "genre:folk"],
        &["playlist", "fjord"],
        &["playlist", "fjord", "--format", "m3u"],
        &["playlist", "fjord", "--format", "csv"],
        &["playlist", "kanaal", "--max-length", "10m"],
    ]));
}
