//! Neighbouring alternatives of one field, which are written and told as one list.

use super::{
    ast::{Expr, Term},
    field::Field,
};

/// Alternatives that go together.
pub(super) enum Group<'a> {
    /// Terms of one field.
    List(Vec<&'a Term>),
    /// An alternative that is not a term.
    Other(&'a Expr),
}

/// The groups of an `Or`'s parts, in their order.
pub(super) fn groups(parts: &[Expr]) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for part in parts {
        match (part, groups.last_mut()) {
            (Expr::Term(term), Some(Group::List(list))) if field(list) == term.field() => {
                list.push(term);
            }
            (Expr::Term(term), _) => groups.push(Group::List(vec![term])),
            (other, _) => groups.push(Group::Other(other)),
        }
    }
    groups
}

/// The terms of an expression that is one list, be it of a single term.
pub(super) fn as_list(expr: &Expr) -> Option<Vec<&Term>> {
    match expr {
        Expr::Term(term) => Some(vec![term]),
        Expr::Or(parts) => match groups(parts).pop()? {
            Group::List(terms) if terms.len() == parts.len() => Some(terms),
            _ => None,
        },
        Expr::And(_) | Expr::Not(_) => None,
    }
}

/// The field of a list's terms, which are one at least.
pub(super) fn field(list: &[&Term]) -> Field {
    list.first().map_or(Field::Words, |term| term.field())
}
