//! More like this.

use std::collections::BTreeSet;

use apis::catalogue::{Hit, WorkHit};
use storage::{index::Entry, model::Id};

use crate::demo::{Demo, all_hits};

fn entry(hit: &Hit) -> Entry {
    if hit.kind == "master" { Entry::Master(hit.id) } else { Entry::Release(hit.id) }
}

fn labels(hit: &Hit) -> BTreeSet<Id> {
    hit.labels.iter().filter_map(|label| label.id).collect()
}

fn artists(hit: &Hit) -> BTreeSet<Id> {
    hit.artists.iter().filter_map(|artist| artist.id).collect()
}

fn in_common(a: &[String], b: &[String]) -> usize {
    a.iter().filter(|value| b.contains(value)).count()
}

/// Labels and artists that two entries share.
fn credits(a: &Hit, b: &Hit) -> usize {
    labels(a).intersection(&labels(b)).count() + artists(a).intersection(&artists(b)).count()
}

/// How much two entries share, as the suggestions weigh it.
fn shared(a: &Hit, b: &Hit) -> usize {
    let decade = |hit: &Hit| hit.year.map(|year| year / 10);
    3 * credits(a, b)
        + 2 * in_common(&a.styles, &b.styles)
        + in_common(&a.genres, &b.genres)
        + usize::from(decade(a).is_some() && decade(a) == decade(b))
}

/// Whether an entry shares a credit with another, or all its styles but one.
fn is_near(hit: &Hit, other: &Hit) -> bool {
    let styles = in_common(&hit.styles, &other.styles);
    credits(hit, other) > 0 || (styles > 0 && styles + 1 >= hit.styles.len())
}

fn is_of(work: &WorkHit, hit: &Hit) -> bool {
    match hit.master_id {
        Some(master) => work.master_id == Some(master),
        None => work.master_id.is_none() && work.best.id == hit.id,
    }
}

#[test]
fn what_shares_most_and_can_be_heard_is_suggested_and_never_the_work_itself() {
    let demo = Demo::loaded();
    let catalogue = demo.catalogue();
    let hits = all_hits(&catalogue);
    let mut suggested = 0;
    for hit in &hits {
        let works = catalogue.related(entry(hit), 6).unwrap();
        assert_eq!(catalogue.related(entry(hit), 6).unwrap(), works, "the same each time");
        assert!(works.len() <= 6);
        assert!(!works.iter().any(|work| is_of(work, hit)), "{}: itself", hit.title);
        assert!(works.iter().all(|work| !work.videos.is_empty()), "{}: silent", hit.title);
        let ids: BTreeSet<Entry> = works.iter().map(|work| entry(&work.best)).collect();
        assert_eq!(ids.len(), works.len(), "{}: a work comes twice", hit.title);
        suggested += works.len();

        // Works of one entry are weighed as they are shown.
        let single = works.iter().filter(|work| work.matching == 1);
        let shares: Vec<usize> = single.map(|work| shared(hit, &work.best)).collect();
        assert!(shares.is_sorted_by(|a, b| a >= b), "{}: {shares:?}", hit.title);

        // With few works to choose from, none that is near and shares more is left out.
        let most = |work: &WorkHit| {
            let entries = hits.iter().filter(|other| is_of(work, other));
            entries.map(|other| shared(hit, other)).max().expect("a work has entries")
        };
        let least = works.iter().map(most).min().unwrap_or(0);
        for other in hits.iter().filter(|other| !other.videos.is_empty()) {
            let is_single = other.master_id.is_none();
            let is_shown = works.iter().any(|work| is_of(work, other));
            if is_single && is_near(hit, other) && !is_shown && entry(other) != entry(hit) {
                let (this, that) = (&hit.title, &other.title);
                assert!(shared(hit, other) <= least, "{this}: {that} is more like it");
            }
        }
    }
    assert!(suggested > 3 * hits.len(), "most have something like them");
}

#[test]
fn what_is_not_there_is_like_nothing() {
    let catalogue = Demo::loaded().catalogue();
    assert_eq!(catalogue.related(Entry::Release(999_999_999), 6).unwrap(), []);
    assert_eq!(catalogue.related(Entry::Master(999_999_999), 6).unwrap(), []);
}
