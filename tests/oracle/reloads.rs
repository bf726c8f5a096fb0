//! The same dump gives the same answers, however often and from whatever the index is built.

use std::{collections::BTreeSet, fs};

use apis::{
    catalogue::{Catalogue, Search},
    query::Expr,
};
use etl::load::rebuild_index;
use proptest::{collection::vec, prelude::*, sample::select};
use storage::{
    index::{Entry, NameField, Need, Totals, ValueField},
    model::Id,
};

use crate::{
    answers::all_hits,
    catalogue::{Records, records},
    config,
    dump::Loaded,
    home::{Home, in_every_home},
    queries::query,
};

/// What a catalogue answers, cursors and times apart. In which order, and in which of several
/// spellings, depends on the order of the records as well.
#[derive(Debug, PartialEq)]
struct Answers {
    totals: Totals,
    values: Vec<(String, Totals)>,
    searches: Vec<(Totals, BTreeSet<Entry>)>,
    suggestions: BTreeSet<(Option<Id>, u32)>,
}

impl Answers {
    /// Those of a catalogue as it is now, which are the same before and after its index is in
    /// memory.
    fn now(loaded: &Loaded, queries: &[Expr]) -> Self {
        let catalogues = loaded.catalogues();
        let mut answers: Vec<Self> = catalogues.iter().map(|one| Self::of(one, queries)).collect();
        let last = answers.pop().expect("there is one at least");
        assert!(answers.iter().all(|answers| *answers == last));
        last
    }

    fn of(catalogue: &Catalogue, queries: &[Expr]) -> Self {
        let values = ValueField::ALL.into_iter().flat_map(|field| catalogue.index().values(field));
        let search = |query: &Expr| {
            let query = &query.to_string();
            let search = Search { query, limit: 1, cursor: None };
            let total = catalogue.search(search).expect("the query is right").total;
            (total, all_hits(catalogue, query, &[7]).into_iter().collect())
        };
        let needs = [Need::Names(NameField::Artist)];
        catalogue.index().load(&needs).expect("the index is there");
        let suggestions = catalogue.index().names(NameField::Artist).suggest("", 500);
        Self {
            totals: catalogue.totals(),
            values: values.map(|value| (value.folded.clone(), value.totals)).collect(),
            searches: queries.iter().map(search).collect(),
            suggestions: suggestions.into_iter().map(|s| (s.id, s.releases)).collect(),
        }
    }
}

fn index_of(loaded: &Loaded) -> Vec<u8> {
    let name = loaded.data().require_current().expect("a generation was published");
    fs::read(loaded.data().path_of(name).join(storage::index::FILE_NAME)).expect("it has an index")
}

in_every_home! {
    16,
    fn a_rebuilt_index_and_a_second_load_answer_as_the_first_load(
        home,
        records in records(),
        queries in vec(query(), 15),
    ) {
        let loaded = Loaded::new(&records, home);
        let first = Answers::now(&loaded, &queries);
        rebuild_index(loaded.data(), None, &()).expect("the documents are there");
        prop_assert_eq!(&Answers::now(&loaded, &queries), &first);
        loaded.again();
        prop_assert_eq!(&Answers::now(&loaded, &queries), &first);
    }
}

/// The records by ascending id, one each.
fn ascending(mut records: Records) -> Records {
    records.artists.sort_by_key(|artist| artist.id);
    records.artists.dedup_by_key(|artist| artist.id);
    records.labels.sort_by_key(|label| label.id);
    records.labels.dedup_by_key(|label| label.id);
    records.masters.sort_by_key(|master| master.id);
    records.masters.dedup_by_key(|master| master.id);
    records.releases.sort_by_key(|release| release.id);
    records.releases.dedup_by_key(|release| release.id);
    records
}

proptest! {
    #![proptest_config(config(16))]

    #[test]
    fn of_records_by_ascending_id_a_rebuilt_index_is_the_same_to_the_byte(
        records in records().prop_map(ascending),
        home in select(&[Home::Files, Home::Files, Home::Files, Home::MongoDb][..]),
    ) {
        let loaded = Loaded::new(&records, home);
        let first = index_of(&loaded);
        rebuild_index(loaded.data(), None, &()).expect("the documents are there");
        prop_assert!(index_of(&loaded) == first);
    }
}
