//! Years, ranges of them, and decades.

use storage::model::YEARS;

use super::{
    ast::{Condition, Span},
    error::{ErrorCode, QueryError},
    field::{Field, YearField},
    render::excerpt,
    scanner::Piece,
};

/// `1999`, `1990..1999`, `1990..` or `..1999`.
pub(super) fn range(field: YearField, piece: &Piece) -> Result<Condition, QueryError> {
    let text = piece.text.as_str();
    let Some((first, last)) = text.split_once("..") else {
        let year = Some(year(field, piece, text, 0)?);
        return Ok(Condition::Years { field, from: year, to: year });
    };
    let bound = |text: &str, offset| match text {
        "" => Ok(None),
        text => year(field, piece, text, offset).map(Some),
    };
    let from = bound(first, 0)?;
    let to = bound(last, first.chars().count() + 2)?;
    match (from, to) {
        (None, None) => Err(invalid_year(field, piece.span, text)),
        (Some(from), Some(to)) if from > to => Err(QueryError::new(
            ErrorCode::BackwardRange,
            piece.span,
            format!("the range `{from}..{to}` runs backwards"),
            "the earlier year first",
        )
        .suggest(Some(format!("{to}..{from}")))),
        _ => Ok(Condition::Years { field, from, to }),
    }
}

/// The year that stands `offset` characters after the start of the piece.
fn year(field: YearField, piece: &Piece, text: &str, offset: usize) -> Result<u16, QueryError> {
    let quote = usize::from(piece.quoted);
    let span = Span { column: piece.span.column + offset + quote, length: text.chars().count() };
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(invalid_year(field, span, text));
    }
    match text.parse() {
        Ok(year) if YEARS.contains(&year) => Ok(year),
        _ => Err(QueryError::new(
            ErrorCode::YearOutOfRange,
            span,
            format!("no release is of the year {}", excerpt(text)),
            format!("a year from {} to {}", YEARS.start(), YEARS.end()),
        )),
    }
}

fn invalid_year(field: YearField, span: Span, text: &str) -> QueryError {
    let name = Field::from(field).name();
    QueryError::new(
        ErrorCode::InvalidYear,
        span,
        format!("`{}` is not a year", excerpt(text)),
        format!("`{name}:1994`, `{name}:1990..1999`, `{name}:1990..` or `{name}:..1999`"),
    )
    .suggest(meant_range(text))
}

/// `1990..1999` where it was written `1990-1999` or `1990s`.
fn meant_range(text: &str) -> Option<String> {
    let year = |text: &str| text.parse().ok().filter(|year| YEARS.contains(year));
    if let Some((from, to)) = text.split_once(['-', '–']) {
        let (from, to) = (year(from)?, year(to)?);
        return (from <= to).then(|| format!("{from}..{to}"));
    }
    let decade = year(text.strip_suffix('s')?)?;
    (decade % 10 == 0 && YEARS.contains(&(decade + 9))).then(|| format!("{decade}..{}", decade + 9))
}

/// `1990s` or `1990`.
pub(super) fn decade(piece: &Piece) -> Result<Condition, QueryError> {
    let digits = piece.text.strip_suffix(['s', 'S']).unwrap_or(&piece.text);
    let decades = YEARS.start() / 10 * 10..=YEARS.end() / 10 * 10;
    let number =
        digits.parse::<u16>().ok().filter(|_| digits.bytes().all(|byte| byte.is_ascii_digit()));
    match number {
        Some(number) if number % 10 == 0 && decades.contains(&number) => {
            Ok(Condition::Decade(number))
        }
        _ => Err(QueryError::new(
            ErrorCode::InvalidDecade,
            piece.span,
            format!("`{}` is not a decade", excerpt(&piece.text)),
            format!("one of `{}s` to `{}s`", decades.start(), decades.end()),
        )
        .suggest(number.and_then(|number| match number {
            0..100 if number % 10 == 0 => Some(format!("19{number:02}s")),
            _ if YEARS.contains(&number) => Some(format!("{}s", number / 10 * 10)),
            _ => None,
        }))),
    }
}
