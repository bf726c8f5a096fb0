//! The one way in which an expression is written.

use std::fmt::{self, Write as _};

use super::{
    ast::{Condition, Expr, Term},
    field::Field,
    group::{self, Group, as_list, groups},
    scanner::{Operator, ends_run, opens_quote},
};

/// The canonical form: field names in lower case, quotes and parentheses where they are needed,
/// single blanks, `|` for or, `-` for not, neighbouring alternatives of one field as a list.
///
/// Reading it gives the same expression again.
///
/// ```
/// let expr = apis::query::parse(r#"GENRE:"Rock" AND NOT (Style:Techno OR style:"Deep House")"#)?;
/// assert_eq!(expr.to_string(), r#"genre:Rock -style:Techno,"Deep House""#);
/// # Ok::<(), apis::query::QueryError>(())
/// ```
impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Term(term) => list(f, &[term]),
            Self::Not(part) => {
                f.write_char('-')?;
                operand(f, part, matches!(**part, Self::Not(_)))
            }
            Self::And(parts) => {
                for (index, part) in parts.iter().enumerate() {
                    f.write_str(if index > 0 { " " } else { "" })?;
                    operand(f, part, false)?;
                }
                Ok(())
            }
            Self::Or(parts) => {
                for (index, group) in groups(parts).into_iter().enumerate() {
                    f.write_str(if index > 0 { " | " } else { "" })?;
                    match group {
                        Group::List(terms) => list(f, &terms)?,
                        Group::Other(part @ Self::And(_)) => write!(f, "{part}")?,
                        Group::Other(part) => operand(f, part, false)?,
                    }
                }
                Ok(())
            }
        }
    }
}

/// A part of an `And` or `Not`, in parentheses where it would fall apart.
fn operand(f: &mut fmt::Formatter<'_>, part: &Expr, parentheses: bool) -> fmt::Result {
    match (as_list(part), part) {
        (Some(terms), _) => list(f, &terms),
        (None, Expr::Not(_)) if !parentheses => write!(f, "{part}"),
        _ => write!(f, "({part})"),
    }
}

/// `field:value,value`
fn list(f: &mut fmt::Formatter<'_>, terms: &[&Term]) -> fmt::Result {
    let field = group::field(terms);
    if field != Field::Words {
        write!(f, "{}:", field.name())?;
    }
    for (index, term) in terms.iter().enumerate() {
        f.write_str(if index > 0 { "," } else { "" })?;
        value(f, &term.condition)?;
    }
    Ok(())
}

fn value(f: &mut fmt::Formatter<'_>, condition: &Condition) -> fmt::Result {
    match condition {
        Condition::Value { value: text, .. } | Condition::Title(text) => {
            quoted(f, text, needs_quotes(text) || starts_with_field(text))
        }
        Condition::Name { name, .. } => {
            quoted(f, name, needs_quotes(name) || starts_with_field(name) || name.starts_with('#'))
        }
        Condition::Words(text) => {
            let sign = text.starts_with('-') || text.contains(':');
            quoted(f, text, needs_quotes(text) || sign || Operator::of_word(text).is_some())
        }
        Condition::Id { id, .. } => write!(f, "#{id}"),
        Condition::Years { from, to, .. } => {
            if let (Some(from), true) = (from, from == to) {
                return write!(f, "{from}");
            }
            let bound = |f: &mut fmt::Formatter<'_>, year: &Option<u16>| match year {
                Some(year) => write!(f, "{year}"),
                None => Ok(()),
            };
            bound(f, from)?;
            f.write_str("..")?;
            bound(f, to)
        }
        Condition::Decade(decade) => write!(f, "{decade}s"),
        Condition::Has(flag) => f.write_str(flag.name()),
    }
}

fn needs_quotes(text: &str) -> bool {
    text.is_empty() || text.starts_with(opens_quote) || text.contains(ends_run)
}

/// Whether the text would be taken for a field of its own within a list.
fn starts_with_field(text: &str) -> bool {
    text.split_once(':').is_some_and(|(name, _)| Field::of_name(name).is_some())
}

fn quoted(f: &mut fmt::Formatter<'_>, text: &str, quotes: bool) -> fmt::Result {
    if !quotes {
        return f.write_str(text);
    }
    f.write_char('"')?;
    for character in text.chars() {
        if matches!(character, '"' | '\\') {
            f.write_char('\\')?;
        }
        f.write_char(character)?;
    }
    f.write_char('"')
}
