//! The answers as the API gives them, to the letter.

use std::sync::Arc;

use apis::{
    catalogue::{Catalogue, FacetField, SuggestField},
    query::parse,
};
use serde_json::to_string;
use storage::model::{ArtistCredit, Release, Video};

use crate::{catalogue::Records, dump::Loaded, home::Home};

/// Four releases of one artist.
fn loaded() -> Loaded {
    let release = |id, style: &str, country: Option<&str>, year: &str| Release {
        id,
        title: format!("Title {id}"),
        artists: vec![ArtistCredit {
            id: Some(7),
            name: "Tectonic".to_owned(),
            ..ArtistCredit::default()
        }],
        genres: vec!["Electronic".to_owned()],
        styles: vec![style.to_owned()],
        country: country.map(str::to_owned),
        released: Some(year.to_owned()),
        videos: vec![Video {
            src: format!("https://youtu.be/AHuQWcylaU{id}"),
            duration: Some(290),
            ..Video::default()
        }],
        ..Release::default()
    };
    let releases = vec![
        release(1, "Techno", Some("UK"), "1994"),
        release(2, "Techno", None, "1996-05-01"),
        release(3, "House", Some("UK"), "1996"),
        release(4, "Ambient", None, "2001"),
    ];
    Loaded::new(&Records { releases, ..Records::default() }, Home::Files)
}

fn catalogue(loaded: &Loaded) -> Arc<Catalogue> {
    Arc::new(Catalogue::open(loaded.data()).expect("it was just loaded"))
}

#[test]
fn facets_have_the_fields_of_the_contract_in_their_order() {
    let loaded = loaded();
    let query = parse("style:techno -country:uk year:1990..1999").expect("a query");
    let facets = catalogue(&loaded).facets(Some(&query)).expect("the index is there");
    insta::assert_snapshot!(to_string(&facets).expect("it is plain data"), @r#"{"facets":{"genre":[{"value":"Electronic","releases":1,"videos":1,"selected":false}],"style":[{"value":"Techno","releases":1,"videos":1,"selected":true}],"country":[{"value":"UK","releases":1,"videos":1,"selected":false}],"format":[],"decade":[{"value":"1990s","releases":1,"videos":1,"selected":false}],"year":[{"value":"1996","releases":1,"videos":1,"selected":true},{"value":"1994","releases":0,"videos":0,"selected":true}]},"generation":"20200806"}"#);
}

#[test]
fn suggestions_have_the_fields_of_the_contract_in_their_order() {
    let loaded = loaded();
    let catalogue = catalogue(&loaded);
    let suggest = |field, prefix| {
        let found = catalogue.suggest(field, prefix, 10).expect("the index is there");
        to_string(&found).expect("it is plain data")
    };
    insta::assert_snapshot!(suggest(None, "Tec"), @r#"{"suggestions":[{"field":"style","value":"Techno","id":null,"releases":2},{"field":"artist","value":"Tectonic","id":7,"releases":4}]}"#);
    insta::assert_snapshot!(suggest(None, "teckno"), @r#"{"suggestions":[{"field":"style","value":"Techno","id":null,"releases":2}]}"#);
    insta::assert_snapshot!(suggest(Some(SuggestField::Country), "tec"), @r#"{"suggestions":[]}"#);
}

#[test]
fn values_and_charts_have_the_fields_of_the_contract_in_their_order() {
    let loaded = loaded();
    let catalogue = catalogue(&loaded);
    let values = catalogue.values(FacetField::Style, 2, None).expect("the index is there");
    insta::assert_snapshot!(to_string(&values).expect("it is plain data"), @r#"{"values":[{"value":"Techno","releases":2,"videos":2},{"value":"Ambient","releases":1,"videos":1}],"next":"20200806.v2"}"#);
    let chart = catalogue.chart_data(FacetField::Style, "TECHNO").expect("the index is there");
    insta::assert_snapshot!(to_string(&chart).expect("it is plain data"), @r#"{"value":"Techno","points":[{"year":1994,"releases":1,"videos":1},{"year":1995,"releases":0,"videos":0},{"year":1996,"releases":1,"videos":1}]}"#);
    assert_eq!(catalogue.nearest_value(FacetField::Style, "tehcno"), Some("Techno"));
}

#[test]
fn ids_have_the_fields_of_the_contract_in_their_order() {
    let loaded = loaded();
    let query = parse("style:house").expect("a query");
    let ids = catalogue(&loaded).ids(&query).expect("the index is there");
    insta::assert_snapshot!(to_string(&ids.collect::<Vec<_>>()).expect("it is plain data"), @r#"[{"kind":"release","id":3}]"#);
}
