//! Lists in pages: nothing is missing, nothing comes twice, whatever is published meanwhile.

use serde_json::{Value, json};

use crate::{
    dump,
    run::wait_until,
    served::{Served, escaped},
};

/// All items of a list, page by page.
fn pages(served: &Served, path: &str, what: &str, between: impl Fn()) -> Vec<Value> {
    let mut all = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = served.json(&format!("{path}{cursor}"));
        all.extend(page[what].as_array().unwrap().iter().cloned());
        let Some(next) = page["next"].as_str() else { return all };
        cursor = format!("&cursor={}", escaped(next));
        between();
    }
}

#[test]
fn pages_together_are_the_whole_list() {
    let served = Served::loaded(|folder| dump::month(folder, "20261101", 25));
    for (path, what) in
        [("search?q=song", "hits"), ("videos?q=song", "videos"), ("years?", "values")]
    {
        let whole = pages(&served, &format!("/api/v1/{path}&limit=100"), what, || ());
        let pieces = pages(&served, &format!("/api/v1/{path}&limit=7"), what, || ());
        assert!(whole.len() > 7, "{path}");
        assert_eq!(pieces, whole, "{path}");
    }
}

#[test]
fn a_list_that_was_begun_stays_with_its_generation() {
    let served = Served::loaded(|folder| dump::month(folder, "20261101", 25));
    let path = "/api/v1/search?q=song&limit=10";
    let before = pages(&served, path, "hits", || ());
    dump::month(&served.folder("december"), "20261201", 31);
    let is_loaded = std::cell::Cell::new(false);
    let across = pages(&served, path, "hits", || {
        if !is_loaded.replace(true) {
            served.run(&["load", "december"]).succeeds();
            wait_until("the new month is served", || {
                served.json("/api/v1/search?q=song")["generation"] == "20261201"
            });
        }
    });
    assert_eq!(across, before);
    assert_eq!(pages(&served, path, "hits", || ()).len(), 62);
}

#[test]
fn the_dumps_tell_how_they_differ_from_those_before() {
    let served = Served::loaded(|folder| dump::month(folder, "20261101", 25));
    for (month, releases) in [("20261201", 31), ("20270101", 30)] {
        dump::month(&served.folder(month), month, releases);
        served.run(&["load", month]).succeeds();
    }
    let told = pages(&served, "/api/v1/dumps?limit=1", "dumps", || ());
    let differences: Vec<Value> =
        told.iter().map(|dump| dump["differences"]["releases"].clone()).collect();
    // The month before the last two is dropped.
    assert_eq!(differences, [Value::from(-1), Value::Null]);
    let kind = |new, vanished| json!({"new": new, "changed": 0, "vanished": vanished});
    let all =
        |kind: Value| json!({"artists": kind, "labels": kind, "masters": kind, "releases": kind});
    let changes: Vec<&Value> = told.iter().map(|dump| &dump["changes"]).collect();
    let styles = json!([{"style": "Techno", "videos": 6}]);
    let expected = [
        json!({"since": "20261201", "kinds": all(kind(0, 1)), "new_videos": 0,
            "new_videos_by_style": []}),
        json!({"since": "20261101", "kinds": all(kind(6, 0)), "new_videos": 6,
            "new_videos_by_style": styles}),
    ];
    assert_eq!(changes, [&expected[0], &expected[1]]);
    let current: Vec<&Value> = told.iter().map(|dump| &dump["current"]).collect();
    assert_eq!(current, [&Value::Bool(true), &Value::Bool(false)]);
    for wrong in ["limit=0", "limit=101", "cursor=yesterday"] {
        assert_eq!(served.problem(&format!("/api/v1/dumps?{wrong}")).0, 400, "{wrong}");
    }
}

#[test]
fn a_list_of_a_generation_that_has_gone_says_so() {
    let served = Served::loaded(|folder| dump::month(folder, "20261101", 25));
    let (status, problem) = served.problem("/api/v1/search?q=song&cursor=20200101.r5");
    assert_eq!((status, &problem["code"]), (410, &"generation-gone".into()));
    for wrong in ["nonsense", "20261101.r99999", "20261101.x", ""] {
        let (status, problem) =
            served.problem(&format!("/api/v1/search?q=song&cursor={}", escaped(wrong)));
        assert_eq!((status, &problem["code"]), (400, &"invalid-cursor".into()), "{wrong}");
    }
}
