//! Cuts a query into pieces: blanks, signs, runs of characters, quoted texts.

use super::{
    ast::Span,
    error::{ErrorCode, QueryError},
};

/// A value or bare word as it was written.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    /// The text without its quotes and escapes, with single blanks between words only.
    pub(super) text: String,
    /// Whether it stood in quotes.
    pub(super) quoted: bool,
    /// Where it stands, with its quotes.
    pub(super) span: Span,
}

/// The words that are operators, in capitals only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    And,
    Or,
    Not,
}

impl Operator {
    pub(super) fn of_word(word: &str) -> Option<Self> {
        match word {
            "AND" => Some(Self::And),
            "OR" => Some(Self::Or),
            "NOT" => Some(Self::Not),
            _ => None,
        }
    }
}

/// Whether the character ends an unquoted text.
pub(super) fn ends_run(character: char) -> bool {
    character.is_whitespace() || matches!(character, ',' | '|' | '(' | ')')
}

/// Whether the character at the start of a value opens a quoted text.
pub(super) fn opens_quote(character: char) -> bool {
    matches!(character, '"' | '“' | '”' | '„')
}

/// Whether a text holds nothing that could be looked up as a word.
pub(super) fn is_wordless(text: &str) -> bool {
    storage::text::words(text).all(|word| word.is_empty())
}

/// A place within the query's characters.
pub(super) struct Scanner {
    characters: Vec<char>,
    position: usize,
}

impl Scanner {
    pub(super) fn new(query: &str) -> Self {
        Self { characters: query.chars().collect(), position: 0 }
    }

    pub(super) fn position(&self) -> usize {
        self.position
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.characters.get(self.position).copied()
    }

    /// The character that many places further on.
    pub(super) fn after(&self, count: usize) -> Option<char> {
        self.characters.get(self.position + count).copied()
    }

    /// The character before this place.
    pub(super) fn before(&self) -> Option<char> {
        self.position.checked_sub(1).map(|before| self.characters[before])
    }

    /// Takes the character if it is the next one.
    pub(super) fn take(&mut self, character: char) -> bool {
        let found = self.peek() == Some(character);
        self.position += usize::from(found);
        found
    }

    pub(super) fn skip_blanks(&mut self) {
        while self.peek().is_some_and(char::is_whitespace) {
            self.position += 1;
        }
    }

    pub(super) fn advance(&mut self, count: usize) {
        self.position += count;
    }

    /// The characters up to where an unquoted text ends, without taking them.
    pub(super) fn run(&self) -> &[char] {
        let rest = &self.characters[self.position..];
        let length = rest.iter().position(|&character| ends_run(character));
        &rest[..length.unwrap_or(rest.len())]
    }

    /// The operator that stands here, without taking it. Before a comma it is a word of a list.
    pub(super) fn operator(&self) -> Option<Operator> {
        let run = self.run();
        if run.len() > 3 || self.after(run.len()) == Some(',') {
            return None;
        }
        Operator::of_word(&run.iter().collect::<String>())
    }

    /// The place of `length` characters from here on.
    pub(super) fn here(&self, length: usize) -> Span {
        Span { column: self.position + 1, length }
    }

    /// The place from an earlier position to here.
    pub(super) fn since(&self, start: usize) -> Span {
        Span { column: start + 1, length: self.position - start }
    }

    /// Takes a quoted text or the run of characters here, which may be empty.
    pub(super) fn piece(&mut self) -> Result<Piece, QueryError> {
        if self.peek().is_some_and(opens_quote) {
            return self.quoted();
        }
        let start = self.position;
        let text: String = self.run().iter().collect();
        self.position += text.chars().count();
        Ok(Piece { text, quoted: false, span: self.since(start) })
    }

    fn quoted(&mut self) -> Result<Piece, QueryError> {
        let start = self.position;
        // A text within straight quotes may hold typographic ones and the other way round.
        let straight = self.take('"');
        if !straight {
            self.position += 1;
        }
        let mut text = String::new();
        while let Some(character) = self.peek() {
            self.position += 1;
            match character {
                '"' if straight => return self.after_quote(start, &text),
                '“' | '”' if !straight => return self.after_quote(start, &text),
                '\\' if matches!(self.peek(), Some('"' | '\\')) => {
                    text.extend(self.peek());
                    self.position += 1;
                }
                _ => text.push(character),
            }
        }
        let opening = Span { column: start + 1, length: 1 };
        Err(QueryError::new(
            ErrorCode::UnclosedQuote,
            opening,
            "this quote is never closed",
            if straight {
                "a closing `\"` after the text; one that belongs to the text is written `\\\"`"
            } else {
                "a closing `”` after the text"
            },
        ))
    }

    fn after_quote(&self, start: usize, text: &str) -> Result<Piece, QueryError> {
        if self.peek().is_some_and(|character| !ends_run(character)) {
            return Err(QueryError::new(
                ErrorCode::TextAfterQuote,
                self.here(self.run().len()),
                "text stands directly after a closing quote",
                "a blank between them; a quote that belongs to the text is written `\\\"`",
            ));
        }
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        Ok(Piece { text, quoted: true, span: self.since(start) })
    }
}
