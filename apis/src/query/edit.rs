//! A query changed by a click, for a page of which every state is a query.
//!
//! A *part* is what a query joins by *and* at its top. A part is *of a field* when it is a list of
//! that field's values, be it of one, and perhaps negated. All else is left as it was written.
//!
//! Values are read as the language reads them: `1994`, `1990s`, `#5` for an artist's id. A text
//! that is no value of its field changes nothing.
//!
//! What comes out is a query like any other, and read again from its canonical form, unless it
//! has become [too long](super::MAX_CHARACTERS) or [too deep](super::MAX_DEPTH) for one.

use std::slice;

use storage::{model::YEARS, text::fold};

use super::{
    ast::{Condition, Expr, Span, Term},
    field::Field,
    group::{self, as_list},
    scanner::Piece,
    term,
};

/// What a query's own parts say of a value.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Choice {
    /// Nothing.
    #[default]
    Neither,
    /// That it may be there: it is one of a list.
    Included,
    /// That it must not be there.
    Excluded,
}

/// A part of a query by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// In its canonical form.
    pub canonical: String,
    /// In plain English.
    pub in_words: String,
}

/// The parts of a query, in their order.
#[must_use]
pub fn parts(query: Option<&Expr>) -> Vec<Part> {
    let told = |part: &Expr| Part { canonical: part.to_string(), in_words: part.in_words() };
    top(query).iter().map(told).collect()
}

/// The query without the part at this place, counted from 0; `None` where it was the only one.
#[must_use]
pub fn without_part(query: Option<&Expr>, place: usize) -> Option<Expr> {
    let parts = top(query).iter().enumerate();
    Expr::all(parts.filter(|(other, _)| *other != place).map(|(_, part)| part.clone()))
}

/// The query without the parts of a field.
#[must_use]
pub fn cleared(query: Option<&Expr>, field: impl Into<Field>) -> Option<Expr> {
    let field = field.into();
    Expr::all(top(query).iter().filter(|part| Own::of(part, field).is_none()).cloned())
}

/// What the parts of a field say of one of its values. A year is included by its range as well.
#[must_use]
pub fn state_of(query: Option<&Expr>, field: impl Into<Field>, value: &str) -> Choice {
    let field = field.into();
    read(field, value).map_or(Choice::Neither, |wanted| state(query, field, &wanted))
}

/// The query after one more click on a value: it joins those of its field, then it is left out,
/// then nothing is said of it.
///
/// ```
/// use apis::query::{Field, edit::toggled, parse};
///
/// let mut query = Some(parse("genre:electronic style:techno")?);
/// let mut click = || {
///     query = toggled(query.as_ref(), Field::Style, "Deep House");
///     query.as_ref().map(ToString::to_string).unwrap_or_default()
/// };
/// assert_eq!(click(), r#"genre:electronic style:techno,"Deep House""#);
/// assert_eq!(click(), r#"genre:electronic style:techno -style:"Deep House""#);
/// assert_eq!(click(), "genre:electronic style:techno");
/// # Ok::<(), apis::query::QueryError>(())
/// ```
#[must_use]
pub fn toggled(query: Option<&Expr>, field: impl Into<Field>, value: &str) -> Option<Expr> {
    let field = field.into();
    let Some(wanted) = read(field, value) else { return query.cloned() };
    let rest = lacking(query, field, &wanted);
    let value = Expr::Term(Term { condition: wanted.clone(), span: Span::default() });
    match state(query, field, &wanted) {
        Choice::Neither => joined(rest, field, value),
        Choice::Included => Expr::all(rest.into_iter().chain([value.negated()])),
        Choice::Excluded => rest,
    }
}

/// The query in which the parts of a field say nothing of a value. A range of years is cut in two
/// where it has to be.
#[must_use]
pub fn without(query: Option<&Expr>, field: impl Into<Field>, value: &str) -> Option<Expr> {
    let field = field.into();
    match read(field, value) {
        Some(wanted) => lacking(query, field, &wanted),
        None => query.cloned(),
    }
}

fn top(query: Option<&Expr>) -> &[Expr] {
    match query {
        None => &[],
        Some(Expr::And(parts)) => parts,
        Some(part) => slice::from_ref(part),
    }
}

/// A part of a field.
struct Own<'a> {
    terms: Vec<&'a Term>,
    negated: bool,
}

impl<'a> Own<'a> {
    fn of(part: &'a Expr, field: Field) -> Option<Self> {
        let (list, negated) = match part {
            Expr::Not(inner) => (&**inner, true),
            list => (list, false),
        };
        let terms = as_list(list)?;
        (group::field(&terms) == field).then_some(Self { terms, negated })
    }

    fn covers(&self, wanted: &Condition) -> bool {
        self.terms.iter().any(|term| covers(&term.condition, wanted))
    }
}

/// The condition that the text is as a value of the field. After a `#` it is an id where that can
/// be, else the beginning of a name.
fn read(field: Field, value: &str) -> Option<Condition> {
    let text = value.split_whitespace().collect::<Vec<_>>().join(" ");
    [false, true].into_iter().find_map(|quoted| {
        let piece = Piece { text: text.clone(), quoted, span: Span::default() };
        term::condition(field, &piece).ok().flatten()
    })
}

fn state(query: Option<&Expr>, field: Field, wanted: &Condition) -> Choice {
    let mut state = Choice::Neither;
    for own in top(query).iter().filter_map(|part| Own::of(part, field)) {
        if own.covers(wanted) {
            if own.negated {
                return Choice::Excluded;
            }
            state = Choice::Included;
        }
    }
    state
}

/// The value as one more of the field's first list, or as a part of its own.
fn joined(query: Option<Expr>, field: Field, value: Expr) -> Option<Expr> {
    let mut parts = top(query.as_ref()).to_vec();
    let is_list = |part: &Expr| Own::of(part, field).is_some_and(|own| !own.negated);
    match parts.iter().position(is_list) {
        Some(place) => {
            let list = parts.remove(place);
            Expr::any([list, value]).into_iter().for_each(|list| parts.insert(place, list));
        }
        None => parts.push(value),
    }
    Expr::all(parts)
}

fn lacking(query: Option<&Expr>, field: Field, wanted: &Condition) -> Option<Expr> {
    Expr::all(top(query).iter().filter_map(|part| {
        let Some(own) = Own::of(part, field) else { return Some(part.clone()) };
        let rest = own.terms.iter().flat_map(|term| {
            let span = term.span;
            let rest = rest(&term.condition, wanted).into_iter();
            rest.map(move |condition| Expr::Term(Term { condition, span }))
        });
        Expr::any(rest).map(|list| if own.negated { list.negated() } else { list })
    }))
}

/// Whether all that has the wanted condition has the other one.
fn covers(condition: &Condition, wanted: &Condition) -> bool {
    use Condition::{Name, Title, Value, Words, Years};
    match (condition, wanted) {
        (Value { field, value }, Value { field: other, value: wanted }) => {
            field == other && fold(value) == fold(wanted)
        }
        (Name { field, name }, Name { field: other, name: wanted }) => {
            field == other && fold(name) == fold(wanted)
        }
        (Title(text), Title(wanted)) | (Words(text), Words(wanted)) => fold(text) == fold(wanted),
        (Years { from, to, .. }, Years { from: first, to: last, .. }) => {
            let ((from, to), (first, last)) = (bounds(*from, *to), bounds(*first, *last));
            from <= first && last <= to
        }
        _ => condition == wanted,
    }
}

/// What is left of a condition without the wanted one of the same field.
fn rest(condition: &Condition, wanted: &Condition) -> Vec<Condition> {
    let (Condition::Years { field, from, to }, Condition::Years { from: first, to: last, .. }) =
        (condition, wanted)
    else {
        return if covers(condition, wanted) { Vec::new() } else { vec![condition.clone()] };
    };
    let ((low, high), (first, last)) = (bounds(*from, *to), bounds(*first, *last));
    if high < first || last < low {
        return vec![condition.clone()];
    }
    let before = (low < first).then(|| (*from, Some(first - 1)));
    let after = (last < high).then(|| (Some(last + 1), *to));
    let years = |(from, to)| Condition::Years { field: *field, from, to };
    before.into_iter().chain(after).map(years).collect()
}

fn bounds(from: Option<u16>, to: Option<u16>) -> (u16, u16) {
    (from.unwrap_or(*YEARS.start()), to.unwrap_or(*YEARS.end()))
}
