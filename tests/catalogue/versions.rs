//! The releases of a master, by date.

use std::collections::BTreeMap;

use apis::catalogue::{Catalogue, Hit};
use storage::{
    index::Entry,
    model::{Document, Id, Kind},
};

use crate::demo::{Demo, all_hits};

fn in_pages(catalogue: &Catalogue, of: Entry, limit: usize) -> Vec<Hit> {
    let mut hits = Vec::new();
    let mut cursor: Option<String> = None;
    loop {
        let page = catalogue.versions(of, limit, cursor.as_deref()).unwrap().unwrap();
        assert!(page.next.is_none() || page.hits.len() == limit, "a page with a gap");
        hits.extend(page.hits);
        cursor = page.next;
        if cursor.is_none() {
            assert_eq!(page.total, hits.len());
            return hits;
        }
    }
}

#[test]
fn a_release_leads_to_all_of_its_master_by_date() {
    let demo = Demo::loaded();
    let catalogue = demo.catalogue();
    let mut works: BTreeMap<(bool, Id), Vec<Id>> = BTreeMap::new();
    let hits: Vec<Hit> =
        all_hits(&catalogue).into_iter().filter(|hit| hit.kind == "release").collect();
    for hit in &hits {
        let work = (hit.master_id.is_some(), hit.master_id.unwrap_or(hit.id));
        works.entry(work).or_default().push(hit.id);
    }
    assert!(works.values().any(|releases| releases.len() > 5));
    for releases in works.values() {
        for &id in releases {
            let versions = in_pages(&catalogue, Entry::Release(id), 3);
            let mut ids: Vec<Id> = versions.iter().map(|hit| hit.id).collect();
            let years: Vec<_> = versions.iter().map(|hit| hit.year).collect();
            assert!(years.is_sorted_by_key(|year| (year.is_none(), *year)), "{years:?}");
            ids.sort_unstable();
            let mut expected = releases.clone();
            expected.sort_unstable();
            assert_eq!(ids, expected);
        }
    }
    assert!(catalogue.versions(Entry::Release(999_999_999), 10, None).unwrap().is_none());
}

#[test]
fn a_master_leads_to_its_releases_by_its_main_one() {
    let demo = Demo::loaded();
    let catalogue = demo.catalogue();
    let masters = all_hits(&catalogue).into_iter().filter_map(|hit| hit.master_id);
    let mut with_releases = 0;
    for id in masters {
        let Some(Document::Master(_)) = catalogue.document(Kind::Masters, id).unwrap() else {
            continue;
        };
        let page = catalogue.versions(Entry::Master(id), 100, None).unwrap().unwrap();
        assert!(page.hits.iter().all(|hit| hit.master_id == Some(id)));
        with_releases += usize::from(page.total > 0);
    }
    assert!(with_releases > 0, "some master has a release in the sample");
}
