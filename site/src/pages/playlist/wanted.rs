//! What is to become a playlist, as addresses and forms say it.

use apis::{
    playlist::Options,
    rest::{Problem, Source},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::NEW;
use crate::{
    pages::{address::Asked, listen::LISTED},
    view::search::Parameter,
};

/// Where the videos come from: a search with its options, or the basket.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Wanted {
    #[serde(flatten)]
    pub(super) asked: Asked,
    /// `1`: the basket.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) basket: Option<String>,
    /// `1`: the visitor's own playlists are to be chosen from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) own: Option<String>,
    /// The title as it was typed before, as that of the description and of who sees it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) privacy: Option<String>,
}

/// What of a text goes into an address, in bytes.
const LONGEST: usize = 1_000;

/// What the form asks beyond that.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Filled {
    pub(super) request: String,
    pub(super) title: String,
    pub(super) description: String,
    pub(super) privacy: String,
    pub(super) playlist: String,
    pub(super) replace: Option<String>,
    pub(super) follow: Option<String>,
    /// `own`: nothing is to be made yet, the visitor's own playlists are to be shown.
    #[serde(skip_serializing)]
    pub(super) show: Option<String>,
}

impl Wanted {
    pub(super) fn is_basket(&self) -> bool {
        self.basket.as_deref() == Some("1")
    }

    pub(super) fn asks_for_own(&self) -> bool {
        self.own.as_deref() == Some("1")
    }

    /// The address of the form for it, as it was before anything was typed.
    pub(super) fn address(&self) -> String {
        Self { title: None, description: None, privacy: None, ..self.clone() }.address_as_typed()
    }

    /// The address of the form for it, with what was typed; a text that is too long for an address
    /// is left out.
    pub(super) fn address_as_typed(&self) -> String {
        let short = |text: &Option<String>| text.clone().filter(|text| text.len() <= LONGEST);
        let of_page = Self {
            asked: Asked { cursor: None, ..self.asked.clone() },
            title: short(&self.title),
            description: short(&self.description),
            ..self.clone()
        };
        // All of them are texts.
        format!("{NEW}?{}", serde_urlencoded::to_string(of_page).unwrap_or_default())
    }

    /// The same with the parameters apart, for a form to carry along.
    pub(super) fn carried(&self) -> Vec<Parameter> {
        let asked = &self.asked;
        [
            ("q", &asked.q),
            ("order", &asked.order),
            ("seed", &asked.seed),
            ("per_artist", &asked.per_artist),
            ("per_work", &asked.per_work),
            ("min_length", &asked.min_length),
            ("max_length", &asked.max_length),
            ("limit", &asked.limit),
            ("basket", &self.basket),
            ("own", &self.own),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some(Parameter { name, value: value.clone()? }))
        .collect()
    }

    /// How the list is made, checked; a page's list is as long as those that play.
    pub(super) fn options(&self) -> Result<Options, Problem> {
        self.limited().options()
    }

    /// The search with its limit, where that is not said.
    pub(super) fn limited(&self) -> Asked {
        let limit = self.asked.limit.clone().filter(|limit| !limit.trim().is_empty());
        let limit = Some(limit.unwrap_or_else(|| LISTED.to_string()));
        Asked { limit, ..self.asked.clone() }
    }

    /// Where the videos come from, with `options` for a query; `None` where nothing is named.
    pub(super) fn source(&self, options: Options) -> Option<Source> {
        if self.is_basket() {
            return Some(Source::Basket);
        }
        let query = self.asked.query()?.to_owned();
        Some(Source::Query(apis::jobs::SavedQuery { query, options }))
    }
}

/// Reads some of a form's fields.
pub(super) fn read<T: DeserializeOwned>(fields: &[(String, String)]) -> Result<T, Problem> {
    let text = serde_urlencoded::to_string(fields).unwrap_or_default();
    serde_urlencoded::from_str(&text).map_err(|error| {
        let status = actix_web::http::StatusCode::BAD_REQUEST;
        Problem::new(status, "invalid-form", "The form cannot be read", error.to_string())
    })
}

#[cfg(test)]
mod tests {
    use apis::rest::Source;

    use super::{Filled, Wanted, read};

    fn fields(fields: &[(&str, &str)]) -> Vec<(String, String)> {
        fields.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect()
    }

    #[test]
    fn a_form_says_what_its_address_says() {
        let sent = fields(&[("q", "style:\"deep house\""), ("order", "date"), ("title", "Deep")]);
        let wanted: Wanted = read(&sent).unwrap();
        assert_eq!(wanted.address(), "/playlist/new?q=style%3A%22deep+house%22&order=date");
        assert_eq!(read::<Filled>(&sent).unwrap().title, "Deep");
        let options = wanted.options().unwrap();
        assert_eq!(options.limit, 200);
        assert!(matches!(wanted.source(options), Some(Source::Query(_))));
    }

    #[test]
    fn the_basket_needs_no_query() {
        let wanted: Wanted = read(&fields(&[("basket", "1")])).unwrap();
        assert_eq!(wanted.address(), "/playlist/new?basket=1");
        assert!(matches!(wanted.source(wanted.options().unwrap()), Some(Source::Basket)));
        let nothing = Wanted::default();
        assert!(nothing.source(nothing.options().unwrap()).is_none());
    }
}
