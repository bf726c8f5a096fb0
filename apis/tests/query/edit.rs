//! Queries changed by clicks.

use apis::query::{
    ErrorCode, Expr, Field,
    edit::{Choice, cleared, parts, state_of, toggled, without, without_part},
    parse,
};
use proptest::{collection::vec, prelude::*, sample::select};

use super::arbitrary;

const FIELDS: [Field; 7] = [
    Field::Genre,
    Field::Style,
    Field::Year,
    Field::Original,
    Field::Decade,
    Field::Artist,
    Field::Has,
];

/// Few values, so that they are met again; some that only look like values.
const VALUES: [&str; 14] = [
    "Deep House",
    "DEEP  house",
    "Musique Concrète",
    "Folk, World, & Country",
    "\"x\" \\ (y)|z",
    "OR",
    "#5",
    "1990",
    "1994",
    "1990..1999",
    "..1994",
    "1990s",
    "video",
    " ",
];

/// Queries of parts that lists and clicks are likely to meet in.
fn query() -> impl Strategy<Value = Option<Expr>> {
    let list = (select(&FIELDS[..]), vec(select(&VALUES[..]), 1..4), any::<bool>());
    let list = list.prop_filter_map("a list has values", |(field, values, negated)| {
        let terms = values.iter().filter_map(|value| toggled(None, field, value));
        let list = Expr::any(terms)?;
        Some(if negated { list.negated() } else { list })
    });
    let part = prop_oneof![4 => list, 1 => arbitrary::expr()];
    vec(part, 0..6).prop_map(Expr::all)
}

fn is_read_again(query: Option<&Expr>) -> Result<(), TestCaseError> {
    let Some(query) = query else { return Ok(()) };
    match parse(&query.to_string()) {
        Ok(again) => prop_assert_eq!(&again, query, "{}", query),
        Err(error) => prop_assert!(
            matches!(error.code, ErrorCode::TooLong | ErrorCode::TooDeep),
            "{}",
            error.render(&query.to_string())
        ),
    }
    Ok(())
}

proptest! {
    #[test]
    fn a_changed_query_is_read_from_its_canonical_form(
        query in query(),
        field in select(&FIELDS[..]),
        value in prop_oneof![select(&VALUES[..]).prop_map(str::to_owned), "\\PC{0,8}"],
        place in 0..4_usize,
    ) {
        let query = query.as_ref();
        for changed in [
            toggled(query, field, &value),
            without(query, field, &value),
            cleared(query, field),
            without_part(query, place),
        ] {
            is_read_again(changed.as_ref())?;
        }
    }

    #[test]
    fn clicks_lead_around_and_back(
        query in query(),
        field in select(&FIELDS[..]),
        value in select(&VALUES[..]),
    ) {
        let before = without(query.as_ref(), field, value);
        prop_assert_eq!(state_of(before.as_ref(), field, value), Choice::Neither);
        let included = toggled(before.as_ref(), field, value);
        if included == before {
            // The text is no value of the field.
            prop_assert_eq!(&query, &before);
            return Ok(());
        }
        prop_assert_eq!(state_of(included.as_ref(), field, value), Choice::Included);
        let excluded = toggled(included.as_ref(), field, value);
        prop_assert_eq!(state_of(excluded.as_ref(), field, value), Choice::Excluded);
        prop_assert_eq!(toggled(excluded.as_ref(), field, value), before);
    }

    #[test]
    fn a_click_changes_nothing_else(
        query in query(),
        field in select(&FIELDS[..]),
        value in select(&VALUES[..]),
    ) {
        let changed = toggled(query.as_ref(), field, value);
        for other in FIELDS.into_iter().filter(|&other| other != field) {
            for value in VALUES {
                let state = |query: &Option<Expr>| state_of(query.as_ref(), other, value);
                prop_assert_eq!(state(&changed), state(&query), "{} {}", other.name(), value);
            }
        }
        prop_assert_eq!(cleared(changed.as_ref(), field), cleared(query.as_ref(), field));
    }

    #[test]
    fn a_range_without_a_year_has_the_others(
        from in prop::option::of(1985..=1995_u16),
        more in prop::option::of(0..=9_u16),
        negated in any::<bool>(),
        left_out in 1985..=2005_u16,
    ) {
        let bound = |year: Option<u16>| year.map(|year| year.to_string()).unwrap_or_default();
        let to = more.map(|more| from.unwrap_or(1985) + more);
        prop_assume!(from.is_some() || to.is_some());
        let sign = if negated { "-" } else { "" };
        let range = parse(&format!("{sign}year:{}..{}", bound(from), bound(to))).unwrap();
        let cut = without(Some(&range), Field::Year, &left_out.to_string());
        for year in [1857..=1858, 1985..=2005, 2099..=2100].into_iter().flatten() {
            let state = |query| state_of(query, Field::Year, &year.to_string());
            let expected = if year == left_out { Choice::Neither } else { state(Some(&range)) };
            prop_assert_eq!(state(cut.as_ref()), expected, "{} in {:?}", year, cut);
        }
    }

    #[test]
    fn the_parts_together_are_the_query(query in query()) {
        let told = parts(query.as_ref());
        let read: Result<Vec<Expr>, _> = told.iter().map(|part| parse(&part.canonical)).collect();
        let Ok(read) = read else { return Ok(()) };
        prop_assert_eq!(&Expr::all(read.clone()), &query);
        for place in 0..=told.len() {
            let mut others = read.clone();
            if place < others.len() {
                others.remove(place);
            }
            prop_assert_eq!(without_part(query.as_ref(), place), Expr::all(others));
        }
    }
}

fn click(query: &str, field: Field, value: &str) -> String {
    let query = (!query.is_empty()).then(|| parse(query).unwrap());
    toggled(query.as_ref(), field, value).map(|query| query.to_string()).unwrap_or_default()
}

#[test]
fn the_first_click_joins_the_values_of_the_field() {
    assert_eq!(click("", Field::Style, "Techno"), "style:Techno");
    assert_eq!(click("moby", Field::Year, "1994"), "moby year:1994");
    assert_eq!(click("style:house a", Field::Style, "Techno"), "style:house,Techno a");
    assert_eq!(click("-style:house", Field::Style, "Techno"), "-style:house style:Techno");
    assert_eq!(click("year:1980..1989", Field::Year, "1994"), "year:1980..1989,1994");
    assert_eq!(click("a | style:house", Field::Style, "Techno"), "(a | style:house) style:Techno");
}

#[test]
fn the_second_click_excludes_and_the_third_forgets() {
    assert_eq!(click("style:TECHNO,house", Field::Style, "Techno"), "style:house -style:Techno");
    assert_eq!(click("genre:rock", Field::Genre, "Rock"), "-genre:Rock");
    assert_eq!(click("-genre:rock", Field::Genre, "Rock"), "");
    assert_eq!(click("-style:techno,house a", Field::Style, "Techno"), "-style:house a");
    assert_eq!(click("decade:1990", Field::Decade, "1990s"), "-decade:1990s");
    assert_eq!(
        click("year:1990..1999", Field::Year, "1994"),
        "year:1990..1993,1995..1999 -year:1994"
    );
}

#[test]
fn a_value_is_met_whatever_its_case_and_accents() {
    let query =
        parse("style:\"musique concrete\" -country:OSTERREICH artist:#5 has:video").unwrap();
    let state = |field, value| state_of(Some(&query), field, value);
    assert_eq!(state(Field::Style, "Musique Concrète"), Choice::Included);
    assert_eq!(state(Field::Country, "Österreich"), Choice::Excluded);
    assert_eq!(state(Field::Artist, "#5"), Choice::Included);
    assert_eq!(state(Field::Has, "video"), Choice::Included);
    assert_eq!(state(Field::Genre, "Musique Concrète"), Choice::Neither);
}

#[test]
fn each_part_is_told_and_can_be_taken_away() {
    let query = parse("genre:rock -style:ska,\"new wave\" (a | year:..1980)").unwrap();
    let told = parts(Some(&query));
    let told: Vec<_> = told.iter().map(|p| format!("{} = {}", p.canonical, p.in_words)).collect();
    insta::assert_snapshot!(told.join("\n"), @r#"
    genre:rock = genre is rock
    -style:ska,"new wave" = not style ska or new wave
    a | year:..1980 = mentions a or year up to 1980
    "#);
    assert_eq!(without_part(Some(&query), 1).unwrap().to_string(), "genre:rock (a | year:..1980)");
    assert_eq!(without_part(Some(&parse("a").unwrap()), 0), None);
}
