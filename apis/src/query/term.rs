//! A field and its list of values, or a list of bare words.

use storage::text::fold;

use super::{
    ast::{Condition, Expr, Span, Term},
    error::{ErrorCode, QueryError},
    field::{Field, HasFlag, NameField, ValueField, YearField},
    nearest::nearest,
    render::excerpt,
    scanner::{Piece, Scanner, is_wordless, opens_quote},
    years,
};

/// Takes the term that stands here; `None` where it has no letter and no digit.
pub(super) fn list(scanner: &mut Scanner) -> Result<Option<Expr>, QueryError> {
    let field = take_field(scanner)?;
    let mut terms = Vec::new();
    loop {
        let first = terms.is_empty();
        let piece = scanner.piece()?;
        if piece.span.length == 0 {
            return Err(nothing_here(scanner, field));
        }
        if !first && !piece.quoted {
            check_item(field, &piece)?;
        }
        terms.push(condition(field, &piece)?.map(|condition| Term { condition, span: piece.span }));
        if !scanner.take(',') {
            break;
        }
    }
    Ok(Expr::any(terms.into_iter().flatten().map(Expr::Term)))
}

/// Takes a field's name and its colon. Without a colon it is a bare word.
fn take_field(scanner: &mut Scanner) -> Result<Field, QueryError> {
    if scanner.peek().is_some_and(opens_quote) {
        return Ok(Field::Words);
    }
    let run = scanner.run();
    let Some(colon) = run.iter().position(|&character| character == ':') else {
        return Ok(Field::Words);
    };
    if is_wordless(&run.iter().collect::<String>()) {
        return Ok(Field::Words);
    }
    let name: String = run[..colon].iter().collect();
    let field = Field::of_name(&name).ok_or_else(|| unknown_field(&name, scanner.here(colon)))?;
    scanner.advance(colon + 1);
    Ok(field)
}

/// That an item after the first is not meant to be a term of its own.
fn check_item(field: Field, item: &Piece) -> Result<(), QueryError> {
    if let Some((name, _)) = item.text.split_once(':') {
        let span = Span { column: item.span.column, length: name.chars().count() };
        if Field::of_name(name).is_some() {
            return Err(QueryError::new(
                ErrorCode::FieldInList,
                span,
                format!("`{name}:` stands within a list of values"),
                "values of one field; between fields a blank (and) or `|` (or)",
            ));
        }
        if field == Field::Words && !is_wordless(&item.text) {
            return Err(unknown_field(name, span));
        }
    }
    if field == Field::Words && item.text.starts_with('-') && !is_wordless(&item.text) {
        return Err(QueryError::new(
            ErrorCode::NegatedItem,
            Span { column: item.span.column, length: 1 },
            "a list of words cannot leave one out",
            "a blank in place of the comma, or quotes around the word",
        ));
    }
    Ok(())
}

/// What a value asks of its field; `None` for a word without a letter or a digit.
pub(super) fn condition(field: Field, piece: &Piece) -> Result<Option<Condition>, QueryError> {
    let text = &piece.text;
    if fold(text).is_empty() {
        return Err(missing_value(field, piece.span));
    }
    let value = |field| Condition::Value { field, value: text.clone() };
    Ok(Some(match field {
        Field::Genre => value(ValueField::Genre),
        Field::Style => value(ValueField::Style),
        Field::Country => value(ValueField::Country),
        Field::Format => value(ValueField::Format),
        Field::Artist => name_or_id(NameField::Artist, piece)?,
        Field::Label => name_or_id(NameField::Label, piece)?,
        Field::Year => years::range(YearField::Year, piece)?,
        Field::Original => years::range(YearField::Original, piece)?,
        Field::Decade => years::decade(piece)?,
        Field::Title if is_wordless(text) => return Err(no_words(piece)),
        Field::Title => Condition::Title(text.clone()),
        Field::Has => Condition::Has(flag(piece)?),
        Field::Words if is_wordless(text) => return Ok(None),
        Field::Words => Condition::Words(text.clone()),
    }))
}

fn name_or_id(field: NameField, piece: &Piece) -> Result<Condition, QueryError> {
    let Some(digits) = piece.text.strip_prefix('#').filter(|_| !piece.quoted) else {
        return Ok(Condition::Name { field, name: piece.text.clone() });
    };
    // `parse` alone would also take a sign before the digits.
    let all_digits = digits.bytes().all(|byte| byte.is_ascii_digit());
    match digits.parse() {
        Ok(id) if all_digits => Ok(Condition::Id { field, id }),
        _ => Err(QueryError::new(
            ErrorCode::InvalidId,
            piece.span,
            format!("`{}` is not a Discogs id", excerpt(&piece.text)),
            "a number after `#`, as in `#123`; a name that starts with `#` is quoted",
        )),
    }
}

fn flag(piece: &Piece) -> Result<HasFlag, QueryError> {
    HasFlag::of_name(&piece.text).ok_or_else(|| {
        QueryError::new(
            ErrorCode::UnknownFlag,
            piece.span,
            format!("`has:` does not know `{}`", excerpt(&piece.text)),
            "`video` or `master`",
        )
        .suggest(nearest(&piece.text, HasFlag::ALL.map(HasFlag::name)))
    })
}

fn nothing_here(scanner: &Scanner, field: Field) -> QueryError {
    let after_comma = scanner.before() == Some(',');
    if scanner.peek() == Some(',') || after_comma {
        return QueryError::new(
            ErrorCode::EmptyItem,
            scanner.here(1),
            if after_comma {
                "no value stands after the comma"
            } else {
                "no value stands before this comma"
            },
            "a value on both sides, without blanks; quotes around a text that has a comma",
        );
    }
    let missing = missing_value(field, scanner.here(1));
    if scanner.peek() != Some('(') {
        return missing;
    }
    let name = field.name();
    let expected = format!("a list such as `{name}:a,b`, or quotes around a value with a bracket");
    QueryError { expected, ..missing }
}

fn missing_value(field: Field, span: Span) -> QueryError {
    let (message, expected) = match field {
        Field::Words => ("these quotes are empty".to_owned(), "a text between them".to_owned()),
        _ => (
            format!("`{}:` has no value", field.name()),
            format!(
                "a value right after `{}:`; one with a blank or a bracket is quoted",
                field.name()
            ),
        ),
    };
    QueryError::new(ErrorCode::MissingValue, span, message, expected)
}

fn unknown_field(name: &str, span: Span) -> QueryError {
    let names = Field::NAMED.map(Field::name).join(", ");
    if name.is_empty() {
        return QueryError::new(
            ErrorCode::UnknownField,
            span,
            "no field stands before this colon",
            format!("a field ({names}), or quotes around the word if the colon belongs to it"),
        );
    }
    QueryError::new(
        ErrorCode::UnknownField,
        span,
        format!("no field is called `{}`", excerpt(name)),
        format!("a field ({names}), or quotes around the word if the colon belongs to it"),
    )
    .suggest(Field::nearest_name(name))
}

fn no_words(piece: &Piece) -> QueryError {
    QueryError::new(
        ErrorCode::NoWords,
        piece.span,
        format!("`{}` has no letter and no digit", excerpt(&piece.text)),
        "a word of the title",
    )
}
