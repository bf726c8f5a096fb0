//! The query language: one grammar for the command line, the API and the site's addresses.
//!
//! ```ebnf
//! query        = alternatives ;
//! alternatives = conjunction , { ( "|" | "OR" ) , conjunction } ;
//! conjunction  = negation , { [ "AND" ] , negation } ;
//! negation     = { "-" | "NOT" , blank } , primary ;
//! primary      = "(" , alternatives , ")" | term ;
//! term         = [ field , ":" ] , value , { "," , value } ;
//! ```

mod ast;
mod error;
mod field;
mod nearest;
mod parser;
mod render;
mod scanner;
mod term;
mod years;

pub use ast::{Condition, Expr, Span, Term};
pub use error::{ErrorCode, QueryError};
pub use field::{Field, HasFlag, NameField, ValueField, YearField};
pub use nearest::nearest;

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
        let span = Span { column: MAX_CHARACTERS + 1, length: length - MAX_CHARACTERS };
        return Err(QueryError::new(
            ErrorCode::TooLong,
            span,
            format!("the query has {length} characters"),
            format!("at most {MAX_CHARACTERS}"),
        ));
    }
    parser::Parser::new(query).query()?.ok_or_else(|| {
        QueryError::new(
            ErrorCode::EmptyQuery,
            Span { column: 1, length },
            "nothing is asked",
            "a word, or a term such as `genre:electronic`",
        )
    })
}
