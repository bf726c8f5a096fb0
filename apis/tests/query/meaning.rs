//! What a query means.

use apis::query::{
    Condition, Expr, Field, HasFlag, NameField, ValueField, YearField, nearest, parse,
};

fn same(one: &str, other: &str) {
    assert_eq!(parse(one), parse(other), "{one}  and  {other}");
}

fn condition(query: &str) -> Condition {
    match parse(query) {
        Ok(Expr::Term(term)) => term.condition,
        other => panic!("{query} is {other:?}"),
    }
}

#[test]
fn not_binds_tightest_then_and_then_or() {
    same("a b | c d", "(a b) | (c d)");
    same("a AND b OR c", "(a b) | c");
    same("-a b", "(-a) b");
    same("NOT a b | c", "((-a) b) | c");
    same("a | -b c", "a | ((-b) c)");
    assert_ne!(parse("a (b | c)"), parse("a b | c"));
    assert_ne!(parse("-(a b)"), parse("-a b"));
}

#[test]
fn a_list_binds_tighter_than_a_negation() {
    same("-genre:a,b", "-(genre:a | genre:b)");
    same("a,b c", "(a | b) c");
}

#[test]
fn operators_may_be_written_in_two_ways() {
    same("a|b", "a OR b");
    same("-a", "NOT a");
    same("a b", "a AND b");
    same("a AND NOT b", "a -b");
    same("(a)b", "a b");
    same("NOT(a b)", "-(a b)");
}

#[test]
fn operators_in_lower_case_are_words() {
    assert_eq!(parse("this or that").unwrap().to_string(), "this or that");
    assert_eq!(parse("and not Or").unwrap().to_string(), "and not Or");
    assert_eq!(condition("\"OR\""), Condition::Words("OR".into()));
    same("OR,x", "\"OR\" | x");
}

#[test]
fn two_negations_cancel_out() {
    same("--a", "a");
    same("NOT -a", "a");
    same("NOT NOT NOT a", "-a");
    same("-(-(a b))", "a b");
}

#[test]
fn nested_parts_are_flattened_in_their_order() {
    same("a (b (c d))", "a b c d");
    same("a | (b | genre:c,d)", "a | b | genre:c | genre:d");
    same("((a))", "a");
}

#[test]
fn field_names_are_read_in_any_case() {
    same("GENRE:rock Has:VIDEO", "genre:rock has:video");
}

#[test]
fn a_minus_within_a_word_is_part_of_it() {
    assert_eq!(condition("jean-michel"), Condition::Words("jean-michel".into()));
    assert_eq!(condition("genre:-x"), condition("genre:\"-x\""));
    assert_eq!(
        parse("-format:compilation").unwrap(),
        parse("format:compilation").unwrap().negated()
    );
    assert_eq!(parse("-\"new age\"").unwrap(), parse("\"new age\"").unwrap().negated());
}

#[test]
fn words_without_a_letter_or_a_digit_constrain_nothing() {
    same("carl & craig", "carl craig");
    same("a - b / c", "a b c");
    same("a -- b", "a b");
    same("a | & | b", "a | b");
    same("a (&) \"-\"", "a");
    same("a,&,b", "a,b");
    same("a :: b", "a b");
    same("house -", "house");
}

#[test]
fn a_quote_opens_a_text_only_at_its_start() {
    let format = |value: &str| Condition::Value { field: ValueField::Format, value: value.into() };
    assert_eq!(condition("format:12\""), format("12\""));
    assert_eq!(condition(r#"format:"12\" mix""#), format("12\" mix"));
    assert_eq!(condition(r#"format:"a\\b\c""#), format(r"a\b\c"));
    assert_eq!(condition(r"format:a\b"), format(r"a\b"));
    same("12\" mix", "\"12\\\"\" mix");
}

#[test]
fn typographic_quotes_are_quotes() {
    same("style:“deep house”", "style:\"deep house\"");
    same("style:„deep house“", "style:\"deep house\"");
    same("“12\" mix”", "\"12\\\" mix\"");
    assert_eq!(condition("\"a ” b\""), Condition::Words("a ” b".into()));
}

#[test]
fn blanks_in_quotes_are_made_single() {
    same("style:\" deep \t house \"", "style:\"deep house\"");
}

#[test]
fn a_name_or_an_id_is_asked_for() {
    let field = NameField::Artist;
    let name = |name: &str| Condition::Name { field, name: name.into() };
    assert_eq!(condition("artist:Artefakt"), name("Artefakt"));
    assert_eq!(condition("artist:\"Artefakt (2)\""), name("Artefakt (2)"));
    assert_eq!(condition("artist:#123"), Condition::Id { field, id: 123 });
    assert_eq!(condition("artist:\"#123\""), name("#123"));
    assert_eq!(condition("artist:!!!"), name("!!!"));
}

#[test]
fn ranges_of_years_may_be_open_and_in_a_list() {
    let years = |from, to| Condition::Years { field: YearField::Year, from, to };
    assert_eq!(condition("year:1994"), years(Some(1994), Some(1994)));
    assert_eq!(condition("year:1990..1999"), years(Some(1990), Some(1999)));
    assert_eq!(condition("year:1990.."), years(Some(1990), None));
    assert_eq!(condition("year:..1999"), years(None, Some(1999)));
    assert_eq!(condition("year:1857..2100"), years(Some(1857), Some(2100)));
    same("year:1994,1996..1998", "year:1994 | year:1996..1998");
    assert_ne!(parse("year:1994"), parse("original:1994"));
}

#[test]
fn a_decade_is_written_with_or_without_its_s() {
    assert_eq!(condition("decade:1990s"), Condition::Decade(1990));
    assert_eq!(condition("decade:1990"), Condition::Decade(1990));
    assert_eq!(condition("decade:1850S"), Condition::Decade(1850));
    assert_eq!(condition("decade:2100s"), Condition::Decade(2100));
}

#[test]
fn flags_words_and_titles_are_conditions() {
    assert_eq!(condition("has:master"), Condition::Has(HasFlag::Master));
    assert_eq!(condition("title:stockholm"), Condition::Title("stockholm".into()));
    assert_eq!(condition("\"deep, house\""), Condition::Words("deep, house".into()));
    assert_eq!(condition("\"re: birth\"").field(), Field::Words);
}

#[test]
fn a_term_knows_where_its_value_stands() {
    let Ok(Expr::Or(parts)) = parse("  genre:\"déep\",b") else { panic!("a list") };
    let spans: Vec<_> = parts
        .iter()
        .map(|part| match part {
            Expr::Term(term) => (term.span.column, term.span.length),
            other => panic!("{other} is not a term"),
        })
        .collect();
    assert_eq!(spans, [(9, 6), (16, 1)]);
}

#[test]
fn the_nearest_known_value_is_suggested_but_no_far_one() {
    let styles = ["Deep House", "Techno", "Dub Techno", "Électro", "IDM"];
    assert_eq!(nearest("deep huose", styles), Some("Deep House"));
    assert_eq!(nearest("TEKNO", styles), Some("Techno"));
    assert_eq!(nearest("electro", styles), Some("Électro"));
    assert_eq!(nearest("dub", styles), Some("Dub Techno"));
    assert_eq!(nearest("IDN", styles), Some("IDM"));
    assert_eq!(nearest("polka", styles), None);
    assert_eq!(nearest("x", styles), None);
    assert_eq!(nearest("", styles), None);
}
