//! Everything that an index can be asked, and the answers of the file.

use std::sync::OnceLock;

use storage::index::{Entry, Index, NameField, Need, Plan, Rank, ValueField, WordField};

use crate::fixture::{ARTISTS, VALUES, WORDS, index_file};

/// Everything that an index can be asked, each question after what it needs was loaded.
pub(crate) fn answers(index: &Index) -> Vec<String> {
    let mut told = vec![format!("{} {:?}", index.generation(), index.totals())];
    let mut tell = |answer: &dyn std::fmt::Debug| told.push(format!("{answer:?}"));
    for field in ValueField::ALL {
        tell(&index.values(field));
        tell(&index.suggest(field, "e", 10));
    }
    let mut plans = vec![Plan::All, Plan::Nothing];
    plans.extend(VALUES.iter().map(|(field, value, _)| value_plan(index, *field, value)));
    for field in NameField::ALL {
        index.load(&[Need::Names(field)]).unwrap();
        let names = index.names(field);
        tell(&names.suggest("a", 20));
        tell(&names.suggest("Labbel", 20));
        tell(&names.nearest("artist 7", 20));
        tell(&[names.named("artist 07"), names.named("label 33")]);
        tell(&[0, 1, ARTISTS, 9_999].map(|id| names.by_id(id)));
        plans.extend([names.plan("artist 07"), names.plan("label 33")].into_iter().flatten());
        plans.extend([1, ARTISTS, 9_999].into_iter().filter_map(|id| names.plan_by_id(id)));
    }
    for field in WordField::ALL {
        index.load(&[Need::Words(field)]).unwrap();
        plans.extend(WORDS.iter().map(|(word, _)| index.word(field, word)));
    }
    tell(&index.nearest_word(&WordField::ALL, "stokholm"));
    tell(&plans);
    let [rock, house] =
        [VALUES[1], VALUES[3]].map(|(field, value, _)| value_plan(index, field, value));
    let the = index.word(WordField::Title, "the");
    let few = index.word(WordField::Title, "stockholm");
    plans.push(Plan::And(vec![rock.clone(), the.clone(), Plan::Not(Box::new(house.clone()))]));
    plans.push(Plan::Or(vec![Plan::And(vec![rock, house.clone()]), few.clone()]));

    for plan in &plans {
        index.load_count(plan).unwrap();
        tell(&index.count(plan));
        index.load_plan(plan).unwrap();
        let page = index.page(plan, None, 30);
        tell(&index.page(plan, Some(Rank::at(1 << 20)), 30));
        index.load(&[Need::Entries]).unwrap();
        let entries: Vec<Entry> = page.iter().map(|&rank| index.entry(rank)).collect();
        tell(&entries);
        index.load(&[Need::Ranks]).unwrap();
        assert!(
            entries.iter().zip(&page).all(|(&entry, &rank)| index.rank_of(entry) == Some(rank))
        );
        index.load(&[Need::Videos]).unwrap();
        let videos: Vec<_> = index.candidates(page.into_iter()).collect();
        tell(&videos.iter().map(|found| index.video_id(found.video)).collect::<Vec<_>>());
        tell(&videos);
    }
    index.load(&[Need::Facets, Need::Dates]).unwrap();
    index.load(&[Need::Owners]).unwrap();
    let known = index.totals().videos as u32;
    let ids: Vec<_> = (0..known).map(|video| index.video_id(video)).collect();
    let numbers = ids.iter().map(|&id| index.video_number(id).unwrap());
    assert!(numbers.eq(0..known), "each id leads back to its number");
    assert_eq!(index.video_number("unknown_id0".parse().unwrap()), None);
    tell(&(0..known).map(|video| index.owner_of(video)).collect::<Vec<_>>());
    for plan in [&house, &few] {
        tell(&index.facets(plan, &ValueField::ALL));
        tell(&index.by_date(plan).into_iter().take(50).collect::<Vec<_>>());
    }
    told
}

pub(crate) fn value_plan(index: &Index, field: ValueField, value: &str) -> Plan {
    index.value(field, &storage::text::fold(value)).expect("it was written").plan()
}

fn file_answers() -> &'static [String] {
    static ANSWERS: OnceLock<Vec<String>> = OnceLock::new();
    ANSWERS.get_or_init(|| answers(&Index::open(index_file()).unwrap()))
}

#[track_caller]
pub(crate) fn assert_answers(index: &Index) {
    for (number, (found, expected)) in answers(index).iter().zip(file_answers()).enumerate() {
        assert!(found == expected, "answer {number}:\n{found:.500}\n{expected:.500}");
    }
}
