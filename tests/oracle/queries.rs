//! Random queries over the vocabulary.

use apis::query::{Condition, Expr, HasFlag, NameField, Span, Term, ValueField, YearField};
use proptest::{collection::vec, option, prelude::*, sample::select};

use crate::vocabulary::{ARTISTS, COUNTRIES, FORMATS, GENRES, LABELS, STYLES, VARIATIONS, WORDS};

/// Queries as the parser gives them, of up to some twenty terms.
pub(crate) fn query() -> impl Strategy<Value = Expr> {
    term().prop_recursive(4, 20, 4, |part| {
        prop_oneof![
            2 => vec(part.clone(), 2..4).prop_map(|parts| Expr::all(parts).expect("two at least")),
            2 => vec(part.clone(), 2..4).prop_map(|parts| Expr::any(parts).expect("two at least")),
            1 => part.prop_map(Expr::negated),
        ]
    })
}

fn term() -> impl Strategy<Value = Expr> {
    let condition = prop_oneof![
        2 => value(ValueField::Genre, &GENRES[..10]),
        2 => value(ValueField::Style, &STYLES),
        1 => value(ValueField::Country, &COUNTRIES),
        1 => value(ValueField::Format, &FORMATS),
        2 => name(NameField::Artist, select([&ARTISTS[..], &VARIATIONS].concat())),
        1 => name(NameField::Label, select(&LABELS[..])),
        1 => (1..=8_u32).prop_map(|id| Condition::Id { field: NameField::Artist, id }),
        1 => (1..=6_u32).prop_map(|id| Condition::Id { field: NameField::Label, id }),
        2 => years(),
        1 => select(&[1850, 1980, 1990, 2000, 2100][..]).prop_map(Condition::Decade),
        1 => vec(select(&WORDS[..]), 1..3).prop_map(|words| Condition::Title(words.join(" "))),
        2 => bare_words(),
        1 => select(HasFlag::ALL.to_vec()).prop_map(Condition::Has),
    ];
    condition.prop_map(|condition| Expr::Term(Term { condition, span: Span::default() }))
}

fn value(field: ValueField, values: &'static [&'static str]) -> impl Strategy<Value = Condition> {
    let text = prop_oneof![15 => select(values), 1 => Just("Nobody has this")];
    text.prop_map(move |value| {
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        Condition::Value { field, value }
    })
}

fn name(
    field: NameField,
    names: impl Strategy<Value = &'static str>,
) -> impl Strategy<Value = Condition> {
    (names, 0..4).prop_map(move |(name, how)| {
        let name = match how {
            0 => name.to_uppercase(),
            1 => name.trim_end_matches('*').to_owned(),
            _ => name.to_owned(),
        };
        Condition::Name { field, name }
    })
}

fn years() -> impl Strategy<Value = Condition> {
    let field = select(&[YearField::Year, YearField::Original][..]);
    let bound = || option::of(select(&[1857, 1989, 1990, 1998, 1999, 2000, 2100][..]));
    (field, bound(), bound()).prop_map(|(field, from, to)| match (from, to) {
        (None, None) => Condition::Years { field, from: Some(1999), to: None },
        (Some(from), Some(to)) => {
            Condition::Years { field, from: Some(from.min(to)), to: Some(from.max(to)) }
        }
        _ => Condition::Years { field, from, to },
    })
}

fn bare_words() -> impl Strategy<Value = Condition> {
    let word = select(
        [&WORDS[..], &["Björk", "persuader", "jesper", "SVEK", "Köln", "moby", "事", "nobody"]]
            .concat(),
    );
    vec(word, 1..3).prop_map(|words| Condition::Words(words.join(" ")))
}
