//! The query language: one grammar for the command line, the API and the site's addresses.
//!
//! ```ebnf
//! query        = alternatives ;
//! alternatives = conjunction , { ( "|" | "OR" ) , conjunction } ;
//! conjunction  = negation , { [ "AND" ] , negation } ;
//! negation     = { "-" | "NOT" } , ( "(" , alternatives , ")" | term ) ;
//!
//! term   = ( "genre" | "style" | "country" | "format" | "title" ) , ":" , list(text)
//!        | ( "artist" | "label" )  , ":" , list(text | "#" , number)
//!        | ( "year" | "original" ) , ":" , list(year | year , ".." | [ year ] , ".." , year)
//!        | "decade"                , ":" , list(year , [ "s" ])
//!        | "has"                   , ":" , list("video" | "master")
//!        | list(text) ;
//! list(x) = x , { "," , x } ;
//!
//! text = word | quote , { character | "\" , quote | "\\" } , quote ;
//! word = character , { character } ;   (* up to a blank or one of , | ( ) *)
//! ```
//!
//! Terms side by side are joined by *and*: `NOT` binds tightest, then *and*, then `|`. A list is
//! an *or* of its values. Blanks separate terms and may stand around `|` and within parentheses,
//! but not around `:` and `,` nor after `-`.
//!
//! - Field names and the values of `has:` are read in any case, `AND`, `OR` and `NOT` in capitals
//!   only: in lower case they are words.
//! - `-` negates only at a term's start and directly before it: `-"new age"`, `-(a | b)`. Within a
//!   word it is part of the word: `jean-michel`.
//! - A quote opens a quoted text only at the start of a value or word, so that `format:12"` needs
//!   none. In quotes, `\"` and `\\` stand for `"` and `\`; any other backslash is itself. The
//!   quotes that telephones write, `“…”` and `„…“`, are quotes too.
//! - Years are from 1857 to 2100, decades from `1850s` to `2100s`; `decade:1990` is
//!   `decade:1990s`.
//! - A word without a letter or a digit, such as the `&` of `carl & craig`, constrains nothing; a
//!   query of only such words is an error as the empty query is.
//! - A query has at most [`MAX_CHARACTERS`] characters, as written and in its canonical form, and
//!   at most [`MAX_DEPTH`] parentheses within each other.
//!
//! ```
//! use apis::query::{Condition, Expr, Field, parse};
//!
//! let query = r#"
//!     genre:electronic style:"deep house",techno year:1990..1999 -format:compilation
//!     (label:"basic channel" | label:#5) artist:"Carl Craig" has:video
//!     title:stockholm bare words
//! "#;
//! let expr = parse(query)?;
//! assert_eq!(
//!     expr.to_string(),
//!     "genre:electronic style:\"deep house\",techno year:1990..1999 -format:compilation \
//!      label:\"basic channel\",#5 artist:\"Carl Craig\" has:video title:stockholm bare words",
//! );
//!
//! let Expr::And(parts) = &expr else { panic!("terms side by side are joined by and") };
//! let Expr::Term(first) = &parts[0] else { panic!("a single value is a term") };
//! assert_eq!(first.field(), Field::Genre);
//! assert_eq!(parts[2], parse("year:1990..1999")?);
//! # Ok::<(), apis::query::QueryError>(())
//! ```

mod ast;
mod canonical;
pub mod edit;
mod error;
mod field;
mod group;
mod in_words;
mod nearest;
mod parser;
mod render;
mod scanner;
mod term;
mod years;

use std::str::FromStr;

pub use ast::{Condition, Expr, Span, Term};
pub use error::{ErrorCode, QueryError};
pub use field::{Field, HasFlag, NameField, ValueField, YearField};
pub use nearest::nearest;
pub use render::harmless;

/// The longest query, in characters.
pub const MAX_CHARACTERS: usize = 4096;

/// How many parentheses may be open at once.
pub const MAX_DEPTH: usize = 100;

/// Reads a query.
///
/// # Errors
///
/// The first place that the grammar does not allow, see [`ErrorCode`].
pub fn parse(query: &str) -> Result<Expr, QueryError> {
    let length = query.chars().count();
    if length > MAX_CHARACTERS {
        let rest = Span { column: MAX_CHARACTERS + 1, length: length - MAX_CHARACTERS };
        return Err(too_long(rest, "the query", length));
    }
    let whole = Span { column: 1, length };
    let expr = parser::Parser::new(query).query()?.ok_or_else(|| nothing_asked(whole, query))?;
    // The canonical form is read again wherever it went, so it must be within the limit as well.
    // It has at most three characters for each one written.
    if length > MAX_CHARACTERS / 3 {
        let canonical = expr.to_string().chars().count();
        if canonical > MAX_CHARACTERS {
            return Err(too_long(whole, "the query, fully written,", canonical));
        }
    }
    Ok(expr)
}

impl FromStr for Expr {
    type Err = QueryError;

    fn from_str(query: &str) -> Result<Self, QueryError> {
        parse(query)
    }
}

fn too_long(span: Span, what: &str, length: usize) -> QueryError {
    let message = format!("{what} has {length} characters");
    QueryError::new(ErrorCode::TooLong, span, message, format!("at most {MAX_CHARACTERS}"))
}

fn nothing_asked(whole: Span, query: &str) -> QueryError {
    let (message, expected) = if query.trim().is_empty() {
        ("the query is empty", "a word, or a term such as `genre:electronic`")
    } else {
        (
            "no word here has a letter or a digit",
            "one that has; a name of signs is found as `artist:!!!`",
        )
    };
    QueryError::new(ErrorCode::EmptyQuery, whole, message, expected)
}
