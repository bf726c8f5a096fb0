//! From what a query says to what the index is asked.

use storage::{
    index::{Index, NameField, Need, Plan, ValueField, WordField},
    text,
};

use crate::query::{self, Condition, Expr, Field, HasFlag, Span, Term, YearField};

/// A query with its terms looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// What the index is asked.
    pub plan: Plan,
    /// The terms that nothing in the catalogue has. They are empty sets, not errors.
    pub unknown: Vec<UnknownValue>,
}

/// A value that nothing in the catalogue has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownValue {
    /// Where it stands in the query.
    pub span: Span,
    /// The field that was asked.
    pub field: Field,
    /// The value as written.
    pub value: String,
    /// The nearest known one.
    pub suggestion: Option<String>,
}

impl std::fmt::Display for UnknownValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { span, field, value, suggestion } = self;
        let what = match field {
            Field::Words => "word",
            field => field.name(),
        };
        write!(f, "column {}: no {what} `{value}` is in the catalogue", span.column)?;
        match suggestion {
            Some(suggestion) => write!(f, "; the nearest is `{suggestion}`"),
            None => Ok(()),
        }
    }
}

/// How many unknown terms of a query get a suggestion.
const SUGGESTED: usize = 3;

/// Looks up the terms of a query.
pub(super) fn plan(index: &Index, query: &Expr) -> Planned {
    let mut planner = Planner { index, unknown: Vec::new() };
    let plan = planner.expr(query);
    Planned { plan, unknown: planner.unknown }
}

/// What of an index the terms of a query are looked up in.
pub(super) fn needs(query: &Expr) -> Vec<Need> {
    match query {
        Expr::And(parts) | Expr::Or(parts) => parts.iter().flat_map(needs).collect(),
        Expr::Not(part) => needs(part),
        Expr::Term(term) => match &term.condition {
            Condition::Name { field, .. } | Condition::Id { field, .. } => {
                vec![Need::Names(name_field(*field))]
            }
            Condition::Title(_) => vec![Need::Words(WordField::Title)],
            Condition::Words(_) => {
                vec![Need::Words(WordField::Title), Need::Words(WordField::Names)]
            }
            Condition::Value { .. }
            | Condition::Years { .. }
            | Condition::Decade(_)
            | Condition::Has(_) => Vec::new(),
        },
    }
}

struct Planner<'a> {
    index: &'a Index,
    unknown: Vec<UnknownValue>,
}

impl Planner<'_> {
    fn expr(&mut self, expr: &Expr) -> Plan {
        match expr {
            Expr::And(parts) => Plan::And(parts.iter().map(|part| self.expr(part)).collect()),
            Expr::Or(parts) => Plan::Or(parts.iter().map(|part| self.expr(part)).collect()),
            Expr::Not(part) => Plan::Not(Box::new(self.expr(part))),
            Expr::Term(term) => self.term(term),
        }
    }

    fn term(&mut self, term: &Term) -> Plan {
        match &term.condition {
            Condition::Value { field, value } => self.value(term, value_field(*field), value),
            Condition::Name { field, name } => self.name(term, name_field(*field), name),
            Condition::Id { field, id } => self.id(term, name_field(*field), *id),
            Condition::Years { field, from, to } => self.years(*field, *from, *to),
            Condition::Decade(decade) => self.known(ValueField::Decade, &format!("{decade}s")),
            Condition::Title(words) => self.words(term, words, &[WordField::Title]),
            Condition::Words(words) => {
                self.words(term, words, &[WordField::Title, WordField::Names])
            }
            Condition::Has(HasFlag::Video) => self.known(ValueField::Has, "video"),
            Condition::Has(HasFlag::Master) => self.known(ValueField::Has, "master"),
        }
    }

    /// The entries of a value that the language knows, whether or not some entry has it.
    fn known(&self, field: ValueField, value: &str) -> Plan {
        self.index.value(field, value).map_or(Plan::Nothing, |value| value.plan())
    }

    fn value(&mut self, term: &Term, field: ValueField, value: &str) -> Plan {
        if let Some(value) = self.index.value(field, &text::fold(value)) {
            return value.plan();
        }
        self.unknown(term, value, |index| {
            let values = index.values(field).iter().map(|value| value.value.as_str());
            query::nearest(value, values).map(str::to_owned)
        })
    }

    fn name(&mut self, term: &Term, field: NameField, name: &str) -> Plan {
        if let Some(plan) = self.index.names(field).plan(&text::fold(name)) {
            return plan;
        }
        self.unknown(term, name, |index| {
            let names = index.names(field);
            let nearest = names.nearest(name, 1).into_iter().next();
            let found = nearest.or_else(|| names.suggest(name, 1).into_iter().next());
            found.map(|found| found.value)
        })
    }

    fn id(&mut self, term: &Term, field: NameField, id: u32) -> Plan {
        let plan = self.index.names(field).plan_by_id(id);
        plan.unwrap_or_else(|| self.unknown(term, &format!("#{id}"), |_| None))
    }

    fn years(&self, field: YearField, from: Option<u16>, to: Option<u16>) -> Plan {
        let field = match field {
            YearField::Year => ValueField::Year,
            YearField::Original => ValueField::Original,
        };
        let within = |year: &str| {
            year.parse().is_ok_and(|year: u16| {
                from.is_none_or(|from| from <= year) && to.is_none_or(|to| year <= to)
            })
        };
        let years = self.index.values(field).iter().filter(|year| within(&year.folded));
        let mut years: Vec<Plan> = years.map(|year| year.plan()).collect();
        if years.len() == 1 { years.remove(0) } else { Plan::Or(years) }
    }

    fn words(&mut self, term: &Term, words: &str, fields: &[WordField]) -> Plan {
        let plans = text::words(words)
            .map(|word| {
                let mut found: Vec<Plan> = fields
                    .iter()
                    .map(|&field| self.index.word(field, &word))
                    .filter(|plan| *plan != Plan::Nothing)
                    .collect();
                match found.len() {
                    0 => self.unknown(term, &word, |index| index.nearest_word(fields, &word)),
                    1 => found.remove(0),
                    _ => Plan::Or(found),
                }
            })
            .collect::<Vec<_>>();
        Plan::And(plans)
    }

    /// Notes a term that nothing has. Suggestions take time: only the first few get one.
    fn unknown(
        &mut self,
        term: &Term,
        value: &str,
        suggest: impl FnOnce(&Index) -> Option<String>,
    ) -> Plan {
        let (span, field) = (term.span, term.field());
        let suggestion = (self.unknown.len() < SUGGESTED).then(|| suggest(self.index)).flatten();
        self.unknown.push(UnknownValue { span, field, value: value.to_owned(), suggestion });
        Plan::Nothing
    }
}

fn value_field(field: query::ValueField) -> ValueField {
    match field {
        query::ValueField::Genre => ValueField::Genre,
        query::ValueField::Style => ValueField::Style,
        query::ValueField::Country => ValueField::Country,
        query::ValueField::Format => ValueField::Format,
    }
}

pub(super) fn name_field(field: query::NameField) -> NameField {
    match field {
        query::NameField::Artist => NameField::Artist,
        query::NameField::Label => NameField::Label,
    }
}
