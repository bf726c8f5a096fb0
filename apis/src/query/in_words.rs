//! A query told in plain English.

use std::borrow::Cow;

use super::{
    ast::{Condition, Expr, Term},
    field::Field,
    group::{self, Group, as_list, groups},
    render::harmless,
};

impl Expr {
    /// The query in plain English, for people who did not write it.
    ///
    /// ```
    /// let expr = apis::query::parse("genre:electronic style:house,techno year:1990..1999 -has:master")?;
    /// assert_eq!(
    ///     expr.in_words(),
    ///     "genre is electronic and style is house or techno and year from 1990 to 1999 \
    ///      and has no master",
    /// );
    /// # Ok::<(), apis::query::QueryError>(())
    /// ```
    #[must_use]
    pub fn in_words(&self) -> String {
        match self {
            Self::Term(term) => tell(&[term], false),
            Self::And(parts) => parts.iter().map(part).collect::<Vec<_>>().join(" and "),
            Self::Or(parts) => match as_list(self) {
                Some(terms) => tell(&terms, false),
                None => alternatives(parts),
            },
            Self::Not(inner) => match as_list(inner) {
                Some(terms) => tell(&terms, true),
                None => format!("not ({})", inner.in_words()),
            },
        }
    }
}

/// A part of an `And`, in parentheses where it would fall apart.
fn part(part: &Expr) -> String {
    match part {
        Expr::Or(_) if as_list(part).is_none() => format!("({})", part.in_words()),
        _ => part.in_words(),
    }
}

/// Alternatives are told with a comma between them where one has an “or” or “and” of its own.
fn alternatives(parts: &[Expr]) -> String {
    let mut long = false;
    let told: Vec<_> = groups(parts)
        .into_iter()
        .map(|group| match group {
            Group::List(terms) => {
                long |= terms.len() > 1;
                tell(&terms, false)
            }
            Group::Other(other) => {
                long |= matches!(other, Expr::And(_));
                other.in_words()
            }
        })
        .collect();
    told.join(if long { ", or " } else { " or " })
}

/// Terms of one field, of which one holds or, negated, none.
fn tell(terms: &[&Term], negated: bool) -> String {
    let values = terms.iter().map(|term| value(&term.condition)).collect::<Vec<_>>().join(" or ");
    let field = group::field(terms);
    let range = terms.first().is_some_and(|term| is_range(&term.condition));
    match (field, negated) {
        (Field::Title, false) => format!("title has {values}"),
        (Field::Title, true) => format!("title lacks {values}"),
        (Field::Words, false) => format!("mentions {values}"),
        (Field::Words, true) => format!("does not mention {values}"),
        (Field::Has, false) => format!("has a {}", values.replace(" or ", " or a ")),
        (Field::Has, true) => format!("has no {values}"),
        (_, true) => format!("not {} {values}", subject(field)),
        (_, false) if range => format!("{} {values}", subject(field)),
        (_, false) => format!("{} is {values}", subject(field)),
    }
}

fn subject(field: Field) -> &'static str {
    match field {
        Field::Original => "original year",
        other => other.name(),
    }
}

fn is_range(condition: &Condition) -> bool {
    matches!(condition, Condition::Years { from, to, .. } if from != to)
}

fn value(condition: &Condition) -> Cow<'_, str> {
    match condition {
        Condition::Value { value, .. } => text(value),
        Condition::Name { name, .. } => text(name),
        Condition::Title(words) | Condition::Words(words) => text(words),
        Condition::Id { id, .. } => format!("number {id}").into(),
        Condition::Years { from, to, .. } => match (from, to) {
            (Some(from), Some(to)) if from == to => from.to_string().into(),
            (Some(from), Some(to)) => format!("from {from} to {to}").into(),
            (Some(from), None) => format!("from {from}").into(),
            (None, Some(to)) => format!("up to {to}").into(),
            (None, None) => "known".into(),
        },
        Condition::Decade(decade) => format!("{decade}s").into(),
        Condition::Has(flag) => flag.name().into(),
    }
}

/// A text in quotes where it could be taken for a part of the sentence.
fn text(text: &str) -> Cow<'_, str> {
    let shown: String = text.chars().map(harmless).collect();
    let joins = |word| matches!(word, "and" | "or" | "not");
    if shown.contains([',', '(', ')']) || shown.to_lowercase().split(' ').any(joins) {
        format!("“{shown}”").into()
    } else {
        shown.into()
    }
}
