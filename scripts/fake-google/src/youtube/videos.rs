//! `videos.list`: what can be said of videos.

use serde_json::Value;

use super::{ApiError, Asked, pages::response, parts::Parts, resources};
use crate::{state::State, videos::VideoState};

/// How many videos can be asked for at once.
const MOST: usize = 50;

pub(crate) fn list(state: &State, asked: &Asked<'_>) -> Result<Value, ApiError> {
    let parts = Parts::of(asked, &["snippet", "contentDetails", "status"])?;
    let ids: Vec<&str> = asked.required("id")?.split(',').map(str::trim).collect();
    if ids.len() > MOST {
        let message = format!("At most {MOST} ids can be asked for, not {}.", ids.len());
        return Err(ApiError::parameter("invalidFilters", "id", message));
    }
    let seen = ids.iter().filter_map(|id| match state.videos.state(id) {
        VideoState::Unavailable | VideoState::Private => None,
        seen => Some(parts.cut(resources::video(id, seen))),
    });
    let seen: Vec<Value> = seen.collect();
    Ok(response("youtube#videoListResponse", seen.len(), seen.len(), seen))
}
