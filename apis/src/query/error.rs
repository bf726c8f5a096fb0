//! What is wrong with a query, and where.

use std::fmt;

use serde::{Serialize, Serializer};

use super::ast::Span;

/// What is wrong with a query, where, and what to do about it.
///
/// Its text is one line:
///
/// ```
/// let error = apis::query::parse("gnere:house").unwrap_err();
/// assert!(error.to_string().starts_with("column 1: no field is called `gnere`: did you mean `genre`?"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QueryError {
    /// What kind of error it is, for programs.
    pub code: ErrorCode,
    /// Where it is: the first character of the query is 1, and one after the last is its end.
    pub column: usize,
    /// How many characters are wrong; 1 where something is missing.
    pub length: usize,
    /// What is wrong.
    pub message: String,
    /// What should stand there.
    pub expected: String,
    /// What was perhaps meant, to be written in that place.
    pub suggestion: Option<String>,
}

impl QueryError {
    pub(super) fn new(
        code: ErrorCode,
        span: Span,
        message: impl Into<String>,
        expected: impl Into<String>,
    ) -> Self {
        Self {
            code,
            column: span.column,
            length: span.length.max(1),
            message: message.into(),
            expected: expected.into(),
            suggestion: None,
        }
    }

    pub(super) fn suggest(mut self, suggestion: Option<impl Into<String>>) -> Self {
        self.suggestion = suggestion.map(Into::into);
        self
    }
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "column {}: {}: ", self.column, self.message)?;
        match &self.suggestion {
            Some(suggestion) => write!(f, "did you mean `{suggestion}`? Expected ")?,
            None => f.write_str("expected ")?,
        }
        f.write_str(&self.expected)
    }
}

impl std::error::Error for QueryError {}

/// The kinds of errors in a query. Programs rely on their names, which do not change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorCode {
    /// Nothing is asked.
    EmptyQuery,
    /// The query has more characters than [`MAX_CHARACTERS`](super::MAX_CHARACTERS).
    TooLong,
    /// Parentheses within parentheses, more than [`MAX_DEPTH`](super::MAX_DEPTH).
    TooDeep,
    /// No field has the name before the colon.
    UnknownField,
    /// Nothing stands right after the field's colon.
    MissingValue,
    /// Nothing stands before or after a comma.
    EmptyItem,
    /// Nothing stands between the parentheses.
    EmptyParentheses,
    /// A parenthesis is opened and never closed.
    UnclosedParenthesis,
    /// A parenthesis is closed that was never opened.
    UnexpectedParenthesis,
    /// A quote is opened and never closed.
    UnclosedQuote,
    /// A closing quote is followed directly by text.
    TextAfterQuote,
    /// `|` or `OR` lacks what it stands between.
    DanglingOr,
    /// `AND` lacks what it stands between.
    DanglingAnd,
    /// `-` or `NOT` lacks what it leaves out.
    DanglingNot,
    /// A list goes on with another field.
    FieldInList,
    /// A list of bare words goes on with `-`.
    NegatedItem,
    /// The text after `title:` has no letter and no digit.
    NoWords,
    /// It is neither a year nor a range of years.
    InvalidYear,
    /// The year is one that no release can have.
    YearOutOfRange,
    /// The range ends before it starts.
    BackwardRange,
    /// It is not a decade.
    InvalidDecade,
    /// It is not a Discogs id.
    InvalidId,
    /// `has:` does not know it.
    UnknownFlag,
}

impl ErrorCode {
    /// The name that programs rely on.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::EmptyQuery => "empty-query",
            Self::TooLong => "too-long",
            Self::TooDeep => "too-deep",
            Self::UnknownField => "unknown-field",
            Self::MissingValue => "missing-value",
            Self::EmptyItem => "empty-item",
            Self::EmptyParentheses => "empty-parentheses",
            Self::UnclosedParenthesis => "unclosed-parenthesis",
            Self::UnexpectedParenthesis => "unexpected-parenthesis",
            Self::UnclosedQuote => "unclosed-quote",
            Self::TextAfterQuote => "text-after-quote",
            Self::DanglingOr => "dangling-or",
            Self::DanglingAnd => "dangling-and",
            Self::DanglingNot => "dangling-not",
            Self::FieldInList => "field-in-list",
            Self::NegatedItem => "negated-item",
            Self::NoWords => "no-words",
            Self::InvalidYear => "invalid-year",
            Self::YearOutOfRange => "year-out-of-range",
            Self::BackwardRange => "backward-range",
            Self::InvalidDecade => "invalid-decade",
            Self::InvalidId => "invalid-id",
            Self::UnknownFlag => "unknown-flag",
        }
    }
}

impl Serialize for ErrorCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
