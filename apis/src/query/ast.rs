//! What a query says, free of how it was written.

use std::hash::{Hash, Hasher};

use super::field::{Field, HasFlag, NameField, ValueField, YearField};

/// A boolean expression over terms.
///
/// [`parse`](super::parse) gives it flattened: no `And` directly within an `And`, no `Or` within
/// an `Or`, no `Not` of a `Not`, and at least two parts in each `And` and `Or`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Expr {
    /// All of the parts hold.
    And(Vec<Expr>),
    /// At least one of the parts holds; a comma list is an `Or` of terms of one field.
    Or(Vec<Expr>),
    /// The part does not hold.
    Not(Box<Expr>),
    /// One condition.
    Term(Term),
}

impl Expr {
    /// That all parts hold: flattened, and the part itself where there is but one.
    ///
    /// `None` where there are no parts.
    #[must_use]
    pub fn all(parts: impl IntoIterator<Item = Self>) -> Option<Self> {
        let mut flat = Vec::new();
        for part in parts {
            match part {
                Self::And(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        if flat.len() > 1 { Some(Self::And(flat)) } else { flat.pop() }
    }

    /// That one of the parts holds: flattened, and the part itself where there is but one.
    ///
    /// `None` where there are no parts.
    #[must_use]
    pub fn any(parts: impl IntoIterator<Item = Self>) -> Option<Self> {
        let mut flat = Vec::new();
        for part in parts {
            match part {
                Self::Or(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        if flat.len() > 1 { Some(Self::Or(flat)) } else { flat.pop() }
    }

    /// That this does not hold; two negations cancel out.
    #[must_use]
    pub fn negated(self) -> Self {
        match self {
            Self::Not(inner) => *inner,
            other => Self::Not(Box::new(other)),
        }
    }
}

/// A place in the query, in characters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Span {
    /// Where it starts: the first character of the query is 1.
    pub column: usize,
    /// How many characters it has; 1 where something is missing.
    pub length: usize,
}

/// One condition and its place in the query.
///
/// Terms are equal when they ask for the same; where they stand does not count.
#[derive(Debug, Clone)]
pub struct Term {
    /// What is asked.
    pub condition: Condition,
    /// Where the value stands, with its quotes: the part to point at when it is unknown.
    pub span: Span,
}

impl Term {
    /// The field that the term is about.
    #[must_use]
    pub fn field(&self) -> Field {
        self.condition.field()
    }
}

impl PartialEq for Term {
    fn eq(&self, other: &Self) -> bool {
        self.condition == other.condition
    }
}

impl Eq for Term {}

impl Hash for Term {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.condition.hash(state);
    }
}

/// What a term asks of a release.
///
/// Texts are as written but for blanks, of which only single ones between words are left;
/// comparing them is the evaluator's task (see [`storage::text`]).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Condition {
    /// The field has this whole value.
    Value {
        /// Where the value is looked up.
        field: ValueField,
        /// The value, of which the folded form has at least one character.
        value: String,
    },
    /// An artist or a label has this whole name.
    Name {
        /// Whose name it is.
        field: NameField,
        /// The name; it may end in the number that tells namesakes apart: `Artefakt (2)`.
        name: String,
    },
    /// The artist or label of this Discogs id.
    Id {
        /// Whose id it is.
        field: NameField,
        /// The Discogs id.
        id: u32,
    },
    /// A year within bounds, both inclusive and within [`YEARS`](storage::model::YEARS).
    ///
    /// At least one bound is given. A release of unknown year is never within.
    Years {
        /// Which year is meant.
        field: YearField,
        /// The first year; open where `None`.
        from: Option<u16>,
        /// The last year; open where `None`.
        to: Option<u16>,
    },
    /// The pressing's year is one of the ten from this one on, a multiple of ten.
    Decade(u16),
    /// Each word of the text occurs in the title; there is at least one.
    Title(String),
    /// Each word of the text occurs in the title, in an artist's or in a label's name; there is
    /// at least one.
    Words(String),
    /// The release has it.
    Has(HasFlag),
}

impl Condition {
    /// The field that the condition is about.
    #[must_use]
    pub fn field(&self) -> Field {
        match self {
            Self::Value { field, .. } => (*field).into(),
            Self::Name { field, .. } | Self::Id { field, .. } => (*field).into(),
            Self::Years { field, .. } => (*field).into(),
            Self::Decade(_) => Field::Decade,
            Self::Title(_) => Field::Title,
            Self::Words(_) => Field::Words,
            Self::Has(_) => Field::Has,
        }
    }
}
