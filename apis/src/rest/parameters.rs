//! Parameters as they stand in an address: texts, read one by one, so that an error names its own.

use std::str::FromStr;

use actix_web::{FromRequest, HttpRequest, dev::Payload, web};
use serde::{Deserialize, de::DeserializeOwned};
use utoipa::IntoParams;

use super::Problem;
use crate::{
    playlist::{MAX_LIMIT, Options, parse_length},
    query::MAX_CHARACTERS,
};

/// The parameters of an address, each still a text.
#[derive(Debug, Clone)]
pub struct Parameters<T>(pub T);

impl<T: DeserializeOwned> FromRequest for Parameters<T> {
    type Error = Problem;
    type Future = std::future::Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let read = web::Query::<T>::from_query(request.query_string());
        std::future::ready(read.map(|read| Self(read.into_inner())).map_err(|error| {
            let title = "The parameters cannot be read";
            let status = actix_web::http::StatusCode::BAD_REQUEST;
            Problem::new(status, "invalid-parameters", title, error.to_string())
        }))
    }
}

/// Reads a whole number.
pub(super) fn number<T: FromStr>(
    name: &'static str,
    text: Option<&str>,
) -> Result<Option<T>, Problem> {
    let Some(text) = text.filter(|text| !text.is_empty()) else { return Ok(None) };
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        let detail = format!("`{text}` is no whole number, like 20");
        return Err(Problem::parameter(name, detail));
    }
    let too_large = |_| Problem::parameter(name, format!("{text} is too large a number"));
    text.parse().map(Some).map_err(too_large)
}

/// Reads how many to give: from 1 to `most`.
pub(super) fn limit(text: Option<&str>, default: usize, most: usize) -> Result<usize, Problem> {
    match number("limit", text)? {
        None => Ok(default),
        Some(limit) if (1..=most).contains(&limit) => Ok(limit),
        Some(limit) => {
            let detail = format!("the limit is {limit}: from 1 to {most} are given at once");
            Err(Problem::parameter("limit", detail))
        }
    }
}

/// Reads a length as people write one, in seconds.
fn length(name: &'static str, text: Option<&str>) -> Result<Option<u32>, Problem> {
    let text = text.filter(|text| !text.trim().is_empty());
    let read = text.map(parse_length).transpose();
    read.map_err(|error| Problem::parameter(name, error.to_string()))
}

/// How a list of videos is made of an answer.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PlaylistParameters {
    /// How many videos to give, 1 to 5,000.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 5000, example = 50)]
    pub limit: Option<String>,
    /// `best`: the best known first; `date`: the oldest first; `shuffle`: by chance.
    #[param(value_type = Option<crate::playlist::Order>, example = "best")]
    pub order: Option<String>,
    /// The same seed gives the same shuffle.
    #[param(value_type = Option<u64>, example = 7)]
    pub seed: Option<String>,
    /// How many videos of one artist at most.
    #[param(value_type = Option<u32>, minimum = 1, example = 2)]
    pub per_artist: Option<String>,
    /// How many videos of one work at most.
    #[param(value_type = Option<u32>, minimum = 1, example = 1)]
    pub per_work: Option<String>,
    /// Leaves out what is shorter: `90s`, `3:45`, or seconds.
    #[param(example = "90s")]
    pub min_length: Option<String>,
    /// Leaves out what is longer.
    #[param(example = "12m")]
    pub max_length: Option<String>,
}

impl PlaylistParameters {
    /// What they say, checked.
    ///
    /// # Errors
    /// Names the first that cannot be.
    pub fn options(&self) -> Result<Options, Problem> {
        let default = Options::default();
        let order = self.order.as_deref().filter(|order| !order.is_empty()).map(str::parse);
        let order = order.transpose().map_err(|error: crate::playlist::UnknownOrder| {
            Problem::parameter("order", error.to_string())
        })?;
        let options = Options {
            limit: number("limit", self.limit.as_deref())?.unwrap_or(default.limit),
            order: order.unwrap_or(default.order),
            seed: number("seed", self.seed.as_deref())?.unwrap_or(default.seed),
            per_artist: number("per_artist", self.per_artist.as_deref())?,
            per_work: number("per_work", self.per_work.as_deref())?,
            min_length: length("min_length", self.min_length.as_deref())?,
            max_length: length("max_length", self.max_length.as_deref())?,
        };
        options.validate(MAX_LIMIT)?;
        Ok(options)
    }
}

/// The query of a list, which has to be there.
pub(super) fn required(q: Option<String>) -> Result<String, Problem> {
    q.ok_or_else(|| {
        let detail = format!(
            "`q` is missing: a query of at most {MAX_CHARACTERS} characters, such as \
             `genre:electronic year:1994..1996`"
        );
        Problem::parameter("q", detail)
    })
}

#[cfg(test)]
mod tests {
    use super::{PlaylistParameters, limit, number};

    #[test]
    fn a_number_is_digits_and_nothing_else() {
        assert_eq!(number::<u32>("n", Some("20")).unwrap(), Some(20));
        assert_eq!(number::<u32>("n", None).unwrap(), None);
        for wrong in ["-1", "+1", "1.5", "many", "4294967296", " 1"] {
            assert!(number::<u32>("n", Some(wrong)).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_limit_says_what_it_may_be() {
        insta::assert_snapshot!(
            limit(Some("101"), 20, 100).unwrap_err(),
            @"A parameter has a value that it cannot have: the limit is 101: from 1 to 100 are given at once"
        );
        assert!(limit(Some("0"), 20, 100).is_err());
    }

    #[test]
    fn options_are_read_as_the_command_line_reads_them() {
        let parameters = PlaylistParameters {
            order: Some("shuffle".into()),
            seed: Some("7".into()),
            max_length: Some("12m".into()),
            ..PlaylistParameters::default()
        };
        let options = parameters.options().unwrap();
        assert_eq!((options.seed, options.max_length, options.limit), (7, Some(720), 50));
        let wrong = PlaylistParameters { order: Some("random".into()), ..parameters };
        insta::assert_snapshot!(
            wrong.options().unwrap_err(),
            @"A parameter has a value that it cannot have: `random` is no order: best, date or shuffle"
        );
    }
}
