//! What a search page shows is all in its address: share it, go back, reload.

use apis::{
    playlist::Options,
    query::Expr,
    rest::{PlaylistParameters, Problem},
};
use serde::{Deserialize, Serialize};

/// The parameters of a search page. What is not set is left out of addresses.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    /// The query.
    #[serde(skip_serializing_if = "is_unset")]
    pub(super) q: Option<String>,
    #[serde(skip_serializing_if = "is_usual_order")]
    pub(super) order: Option<String>,
    #[serde(skip_serializing_if = "is_unset")]
    pub(super) seed: Option<String>,
    #[serde(skip_serializing_if = "is_unset")]
    pub(super) per_artist: Option<String>,
    #[serde(skip_serializing_if = "is_unset")]
    pub(super) per_work: Option<String>,
    #[serde(skip_serializing_if = "is_unset")]
    pub(super) min_length: Option<String>,
    #[serde(skip_serializing_if = "is_unset")]
    pub(super) max_length: Option<String>,
    /// How many videos a list has.
    #[serde(skip_serializing_if = "is_unset")]
    pub(super) limit: Option<String>,
    /// Where the page begins.
    #[serde(skip_serializing_if = "is_unset")]
    pub(super) cursor: Option<String>,
}

fn is_unset(value: &Option<String>) -> bool {
    value.as_deref().is_none_or(str::is_empty)
}

fn is_usual_order(order: &Option<String>) -> bool {
    is_unset(order) || order.as_deref() == Some("best")
}

impl Asked {
    /// The query, if one is there.
    pub(super) fn query(&self) -> Option<&str> {
        self.q.as_deref().filter(|q| !q.trim().is_empty())
    }

    /// How the list of videos is made, checked.
    pub(super) fn options(&self) -> Result<Options, Problem> {
        let Self { order, seed, per_artist, per_work, min_length, max_length, limit, .. } =
            self.clone();
        PlaylistParameters { limit, order, seed, per_artist, per_work, min_length, max_length }
            .options()
    }

    /// The same for another query, from its first page on.
    pub(super) fn of_query(&self, query: Option<&Expr>) -> Self {
        Self { q: query.map(ToString::to_string), cursor: None, ..self.clone() }
    }

    /// The address of a path with these parameters.
    pub(super) fn at(&self, path: &str) -> String {
        // All of them are texts.
        let parameters = serde_urlencoded::to_string(self).unwrap_or_default();
        if parameters.is_empty() { path.to_owned() } else { format!("{path}?{parameters}") }
    }
}

/// The search page of a query.
pub(super) fn search(query: &Expr) -> String {
    Asked::default().of_query(Some(query)).at("/")
}

/// The search page of the entries that have a value.
pub(super) fn search_value(field: apis::query::ValueField, value: &str) -> String {
    let condition = apis::query::Condition::Value { field, value: value.to_owned() };
    let term = apis::query::Term { condition, span: apis::query::Span::default() };
    search(&Expr::Term(term))
}

#[cfg(test)]
mod tests {
    use apis::query::{ValueField, parse};

    use super::{Asked, search_value};

    #[test]
    fn an_address_has_what_is_set_and_nothing_else() {
        let asked = Asked {
            q: Some("style:\"deep house\"".into()),
            order: Some("best".into()),
            min_length: Some(String::new()),
            per_artist: Some("1".into()),
            ..Asked::default()
        };
        assert_eq!(asked.at("/"), "/?q=style%3A%22deep+house%22&per_artist=1");
        assert_eq!(Asked::default().at("/"), "/");
    }

    #[test]
    fn another_query_begins_at_its_first_page() {
        let asked = Asked { cursor: Some("x".into()), ..Asked::default() };
        assert_eq!(asked.of_query(Some(&parse("jazz").unwrap())).at("/"), "/?q=jazz");
    }

    #[test]
    fn a_value_is_quoted_where_it_must_be() {
        assert_eq!(
            search_value(ValueField::Genre, "Folk, World, & Country"),
            "/?q=genre%3A%22Folk%2C+World%2C+%26+Country%22"
        );
    }
}
