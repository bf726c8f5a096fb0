//! From pieces to an expression: alternatives of conjunctions of perhaps negated terms.

use super::{
    MAX_DEPTH,
    ast::{Expr, Span},
    error::{ErrorCode, QueryError},
    scanner::{Operator, Scanner, is_wordless, opens_quote},
    term,
};

/// What stood in a place. Words without a letter or a digit are `Noise`: something was written,
/// but it constrains nothing.
enum Found {
    Nothing,
    Noise,
    Expr(Expr),
}

impl Found {
    fn written(expr: Option<Expr>) -> Self {
        expr.map_or(Self::Noise, Self::Expr)
    }
}

pub(super) struct Parser {
    scanner: Scanner,
    depth: usize,
}

impl Parser {
    pub(super) fn new(query: &str) -> Self {
        Self { scanner: Scanner::new(query), depth: 0 }
    }

    /// The whole query; `None` where nothing in it constrains anything.
    pub(super) fn query(mut self) -> Result<Option<Expr>, QueryError> {
        let found = self.alternatives()?;
        if self.scanner.peek().is_some() {
            return Err(QueryError::new(
                ErrorCode::UnexpectedParenthesis,
                self.scanner.here(1),
                "this parenthesis was never opened",
                "a `(` before it, or quotes around a text that has it",
            ));
        }
        match found {
            Found::Expr(expr) => Ok(Some(expr)),
            Found::Nothing | Found::Noise => Ok(None),
        }
    }

    fn alternatives(&mut self) -> Result<Found, QueryError> {
        let mut parts = Vec::new();
        let mut written = false;
        loop {
            let found = self.conjunction()?;
            let missing = matches!(found, Found::Nothing);
            let start = self.scanner.position();
            let bar = self.take_or();
            match (missing, written, bar) {
                (true, _, true) => return Err(dangling_or(self.scanner.since(start))),
                (true, false, false) => return Ok(Found::Nothing),
                _ => {}
            }
            if let Found::Expr(expr) = found {
                parts.push(expr);
            }
            if !bar {
                return Ok(Found::written(Expr::any(parts)));
            }
            written = true;
            let bar = self.scanner.since(start);
            self.scanner.skip_blanks();
            if matches!(self.scanner.peek(), None | Some(')')) {
                return Err(dangling_or(bar));
            }
        }
    }

    /// Takes `|` or `OR`.
    fn take_or(&mut self) -> bool {
        self.scanner.take('|') || self.take_operator(Operator::Or)
    }

    fn take_operator(&mut self, operator: Operator) -> bool {
        let found = self.scanner.operator() == Some(operator);
        if found {
            self.scanner.advance(self.scanner.run().len());
        }
        found
    }

    fn conjunction(&mut self) -> Result<Found, QueryError> {
        let mut parts = Vec::new();
        let mut written = false;
        loop {
            self.scanner.skip_blanks();
            let start = self.scanner.position();
            if self.take_operator(Operator::And) {
                let and = self.scanner.since(start);
                self.scanner.skip_blanks();
                let other = matches!(self.scanner.operator(), Some(Operator::And | Operator::Or));
                if !written || other || matches!(self.scanner.peek(), None | Some('|' | ')')) {
                    return Err(QueryError::new(
                        ErrorCode::DanglingAnd,
                        and,
                        "`AND` stands alone",
                        "a term before and after it; `AND` in quotes is the word",
                    ));
                }
            }
            match self.negation()? {
                Found::Nothing => break,
                Found::Noise => {}
                Found::Expr(expr) => parts.push(expr),
            }
            written = true;
        }
        if written { Ok(Found::written(Expr::all(parts))) } else { Ok(Found::Nothing) }
    }

    fn negation(&mut self) -> Result<Found, QueryError> {
        let mut negated = false;
        let mut sign: Option<Span> = None;
        loop {
            let start = self.scanner.position();
            if self.take_operator(Operator::Not) {
                sign = Some(self.scanner.since(start));
                negated = !negated;
                self.scanner.skip_blanks();
                continue;
            }
            let signs = self.take_signs()?;
            if signs == 0 {
                break;
            }
            sign = Some(self.scanner.since(start));
            negated ^= signs % 2 == 1;
        }
        match (self.primary()?, sign) {
            (Found::Nothing | Found::Noise, Some(sign)) => Err(dangling_not(sign)),
            (Found::Expr(expr), _) if negated => Ok(Found::Expr(expr.negated())),
            (found, _) => Ok(found),
        }
    }

    /// Takes each `-` that negates what follows directly, and tells how many there are. Those of
    /// a word without a letter or a digit are left to that word.
    fn take_signs(&mut self) -> Result<usize, QueryError> {
        let run = self.scanner.run();
        let signs = run.iter().take_while(|&&character| character == '-').count();
        if signs == 0 {
            return Ok(0);
        }
        let negates = match run.get(signs) {
            Some(&character) if opens_quote(character) => true,
            Some(_) => !is_wordless(&run.iter().collect::<String>()),
            None => match self.scanner.after(signs) {
                None => false,
                Some('(') => true,
                Some(character) if character.is_whitespace() => false,
                Some(_) => return Err(dangling_not(self.scanner.here(signs))),
            },
        };
        if !negates {
            return Ok(0);
        }
        self.scanner.advance(signs);
        Ok(signs)
    }

    fn primary(&mut self) -> Result<Found, QueryError> {
        match self.scanner.peek() {
            None | Some('|' | ')') => Ok(Found::Nothing),
            Some('(') => self.parentheses(),
            Some(_) if self.scanner.operator().is_some() => Ok(Found::Nothing),
            Some(_) => term::list(&mut self.scanner).map(Found::written),
        }
    }

    fn parentheses(&mut self) -> Result<Found, QueryError> {
        let open = self.scanner.here(1);
        if self.depth == MAX_DEPTH {
            return Err(QueryError::new(
                ErrorCode::TooDeep,
                open,
                format!("more than {MAX_DEPTH} parentheses within each other"),
                "fewer of them",
            ));
        }
        self.depth += 1;
        self.scanner.advance(1);
        let found = self.alternatives()?;
        if !self.scanner.take(')') {
            return Err(QueryError::new(
                ErrorCode::UnclosedParenthesis,
                open,
                "this parenthesis is never closed",
                "a `)` after what belongs together",
            ));
        }
        self.depth -= 1;
        if matches!(found, Found::Nothing) {
            let both =
                Span { column: open.column, length: self.scanner.position() + 1 - open.column };
            return Err(QueryError::new(
                ErrorCode::EmptyParentheses,
                both,
                "nothing stands between these parentheses",
                "a term such as `genre:electronic` between them",
            ));
        }
        Ok(found)
    }
}

fn dangling_or(bar: Span) -> QueryError {
    QueryError::new(
        ErrorCode::DanglingOr,
        bar,
        "an alternative is missing here",
        "a term before and after it; `OR` in quotes is the word",
    )
}

fn dangling_not(sign: Span) -> QueryError {
    QueryError::new(
        ErrorCode::DanglingNot,
        sign,
        "nothing follows that could be left out",
        "a term after it, as in `-format:compilation`",
    )
}
