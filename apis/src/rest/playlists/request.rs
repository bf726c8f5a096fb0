//! What is asked for when a playlist is to be made.

use serde::{Deserialize, Deserializer, Serialize};
use storage::model::VideoId;
use utoipa::ToSchema;

use crate::{
    jobs::SavedQuery,
    rest::{PlaylistParameters, Problem},
    youtube::Privacy,
};

/// What is to become a playlist: a query's videos, some videos, or the basket.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(example = json!({"query": "style:\"deep house\" year:1994..1996", "limit": 50,
    "title": "Deep house", "privacy": "private"}))]
pub(in crate::rest) struct Wanted {
    /// A query, whose videos are taken as `videos` gives them with the same options.
    query: Option<String>,
    /// YouTube ids, at most 5,000.
    #[schema(value_type = Option<Vec<String>>)]
    videos: Option<Vec<String>>,
    /// `true`: the videos of the basket.
    basket: Option<bool>,
    /// The title of a new playlist; made of the query where it is left out.
    title: Option<String>,
    /// What stands below the title.
    description: Option<String>,
    /// `private` unless given: `unlisted` or `public`.
    #[schema(value_type = Option<Privacy>)]
    privacy: Option<String>,
    /// The id of a playlist of the user's own that is to be filled, instead of a new one.
    playlist: Option<String>,
    /// Whether another video of the same work takes the place of one that is not available.
    replace: Option<bool>,
    /// Whether new videos are added after each month's load; of a query alone.
    follow: Option<bool>,
    /// How many videos, 1 to 5,000.
    #[serde(deserialize_with = "text")]
    #[schema(value_type = Option<u32>)]
    limit: Option<String>,
    /// `best`, `date` or `shuffle`.
    #[serde(deserialize_with = "text")]
    #[schema(value_type = Option<crate::playlist::Order>)]
    order: Option<String>,
    /// The same seed gives the same shuffle.
    #[serde(deserialize_with = "text")]
    #[schema(value_type = Option<u64>)]
    seed: Option<String>,
    /// How many of one artist at most.
    #[serde(deserialize_with = "text")]
    #[schema(value_type = Option<u32>)]
    per_artist: Option<String>,
    /// How many of one work at most.
    #[serde(deserialize_with = "text")]
    #[schema(value_type = Option<u32>)]
    per_work: Option<String>,
    /// Leaves out what is shorter: `90s`, or seconds.
    #[serde(deserialize_with = "text")]
    #[schema(value_type = Option<String>)]
    min_length: Option<String>,
    /// Leaves out what is longer.
    #[serde(deserialize_with = "text")]
    #[schema(value_type = Option<String>)]
    max_length: Option<String>,
}

/// A text, or a number as one.
fn text<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Given {
        Text(String),
        Number(serde_json::Number),
    }
    Ok(Option::<Given>::deserialize(from)?.map(|given| match given {
        Given::Text(text) => text,
        Given::Number(number) => number.to_string(),
    }))
}

/// What is to become a playlist, read.
#[derive(Debug, Serialize)]
pub struct PlaylistRequest {
    /// Where the videos come from.
    pub source: Source,
    /// The title; `None`: one is made.
    pub title: Option<String>,
    /// What stands below it.
    pub description: String,
    /// Who sees it.
    pub privacy: Privacy,
    /// The user's own playlist that is to be filled.
    pub playlist: Option<String>,
    /// See [`Wish::replace`](crate::jobs::Wish::replace).
    pub replace: bool,
    /// See [`Wish::follow`](crate::jobs::Wish::follow).
    pub follow: bool,
    /// Told once by whoever sends it, so that sending it twice is one job; another request with the
    /// same key is refused.
    pub key: Option<String>,
}

/// Where the videos of a playlist come from.
#[derive(Debug, Clone, Serialize)]
pub enum Source {
    /// The answer to a query.
    Query(SavedQuery),
    /// These.
    Videos(Vec<VideoId>),
    /// The session's basket.
    Basket,
}

impl Wanted {
    pub(super) fn read(self) -> Result<PlaylistRequest, Problem> {
        let options = PlaylistParameters {
            limit: self.limit,
            order: self.order,
            seed: self.seed,
            per_artist: self.per_artist,
            per_work: self.per_work,
            min_length: self.min_length,
            max_length: self.max_length,
        };
        let source = match (self.query, self.videos, self.basket.unwrap_or(false)) {
            (Some(query), None, false) => {
                Source::Query(SavedQuery { query, options: options.options()? })
            }
            (None, Some(videos), false) => {
                let videos = videos.iter().map(|id| id.parse());
                let videos = videos.collect::<Result<Vec<VideoId>, _>>();
                let videos =
                    videos.map_err(|error| Problem::parameter("videos", error.to_string()))?;
                if videos.len() > crate::playlist::MAX_LIMIT {
                    let detail = "at most 5000 videos make a playlist";
                    return Err(Problem::parameter("videos", detail));
                }
                Source::Videos(videos)
            }
            (None, None, true) => Source::Basket,
            _ => {
                let detail = "name one of them: {\"query\": \"…\"}, {\"videos\": [\"id\", …]} or \
                              {\"basket\": true}";
                return Err(Problem::parameter("query", detail));
            }
        };
        let privacy = self.privacy.as_deref().map(str::parse).transpose();
        let privacy = privacy.map_err(|error: crate::youtube::UnknownPrivacy| {
            Problem::parameter("privacy", error.to_string())
        })?;
        Ok(PlaylistRequest {
            source,
            title: self.title.filter(|title| !title.trim().is_empty()),
            description: self.description.unwrap_or_default(),
            privacy: privacy.unwrap_or_default(),
            playlist: self.playlist.filter(|id| !id.is_empty()),
            replace: self.replace.unwrap_or(false),
            follow: self.follow.unwrap_or(false),
            key: None,
        })
    }
}
