//! Queries as the index is asked them, looked up here so that the index can be asked alone.

use apis::query::{self, Condition, Expr, HasFlag, YearField};
use storage::{
    index::{Index, NameField, Plan, ValueField, WordField},
    text,
};

pub(crate) fn plan(index: &Index, query: &Expr) -> Plan {
    match query {
        Expr::And(parts) => Plan::And(parts.iter().map(|part| plan(index, part)).collect()),
        Expr::Or(parts) => Plan::Or(parts.iter().map(|part| plan(index, part)).collect()),
        Expr::Not(part) => Plan::Not(Box::new(plan(index, part))),
        Expr::Term(term) => of_condition(index, &term.condition),
    }
}

/// The entries of one value.
pub(crate) fn value(index: &Index, field: ValueField, value: &str) -> Plan {
    index.value(field, &text::fold(value)).map_or(Plan::Nothing, |value| value.plan())
}

fn of_condition(index: &Index, condition: &Condition) -> Plan {
    match condition {
        Condition::Value { field, value: text } => {
            let field = match field {
                query::ValueField::Genre => ValueField::Genre,
                query::ValueField::Style => ValueField::Style,
                query::ValueField::Country => ValueField::Country,
                query::ValueField::Format => ValueField::Format,
            };
            value(index, field, text)
        }
        Condition::Name { field, name } => {
            index.names(name_field(*field)).plan(&text::fold(name)).unwrap_or(Plan::Nothing)
        }
        Condition::Id { field, id } => {
            index.names(name_field(*field)).plan_by_id(*id).unwrap_or(Plan::Nothing)
        }
        Condition::Years { field, from, to } => {
            let field = match field {
                YearField::Year => ValueField::Year,
                YearField::Original => ValueField::Original,
            };
            let years = from.unwrap_or(1857)..=to.unwrap_or(2100);
            Plan::Or(years.map(|year| value(index, field, &year.to_string())).collect())
        }
        Condition::Decade(decade) => value(index, ValueField::Decade, &format!("{decade}s")),
        Condition::Title(text) => {
            Plan::And(text::words(text).map(|word| index.word(WordField::Title, &word)).collect())
        }
        Condition::Words(text) => {
            let anywhere = |word: String| {
                let fields = [WordField::Title, WordField::Names];
                Plan::Or(fields.map(|field| index.word(field, &word)).to_vec())
            };
            Plan::And(text::words(text).map(anywhere).collect())
        }
        Condition::Has(HasFlag::Video) => value(index, ValueField::Has, "video"),
        Condition::Has(HasFlag::Master) => value(index, ValueField::Has, "master"),
    }
}

fn name_field(field: query::NameField) -> NameField {
    match field {
        query::NameField::Artist => NameField::Artist,
        query::NameField::Label => NameField::Label,
    }
}
