//! How a playlist is made of an answer, as a form shows it.

use apis::playlist::{Options, Order};

use super::address::Asked;
use crate::view::search::{Parameter, PlaylistOptions};

/// The options that were asked for, and `error` where they cannot be, in a form that leads to
/// `path`.
pub(super) fn shown(
    asked: &Asked,
    options: &Options,
    error: Option<String>,
    path: &'static str,
) -> PlaylistOptions {
    let again = Asked {
        order: Some("shuffle".to_owned()),
        seed: Some(options.seed.wrapping_add(1).to_string()),
        cursor: None,
        ..asked.clone()
    };
    // What is chosen stays so while something else is mended.
    let order = asked.order.as_deref().and_then(|order| order.parse::<Order>().ok());
    PlaylistOptions {
        path,
        order: order.unwrap_or(options.order).to_string(),
        seed: options.seed,
        shuffle_again: again.at(path),
        one_per_artist: asked.per_artist.as_deref() == Some("1"),
        kept: [("per_work", &asked.per_work), ("limit", &asked.limit)]
            .into_iter()
            .filter_map(|(name, value)| Some(Parameter { name, value: value.clone()? }))
            .filter(|parameter| !parameter.value.is_empty())
            .collect(),
        limit: None,
        min_length: asked.min_length.clone().unwrap_or_default(),
        max_length: asked.max_length.clone().unwrap_or_default(),
        error,
    }
}
