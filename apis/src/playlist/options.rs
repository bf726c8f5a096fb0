use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The most videos that the API gives in one answer. The command line has no such bound.
pub const MAX_LIMIT: usize = 5_000;

/// In which order videos are taken from an answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Order {
    /// The catalogue's own: what is best known first.
    #[default]
    Best,
    /// Oldest first.
    Date,
    /// By chance, the same for the same seed.
    Shuffle,
}

impl Order {
    /// All orders, as they are offered.
    pub const ALL: [Self; 3] = [Self::Best, Self::Date, Self::Shuffle];

    /// The name that options and URLs use.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Best => "best",
            Self::Date => "date",
            Self::Shuffle => "shuffle",
        }
    }
}

impl fmt::Display for Order {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A text that names no [`Order`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no order: best, date or shuffle")]
pub struct UnknownOrder(pub String);

impl FromStr for Order {
    type Err = UnknownOrder;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|order| order.name() == text)
            .ok_or_else(|| UnknownOrder(text.to_owned()))
    }
}

/// What a visitor may say about a playlist beyond its query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Options {
    /// How many videos at most.
    pub limit: usize,
    /// In which order they are taken.
    pub order: Order,
    /// What [`Order::Shuffle`] depends on; whoever wants another list each time draws it.
    pub seed: u64,
    /// How many at most of one primary artist.
    pub per_artist: Option<u32>,
    /// How many at most of one work.
    pub per_work: Option<u32>,
    /// The least length, in seconds.
    pub min_length: Option<u32>,
    /// The greatest length, in seconds.
    pub max_length: Option<u32>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            limit: 50,
            order: Order::Best,
            seed: 0,
            per_artist: None,
            per_work: None,
            min_length: None,
            max_length: None,
        }
    }
}

/// Why no playlist can be made with some [`Options`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidOptions {
    /// The limit is above what the caller allows.
    #[error("the limit {limit} is too high: at most {most} videos at once")]
    LimitTooHigh {
        /// What was asked for.
        limit: usize,
        /// What is allowed.
        most: usize,
    },
    /// An option that counts videos is 0, which would leave an empty playlist.
    #[error("`{option}` is 0, which leaves no video: give 1 or more")]
    Zero {
        /// The option's name as the API writes it.
        option: &'static str,
    },
    /// No length satisfies both bounds.
    #[error("the least length, {min} s, is above the greatest, {max} s: swap them or drop one")]
    LengthsCross {
        /// The least length in seconds.
        min: u32,
        /// The greatest length in seconds.
        max: u32,
    },
}

impl Options {
    /// Checks that a playlist of at most `most` videos can come of the options.
    ///
    /// # Errors
    /// Names the first option that no playlist satisfies.
    pub fn validate(&self, most: usize) -> Result<(), InvalidOptions> {
        if self.limit > most {
            return Err(InvalidOptions::LimitTooHigh { limit: self.limit, most });
        }
        for (option, zero) in [
            ("limit", self.limit == 0),
            ("per_artist", self.per_artist == Some(0)),
            ("per_work", self.per_work == Some(0)),
        ] {
            if zero {
                return Err(InvalidOptions::Zero { option });
            }
        }
        match (self.min_length, self.max_length) {
            (Some(min), Some(max)) if min > max => Err(InvalidOptions::LengthsCross { min, max }),
            _ => Ok(()),
        }
    }

    /// Whether a video of this length (in seconds) is wanted. With any bound set, one of unknown
    /// length is not: whoever asks for at most 12 minutes is not to get a two-hour mix.
    #[must_use]
    pub fn allow_length(&self, duration: Option<u32>) -> bool {
        match (self.min_length, self.max_length, duration) {
            (None, None, _) => true,
            (_, _, None) => false,
            (min, max, Some(duration)) => {
                min.is_none_or(|min| duration >= min) && max.is_none_or(|max| duration <= max)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{InvalidOptions, MAX_LIMIT, Options, Order};

    #[test]
    fn an_order_is_read_by_its_name() {
        for order in Order::ALL {
            assert_eq!(order.to_string().parse(), Ok(order));
        }
        insta::assert_snapshot!(
            "random".parse::<Order>().unwrap_err(),
            @"`random` is no order: best, date or shuffle"
        );
    }

    #[test]
    fn the_defaults_are_valid() {
        assert_eq!(Options::default().validate(MAX_LIMIT), Ok(()));
        assert_eq!(serde_json::from_str::<Options>("{}").unwrap(), Options::default());
    }

    #[test]
    fn what_no_playlist_satisfies_is_refused_with_the_reason() {
        let refusal = |options: Options| options.validate(MAX_LIMIT).unwrap_err().to_string();
        insta::assert_snapshot!(
            refusal(Options { limit: 5_001, ..Options::default() }),
            @"the limit 5001 is too high: at most 5000 videos at once"
        );
        insta::assert_snapshot!(
            refusal(Options { limit: 0, ..Options::default() }),
            @"`limit` is 0, which leaves no video: give 1 or more"
        );
        insta::assert_snapshot!(
            refusal(Options { per_artist: Some(0), ..Options::default() }),
            @"`per_artist` is 0, which leaves no video: give 1 or more"
        );
        insta::assert_snapshot!(
            refusal(Options {
                min_length: Some(720),
                max_length: Some(90),
                ..Options::default()
            }),
            @"the least length, 720 s, is above the greatest, 90 s: swap them or drop one"
        );
        assert_eq!(
            Options { per_work: Some(0), ..Options::default() }.validate(MAX_LIMIT),
            Err(InvalidOptions::Zero { option: "per_work" })
        );
    }

    #[test]
    fn equal_bounds_and_the_highest_limit_are_allowed() {
        let options = Options {
            limit: MAX_LIMIT,
            min_length: Some(90),
            max_length: Some(90),
            ..Options::default()
        };
        assert_eq!(options.validate(MAX_LIMIT), Ok(()));
        assert!(options.allow_length(Some(90)));
    }

    #[test]
    fn an_unknown_length_is_wanted_only_without_bounds() {
        let short = Options { max_length: Some(90), ..Options::default() };
        let long = Options { min_length: Some(90), ..Options::default() };
        assert!(Options::default().allow_length(None));
        assert!(!short.allow_length(None) && !long.allow_length(None));
        assert!(short.allow_length(Some(90)) && !short.allow_length(Some(91)));
        assert!(long.allow_length(Some(90)) && !long.allow_length(Some(89)));
    }
}
