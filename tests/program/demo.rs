//! The built-in catalogue.

use crate::run::Dataget;

#[test]
fn the_demo_answers_five_queries_and_links_a_playlist_twice_in_a_row() {
    let dataget = Dataget::new();
    let told: Vec<String> = [&["demo", "--no-serve"][..], &["demo", "--no-serve"]]
        .iter()
        .map(|arguments| dataget.run(arguments).succeeds().stdout)
        .collect();
    let searches = |told: &str| told.lines().filter(|l| l.starts_with("$ dataget search ")).count();
    for told in &told {
        assert_eq!(searches(told), 5);
        assert!(!told.contains("\n0 releases"), "a query of the demo finds nothing: {told}");
        let link = "\nhttps://www.youtube.com/watch_videos?video_ids=";
        assert_eq!(told.matches(link).count(), 1, "{told}");
    }
    let answers = |told: &str| told.split_once("\n\n$").unwrap().1.to_owned();
    assert_eq!(answers(&told[0]), answers(&told[1]));
}

#[test]
fn the_demo_leaves_what_is_loaded_alone() {
    let dataget = Dataget::loaded(|folder| crate::dump::month(folder, "20261101", 3));
    let told = dataget.run(&["demo", "--no-serve"]).succeeds().stdout;
    assert_eq!(dataget.generations(), ["*20261101"]);
    assert_eq!(dataget.counts("song"), [6, 6, 3]);
    // What it proposes works.
    let (_, proposed) = told.split_once("Ask it yourself: dataget ").unwrap();
    let (options, query) = proposed.trim_end().split_once(" '").unwrap();
    let mut arguments: Vec<&str> = options.split(' ').collect();
    arguments.push(query.strip_suffix('\'').unwrap());
    let found = dataget.run(&arguments).succeeds().stdout;
    assert!(!found.starts_with("0 releases"), "{found}");
}
