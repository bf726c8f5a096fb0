//! Expressions and texts of every kind.

use apis::query::{Condition, Expr, HasFlag, NameField, Span, Term, ValueField, YearField};
use proptest::{collection::vec, prelude::*, sample::select};
use storage::{model::YEARS, text::fold};

/// Texts as [`Condition`] holds them: with single blanks, and not empty once folded.
fn text() -> impl Strategy<Value = String> {
    let awkward =
        select(vec!["OR", "AND", "NOT", "genre:a", "#12", "-a", "a:b", "12\"", "a\\", "“x"]);
    let any = prop_oneof!["[a-cA-C0-9 ,|()\"“”„:#\\\\&éß.-]{1,10}", "\\PC{1,8}"];
    prop_oneof![1 => awkward.prop_map(str::to_owned), 3 => any]
        .prop_map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
        .prop_filter("a value is not empty", |text| !fold(text).is_empty())
}

fn words() -> impl Strategy<Value = String> {
    text().prop_filter("there is a word", |text| {
        storage::text::words(text).any(|word| !word.is_empty())
    })
}

fn years() -> impl Strategy<Value = Condition> {
    let bounds = prop_oneof![
        YEARS.prop_map(|year| (Some(year), Some(year))),
        YEARS.prop_map(|year| (Some(year), None)),
        YEARS.prop_map(|year| (None, Some(year))),
        (YEARS, YEARS).prop_map(|(one, other)| (Some(one.min(other)), Some(one.max(other)))),
    ];
    (select(vec![YearField::Year, YearField::Original]), bounds)
        .prop_map(|(field, (from, to))| Condition::Years { field, from, to })
}

fn condition() -> impl Strategy<Value = Condition> {
    use ValueField::{Country, Format, Genre, Style};
    let name_field = || select(vec![NameField::Artist, NameField::Label]);
    prop_oneof![
        (select(vec![Genre, Style, Country, Format]), text())
            .prop_map(|(field, value)| Condition::Value { field, value }),
        (name_field(), text()).prop_map(|(field, name)| Condition::Name { field, name }),
        (name_field(), any::<u32>()).prop_map(|(field, id)| Condition::Id { field, id }),
        years(),
        (185..=210_u16).prop_map(|tens| Condition::Decade(tens * 10)),
        words().prop_map(Condition::Title),
        words().prop_map(Condition::Words),
        select(HasFlag::ALL.to_vec()).prop_map(Condition::Has),
    ]
}

/// Expressions as the parser gives them: flattened.
pub(crate) fn expr() -> impl Strategy<Value = Expr> {
    let term =
        condition().prop_map(|condition| Expr::Term(Term { condition, span: Span::default() }));
    term.prop_recursive(5, 40, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 1..5).prop_map(|parts| Expr::all(parts).expect("at least one part")),
            vec(inner.clone(), 1..5).prop_map(|parts| Expr::any(parts).expect("at least one part")),
            inner.prop_map(Expr::negated),
        ]
    })
}

/// Texts that are queries, or nearly.
pub(crate) fn query() -> impl Strategy<Value = String> {
    let tokens = select(vec![
        "a",
        "ö",
        "house",
        "12\"",
        "\"",
        "“",
        "”",
        "\"a b\"",
        "\\\"",
        "genre:",
        "Artist:",
        "label:#5",
        "year:",
        "1990",
        "..",
        "1990..1999",
        "decade:1990s",
        "has:video",
        "x:",
        ":",
        ",",
        "|",
        "(",
        ")",
        "-",
        "NOT",
        "OR",
        "AND",
        "&",
        " ",
        " ",
        " ",
        "\t",
        "\u{301}",
    ]);
    vec(tokens, 0..20).prop_map(|tokens| tokens.concat())
}
