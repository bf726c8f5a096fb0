//! Artists and labels: their works, and who they have to do with.

use std::collections::{BTreeMap, BTreeSet};

use apis::{
    catalogue::{Catalogue, Hit, Link, Listing, WorkHit},
    playlist::{Options, Order},
};
use storage::{
    index::NameField,
    model::{Document, Id, Kind},
    text,
};

use crate::demo::{Demo, all_hits};

fn of_a_page(limit: usize, cursor: Option<&str>) -> Listing<'_> {
    // Another order than by date, which is to be of no account.
    let options = Options { limit, order: Order::Shuffle, ..Options::default() };
    Listing { options, cursor }
}

fn all_works(catalogue: &Catalogue, label: Id) -> Vec<WorkHit> {
    let mut works = Vec::new();
    let mut cursor: Option<String> = None;
    loop {
        let page = catalogue.by_label(label, &of_a_page(3, cursor.as_deref())).unwrap();
        works.extend(page.works);
        cursor = page.next;
        if cursor.is_none() {
            return works;
        }
    }
}

/// Who is credited, with the entries.
fn credited<'h>(
    hits: &'h [Hit],
    names: impl Fn(&'h Hit) -> Vec<(Option<Id>, &'h str)>,
) -> BTreeMap<Id, (String, BTreeSet<Id>)> {
    let mut found: BTreeMap<Id, (String, BTreeSet<Id>)> = BTreeMap::new();
    for hit in hits {
        for (id, name) in names(hit) {
            if let Some(id) = id {
                found.entry(id).or_insert((name.to_owned(), BTreeSet::new())).1.insert(hit.id);
            }
        }
    }
    found
}

fn artists(hits: &[Hit]) -> BTreeMap<Id, (String, BTreeSet<Id>)> {
    credited(hits, |hit| hit.artists.iter().map(|a| (a.id, a.name.as_str())).collect())
}

fn labels(hits: &[Hit]) -> BTreeMap<Id, (String, BTreeSet<Id>)> {
    credited(hits, |hit| hit.labels.iter().map(|l| (l.id, l.name.as_str())).collect())
}

#[test]
fn a_label_has_all_its_works_the_oldest_first() {
    let demo = Demo::loaded();
    let catalogue = demo.catalogue();
    for (id, (name, releases)) in labels(&all_hits(&catalogue)) {
        let whole = catalogue.by_label(id, &of_a_page(1_000, None)).unwrap();
        assert_eq!(whole.total.releases as usize, releases.len(), "{name}");
        assert_eq!(whole.works.len() as u64, whole.total.works, "{name}: also what is silent");
        assert_eq!(all_works(&catalogue, id), whole.works, "{name}: in pages");
        let mut best = whole.works.iter().map(|work| &work.best);
        assert!(best.all(|hit| releases.contains(&hit.id)), "{name}");
        // A work of one entry stands by its date.
        let single = whole.works.iter().filter(|work| work.matching == 1);
        let years: Vec<_> = single.map(|work| work.year).collect();
        assert!(years.is_sorted_by_key(|year| (year.is_none(), *year)), "{name}: {years:?}");
    }
}

#[test]
fn an_artist_is_known_by_what_is_credited_where_the_artists_are_not_loaded() {
    let demo = Demo::loaded();
    let catalogue = demo.catalogue();
    let hits = all_hits(&catalogue);
    let artists = artists(&hits);
    assert!(artists.len() > 100);
    for (&id, (name, entries)) in &artists {
        let known = catalogue.credited_as(NameField::Artist, id).unwrap().unwrap();
        assert_eq!((known.id, known.releases as usize), (Some(id), entries.len()), "{name}");
        let works = catalogue.by_artist(id, &of_a_page(1_000, None)).unwrap();
        assert_eq!(works.total.releases as usize, entries.len(), "{name}");
    }
    assert_eq!(catalogue.credited_as(NameField::Artist, 999_999_999).unwrap(), None);
    let nobody = catalogue.artist_links(999_999_999).unwrap();
    assert_eq!(nobody, apis::catalogue::ArtistLinks::default());
    let nothing = catalogue.by_artist(999_999_999, &of_a_page(10, None)).unwrap();
    assert!(nothing.works.is_empty() && nothing.next.is_none());
}

#[test]
fn namesakes_are_the_others_of_the_name() {
    let demo = Demo::loaded();
    let catalogue = demo.catalogue();
    let labels = labels(&all_hits(&catalogue));
    let base = |name: &str| text::fold(text::split_namesake(name).0);
    let mut found = 0;
    for (id, (name, _)) in &labels {
        let expected: BTreeSet<Id> = labels
            .iter()
            .filter(|(other, (named, _))| *other != id && base(named) == base(name))
            .map(|(&other, _)| other)
            .collect();
        let links = catalogue.label_links(*id).unwrap().namesakes;
        let ids: BTreeSet<Id> = links.iter().filter_map(|link| link.id).collect();
        assert_eq!(ids, expected, "{name}");
        for link in &links {
            let (_, entries) = &labels[&link.id.unwrap()];
            assert_eq!((link.releases as usize, link.in_catalogue), (entries.len(), true));
        }
        found += ids.len();
    }
    assert!(found > 0, "the sample has namesakes");
}

#[test]
fn links_lead_to_what_is_there() {
    let demo = Demo::loaded();
    let catalogue = demo.catalogue();
    let hits = all_hits(&catalogue);
    let credited = artists(&hits);
    let mut seen = BTreeSet::new();
    for &id in credited.keys() {
        let Some(Document::Artist(artist)) = catalogue.document(Kind::Artists, id).unwrap() else {
            continue;
        };
        let links = catalogue.artist_links(id).unwrap();
        for (links, named) in [
            (&links.aliases, &artist.aliases),
            (&links.groups, &artist.groups),
            (&links.members, &artist.members),
        ] {
            let names: Vec<&str> = links.iter().map(|link| link.name.as_str()).collect();
            assert_eq!(names, named.iter().map(|other| other.name.as_str()).collect::<Vec<_>>());
            for Link { id, releases, in_catalogue, .. } in links {
                let entries = id.and_then(|id| credited.get(&id)).map_or(0, |(_, all)| all.len());
                let document = id.and_then(|id| catalogue.document(Kind::Artists, id).unwrap());
                assert_eq!(*releases as usize, entries);
                assert_eq!(*in_catalogue, entries > 0 || document.is_some());
                seen.insert(*in_catalogue);
            }
        }
    }
    assert!(seen.contains(&false), "some lead nowhere");
    let mut parents = 0;
    for &id in labels(&hits).keys() {
        let links = catalogue.label_links(id).unwrap();
        if let Some(Document::Label(label)) = catalogue.document(Kind::Labels, id).unwrap() {
            let parent = label.parent_label.map(|parent| (parent.id, parent.name));
            assert_eq!(links.parent.map(|link| (link.id, link.name)), parent);
            parents += usize::from(parent_is_told(&catalogue, id));
            assert_eq!(links.sublabels.len(), label.sublabels.len());
        }
    }
    assert!(parents > 0, "some label belongs to another");
}

fn parent_is_told(catalogue: &Catalogue, label: Id) -> bool {
    catalogue.label_links(label).unwrap().parent.is_some()
}
