//! What comes from outside is a text, never an operator.

use apis::catalogue::{Catalogue as Opened, CatalogueError, Search};

use crate::{
    dump,
    home::{Catalogue, Home},
};

/// What would match everything, or run, in MongoDB, in Redis and in its scripts.
const HOSTILE: [&str; 10] = [
    r#"{"$ne": null}"#,
    r#"{"$gt": ""}"#,
    r#"{"$where": "sleep(9000)"}"#,
    r#"{"$regex": ".*"}"#,
    "$ne",
    "$$ROOT",
    "'; return true; '",
    "*\r\nFLUSHALL\r\n",
    "[$ne]=1",
    "\u{0}",
];

#[test]
fn no_value_from_outside_is_an_operator() {
    for home in [Home::Both, Home::Cluster] {
        let catalogue = Catalogue::new(home).loaded(|folder| dump::month(folder, "20261101", 5));
        let opened = Opened::open(&catalogue.store()).unwrap();
        for hostile in HOSTILE {
            let text = hostile.replace('\\', "\\\\").replace('"', "\\\"");
            for field in ["genre", "style", "country", "format", "artist", "label", "title"] {
                let query = format!("{field}:\"{text}\"");
                let search = Search { query: &query, limit: 20, cursor: None };
                match opened.search(search) {
                    Ok(found) => assert_eq!(found.total.releases, 0, "{home:?}: {query}"),
                    Err(error) => assert!(matches!(error, CatalogueError::Query(_)), "{error}"),
                }
            }
            let found =
                opened.search(Search { query: &format!("\"{text}\""), limit: 20, cursor: None });
            match found {
                Ok(found) => assert_eq!(found.total.releases, 0, "{home:?}: {hostile}"),
                Err(error) => assert!(matches!(error, CatalogueError::Query(_)), "{error}"),
            }
            let search = Search { query: "song", limit: 20, cursor: Some(hostile) };
            let error = opened.search(search).unwrap_err();
            assert!(matches!(error, CatalogueError::Cursor(_)), "{home:?}: {error}");
        }
        assert_eq!(catalogue.counts("song"), [10, 10, 5], "{home:?}");
    }
}

#[test]
fn no_argument_is_an_operator() {
    let catalogue = Catalogue::new(Home::Both).loaded(|folder| dump::month(folder, "20261101", 5));
    for hostile in HOSTILE.into_iter().filter(|hostile| !hostile.contains('\u{0}')) {
        for arguments in [["generations", "publish", hostile], ["generations", "drop", hostile]] {
            let ended = catalogue.run(&arguments);
            assert_eq!((ended.code, ended.stdout.as_str()), (2, ""), "{arguments:?}: {ended:?}");
        }
    }
    for query in [r#"artist:"{\"$ne\": null}""#, r#"genre:"$ne""#, r#"label:"{\"$gt\": \"\"}""#] {
        assert_eq!(catalogue.counts(query), [0, 0, 0], "{query}");
        let list = catalogue.run(&["playlist", query]).succeeds();
        assert_eq!(list.stdout, "", "{query}");
    }
    assert_eq!(catalogue.generations(), ["*20261101"]);
}

#[test]
fn records_that_look_like_operators_are_kept_as_they_are() {
    let catalogue = Catalogue::new(Home::Both);
    let release = "<release id=\"1\"><title>{\"$ne\": null}</title><artists><artist><id>1</id>\
                   <name>$where</name></artist></artists><genres><genre>$gt</genre></genres>\
                   </release>\n";
    let records = release.to_owned() + &dump::record("releases", 2);
    let file = dump::name("20261101", "releases");
    dump::write(&catalogue.path().join(&file), &dump::whole("releases", &records));
    catalogue.run(&["load", &file]).succeeds();
    assert_eq!(catalogue.counts("-zzz")[0], 2);
    for query in ["genre:\"$gt\"", "artist:\"$where\""] {
        let found = catalogue.run(&["search", query, "--json"]).succeeds().json();
        assert_eq!(found["total"]["releases"], 1, "{query}");
        assert_eq!(found["hits"][0]["title"], "{\"$ne\": null}", "{query}");
    }
}
