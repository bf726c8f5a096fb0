//! An error says what is wrong, where, and what to do.

use std::fmt::Write as _;

use apis::query::{ErrorCode, MAX_CHARACTERS, MAX_DEPTH, QueryError, parse};

fn error(query: &str) -> QueryError {
    match parse(query) {
        Ok(expr) => panic!("{query} is read as {expr}"),
        Err(error) => error,
    }
}

fn rendered(queries: &[&str]) -> String {
    let mut text = String::new();
    for query in queries {
        let error = error(query);
        writeln!(text, "{}\n{}\n", error.code, error.render(query)).unwrap();
    }
    text
}

#[test]
fn an_error_points_at_the_place_and_says_what_to_do() {
    let text = rendered(&[
        "",
        "  ",
        "& - !!!",
        "gnere:house",
        "deep re:birth",
        "house 東京:x",
        "genre :house",
        "genre: electronic",
        "year:1990 genre:",
        "genre:\"\" house",
        "genre:(house | techno)",
        "\"\"",
        "genre:house,,techno",
        "house, techno",
        "genre:,house",
        "genre:house,style:techno",
        "house,-techno",
        "house,re:birth",
        "title:&",
        "house ()",
        "year:1990 (house | techno",
        "house) techno",
        "artist:\"Carl Craig",
        "artist:“Carl Craig\"",
        "label:\"basic\"channel",
        "| house",
        "house | | techno",
        "(house OR) techno",
        "AND house",
        "house AND | techno",
        "NOT",
        "house -| techno",
        "-(&)",
    ]);
    insta::assert_snapshot!(text);
}

#[test]
fn an_error_in_a_value_tells_the_values_that_are_known() {
    let text = rendered(&[
        "year:19xx",
        "year:1990-1999",
        "original:1990s",
        "year:1999..1990",
        "year:..",
        "year:1990...1999",
        "year:1990..99999",
        "year:1856",
        "year:1990,2101",
        "year:\"1990..x\"",
        "decade:90s",
        "decade:1994",
        "decade:nineties",
        "has:foo",
        "has:videos",
        "artist:#abc",
        "label:#",
        "artist:#99999999999",
    ]);
    insta::assert_snapshot!(text);
}

#[test]
fn columns_count_characters() {
    let error = error("björk – ñu house:x");
    assert_eq!((error.column, error.length), (12, 5));
}

#[test]
fn a_query_may_be_as_long_as_the_limit_and_no_longer() {
    assert!(parse(&"ö".repeat(MAX_CHARACTERS)).is_ok());
    let error = error(&"ö".repeat(MAX_CHARACTERS + 2));
    assert_eq!(
        (error.code, error.column, error.length),
        (ErrorCode::TooLong, MAX_CHARACTERS + 1, 2)
    );
    assert_eq!(
        error.to_string(),
        "column 4097: the query has 4098 characters: expected at most 4096"
    );
}

#[test]
fn a_query_that_grows_beyond_the_limit_is_too_long() {
    let grows = "a|has:video|".repeat(MAX_CHARACTERS / 12) + "a";
    assert_eq!(error(&grows).code, ErrorCode::TooLong);
}

#[test]
fn parentheses_may_be_as_deep_as_the_limit_and_no_deeper() {
    let nested = |depth| format!("{}a{}", "(".repeat(depth), ")".repeat(depth));
    assert!(parse(&nested(MAX_DEPTH)).is_ok());
    let error = error(&nested(MAX_DEPTH + 1));
    assert_eq!((error.code, error.column), (ErrorCode::TooDeep, MAX_DEPTH + 1));
    assert_eq!(
        error.to_string(),
        "column 101: more than 100 parentheses within each other: expected fewer of them"
    );
}

#[test]
fn a_long_query_is_cut_around_the_place() {
    let query = format!("{}gnere:x {}", "house ".repeat(40), "techno ".repeat(40));
    let rendered = error(&query).render(&query);
    insta::assert_snapshot!(rendered);
}

#[test]
fn marks_reach_to_the_end_of_the_shown_part_only() {
    let query = format!("genre:house) {}", "x".repeat(5000));
    let rendered = error(&query).render(&query);
    assert!(rendered.lines().all(|line| line.chars().count() < 120), "{rendered}");
}

#[test]
fn nothing_in_an_error_steers_the_terminal() {
    let query = "\u{1b}[31m\u{202e}:x\u{7}\nhouse";
    let error = error(query);
    for text in [error.to_string(), error.render(query).replace('\n', " ")] {
        assert!(!text.contains(|c: char| c.is_control() || c == '\u{202e}'), "{text:?}");
    }
    assert_eq!(error.render(query).lines().count(), 3);
    assert_eq!(error.to_string().lines().count(), 1);
}

#[test]
fn an_error_is_told_to_programs_as_well() {
    insta::assert_json_snapshot!(error("-gnere:house"));
}
