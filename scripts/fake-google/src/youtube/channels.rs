//! `channels.list`: who has signed in.

use serde_json::Value;

use super::{ApiError, Asked, pages::response, parts::Parts, resources};

const KIND: &str = "youtube#channelListResponse";

pub(crate) fn list(asked: &Asked<'_>) -> Result<Value, ApiError> {
    let parts = Parts::of(asked, &["snippet"])?;
    if asked.query.get("mine") != Some("true") {
        let message = "The stand-in knows the filter mine=true only.";
        return Err(ApiError::parameter("missingRequiredParameter", "mine", message));
    }
    let Some(channel) = &asked.account.channel else {
        // As it is with an account that has no channel: not even an empty list.
        let mut answer = response(KIND, 0, 5, Vec::new());
        answer.as_object_mut().expect("it is one").remove("items");
        return Ok(answer);
    };
    let channel = parts.cut(resources::channel(asked.account, channel));
    Ok(response(KIND, 1, 5, vec![channel]))
}
