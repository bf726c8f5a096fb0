//! From the id of a video back to the best entry that brings it.

use std::collections::BTreeSet;

use apis::catalogue::Catalogue;
use proptest::prelude::*;
use storage::{
    index::{Index, Need, Rank},
    model::VideoId,
};

use crate::{
    catalogue::records, dump::Loaded, home::in_every_home, naive::Oracle, vocabulary::VIDEOS,
};

fn best(index: &Index, oracle: &Oracle, id: &str) -> Option<Rank> {
    let brings = oracle.entries.iter().filter(|(_, known)| known.videos.contains(id));
    brings.map(|(&entry, _)| index.rank_of(entry).expect("it is an entry")).min()
}

fn find_every_video(catalogue: &Catalogue, oracle: &Oracle) {
    let index = catalogue.index();
    index.load(&[Need::Owners, Need::Ranks]).expect("the index is there");
    let mut numbers = BTreeSet::new();
    for text in VIDEOS {
        let id: VideoId = text.parse().expect("it is an id");
        let number = index.video_number(id);
        assert_eq!(number.map(|number| index.owner_of(number)), best(index, oracle, text), "{id}");
        assert_eq!(number.map(|number| index.video_id(number)), number.map(|_| id));
        numbers.extend(number.map(u64::from));
    }
    assert!(numbers.into_iter().eq(0..index.totals().videos), "each video has a number");
}

in_every_home! {
    24,
    fn every_video_is_found_by_its_id_with_the_best_entry_that_brings_it(
        home,
        records in records(),
    ) {
        let loaded = Loaded::new(&records, home);
        let oracle = Oracle::new(&records);
        loaded.catalogues().iter().for_each(|catalogue| find_every_video(catalogue, &oracle));
    }
}
