//! Beginnings that very many names share: the best known of them come first all the same.

use std::{cmp::Reverse, collections::BTreeMap};

use etl::index::{FactsWriter, Sources, append_facts, build};
use storage::{
    index::{Index, NameField},
    model::{ArtistCredit, Document, Id, Release},
};

const ARTISTS: u32 = 4_001;

fn name(artist: Id) -> String {
    let first = ["Ä", "b", "Bé", "東"][artist as usize % 4];
    format!("{first}{:04}", artist / 4)
}

#[test]
fn the_best_known_of_a_crowd_are_suggested() {
    let mut releases: BTreeMap<Id, u32> = BTreeMap::new();
    let mut frame = Vec::new();
    for id in 1..=9_000_u64 {
        let artist = 1 + (id * id % u64::from(ARTISTS)) as Id;
        *releases.entry(artist).or_default() += 1;
        let credit = ArtistCredit { id: Some(artist), name: name(artist), ..Default::default() };
        let release = Release { id: id as Id, artists: vec![credit], ..Release::default() };
        frame = append_facts(&Document::Release(Box::new(release)), frame);
    }
    let folder = tempfile::tempdir().expect("there is room for an index");
    let mut facts = FactsWriter::create(&folder.path().join("releases.facts")).unwrap();
    facts.frame(&frame).unwrap();
    let sources = Sources { releases: Some(facts.finish().unwrap()), ..Sources::default() };
    let path = folder.path().join("index.dgi");
    build(&path, "20200806", &sources).unwrap();
    let index = Index::open(&path).unwrap();

    let plain = |artist: Id| name(artist).to_lowercase().replace('ä', "a").replace('é', "e");
    for typed in ["", "a", "ä0", "B", "b0", "be", "BÉ01", "東", "東00", "be0999", "b0100"] {
        let prefix = typed.to_lowercase().replace('ä', "a").replace('é', "e");
        let mut expected: Vec<(Reverse<u32>, Id)> = releases
            .iter()
            .filter(|(artist, _)| plain(**artist).starts_with(&prefix))
            .map(|(&artist, &count)| (Reverse(count), artist))
            .collect();
        assert!(!expected.is_empty(), "{typed:?} begins nobody's name: choose another");
        expected.sort_unstable();
        for limit in [1, 10, 20, 21, 1_000] {
            let found = index.names(NameField::Artist).suggest(typed, limit);
            let found: Vec<(Reverse<u32>, Id)> =
                found.iter().map(|s| (Reverse(s.releases), s.id.unwrap_or(0))).collect();
            assert_eq!(found, expected[..limit.min(expected.len())], "{typed:?}, {limit}");
        }
    }
}
