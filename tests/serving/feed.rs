//! The feed of what each month brings.

use std::collections::BTreeSet;

use reqwest::Method;
use roxmltree::{Document, Node};

use crate::{
    dump,
    served::{Answer, Served},
};

const ATOM: &str = "http://www.w3.org/2005/Atom";

fn two_months() -> Served {
    let served = Served::loaded(|folder| dump::month(folder, "20261101", 5));
    dump::month(&served.folder("december"), "20261201", 8);
    served.run(&["load", "december"]).succeeds();
    served
}

fn child<'a, 'i>(of: Node<'a, 'i>, name: &str) -> Node<'a, 'i> {
    let mut found = of.children().filter(|child| child.has_tag_name((ATOM, name)));
    let first = found.next().unwrap_or_else(|| panic!("no {name} in {of:?}"));
    assert!(found.next().is_none() || name == "link", "{name} comes twice");
    first
}

fn text(of: Node<'_, '_>, name: &str) -> String {
    child(of, name).text().unwrap_or_else(|| panic!("{name} is empty")).to_owned()
}

/// What RFC 4287 asks of a feed and of an entry.
fn check(of: Node<'_, '_>, ids: &mut BTreeSet<String>) {
    assert!(ids.insert(text(of, "id")), "an id comes twice");
    assert!(!text(of, "title").is_empty());
    let _: jiff::Timestamp = text(of, "updated").parse().unwrap();
    for link in of.children().filter(|child| child.has_tag_name((ATOM, "link"))) {
        assert!(link.attribute("href").unwrap().starts_with("http://127.0.0.1"));
    }
}

#[test]
fn each_generation_is_an_entry_that_tells_what_is_new() {
    let served = two_months();
    let answer = served.get("/feed.xml");
    assert_eq!(answer.header("content-type"), "application/atom+xml; charset=utf-8");
    assert!(answer.cookies().is_empty(), "it is everybody's");
    let document = Document::parse(&answer.body).unwrap();
    let feed = document.root_element();
    assert!(feed.has_tag_name((ATOM, "feed")));
    let mut ids = BTreeSet::new();
    check(feed, &mut ids);
    text(child(feed, "author"), "name");
    let entries: Vec<Node<'_, '_>> =
        feed.children().filter(|child| child.has_tag_name((ATOM, "entry"))).collect();
    entries.iter().for_each(|entry| check(*entry, &mut ids));
    let titles: Vec<String> = entries.iter().map(|entry| text(*entry, "title")).collect();
    assert_eq!(titles, ["December 2026: 3 new releases", "November 2026: 5 releases"]);
    assert!(text(entries[0], "id").ends_with("/#generation-20261201"));
    assert_eq!(text(feed, "updated"), text(entries[0], "updated"));

    let content = child(entries[0], "content");
    assert_eq!(content.attribute("type"), Some("html"));
    let html = format!("<div>{}</div>", content.text().unwrap());
    let html = Document::parse(&html).unwrap();
    let link = html.descendants().find(|node| node.has_tag_name("a")).unwrap();
    assert_eq!(link.text(), Some("Techno"));
    let search = link.attribute("href").unwrap().strip_prefix(&served.url).unwrap();
    assert_eq!(search, "/?q=style%3ATechno");
    assert_eq!(served.get(search).status, 200);
}

#[test]
fn a_feed_that_still_holds_is_not_sent_again() {
    let served = two_months();
    let first = served.get("/feed.xml");
    assert_eq!(first.header("cache-control"), "public, max-age=0, must-revalidate");
    let ask = |name: &str, value: &str| {
        let request = served.request(Method::GET, "/feed.xml").header(name, value);
        Answer::of(request.send().unwrap()).status
    };
    assert_eq!(ask("if-none-match", first.header("etag")), 304);
    assert_eq!(ask("if-none-match", "\"another\""), 200);
    assert_eq!(ask("if-modified-since", first.header("last-modified")), 304);
    assert_eq!(ask("if-modified-since", "Sun, 01 Nov 2020 00:00:00 GMT"), 200);
    let tag = first.header("etag").to_owned();
    dump::month(&served.folder("january"), "20270101", 9);
    served.run(&["load", "january"]).succeeds();
    assert_eq!(ask("if-none-match", &tag), 200);
}

#[test]
fn where_nothing_is_loaded_the_feed_is_whole_and_empty() {
    let served = Served::start(crate::run::Dataget::new(), &[]);
    let answer = served.get("/feed.xml");
    let document = Document::parse(&answer.body).unwrap();
    check(document.root_element(), &mut BTreeSet::new());
    assert!(document.descendants().all(|node| !node.has_tag_name((ATOM, "entry"))));
}

#[test]
fn every_page_names_the_feed() {
    let served = Served::catalogue();
    for path in ["/", "/status", "/release/100"] {
        let page = served.get(path).body;
        assert!(page.contains("type=\"application/atom+xml\""), "{path}");
        assert!(page.contains("href=\"/feed.xml\""), "{path}");
    }
}
