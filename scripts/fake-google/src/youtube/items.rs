//! `playlistItems.insert` and `playlistItems.list`.

use serde_json::Value;

use super::{ApiError, Asked, pages::Page, parts::Parts, resources};
use crate::{
    playlists::{Playlist, Privacy},
    state::State,
    videos::VideoState,
};

const PARTS: [&str; 3] = ["snippet", "contentDetails", "status"];

pub(crate) fn insert(state: &mut State, asked: &Asked<'_>) -> Result<Value, ApiError> {
    let parts = Parts::of(asked, &PARTS)?;
    let resource = asked.resource()?;
    parts.check(&resource, &["snippet", "contentDetails"])?;
    let snippet = &resource["snippet"];
    let Some(id) = snippet["playlistId"].as_str() else {
        return Err(asked.error(400, "playlistIdRequired", "An item needs its playlist's id."));
    };
    let video = video(asked, snippet)?;

    let State { playlists, videos, options, .. } = state;
    let playlist = playlists.get_mut(id).ok_or_else(|| not_found(asked))?;
    if playlist.owner != asked.account.name {
        let message = "The playlist belongs to somebody else.";
        return Err(asked.error(403, "playlistItemsNotAccessible", message));
    }
    if playlist.items.len() >= options.max_items {
        let message = "The playlist contains the maximum number of videos.";
        return Err(asked.error(403, "playlistContainsMaximumNumberOfVideos", message));
    }
    match videos.state(video) {
        VideoState::Available | VideoState::NotEmbeddable => {}
        VideoState::Unavailable => {
            return Err(asked.error(404, "videoNotFound", "There is no such video."));
        }
        VideoState::Private => {
            let message = "The video cannot be added: its owner keeps it.";
            return Err(asked.error(400, "failedPrecondition", message));
        }
    }
    playlist.add(video, asked.now).hidden = asked.hide;
    let position = playlist.items.len() - 1;
    Ok(parts.cut(resources::item(playlist, position, &playlist.items[position], videos)))
}

/// The video that is to be added.
fn video<'body>(asked: &Asked<'_>, snippet: &'body Value) -> Result<&'body str, ApiError> {
    if snippet.get("position").is_some() {
        // No playlist here is sorted by hand.
        let message = "The playlist does not take a position.";
        return Err(asked.error(400, "manualSortRequired", message));
    }
    let resource = &snippet["resourceId"];
    if resource["kind"].as_str().is_some_and(|kind| kind != "youtube#video") {
        let message = "A playlist takes videos only.";
        return Err(asked.error(400, "invalidResourceType", message));
    }
    let video = resource["videoId"].as_str().filter(|_| resource["kind"].is_string());
    let missing =
        || asked.error(400, "resourceIdRequired", "An item needs its video's kind and id.");
    video.ok_or_else(missing)
}

pub(crate) fn list(state: &mut State, asked: &Asked<'_>) -> Result<Value, ApiError> {
    let parts = Parts::of(asked, &PARTS)?;
    let id = asked.required("playlistId")?;
    let page = Page::of(asked, format!("playlistItems/{id}"))?;
    let State { playlists, videos, .. } = state;
    let playlist = playlists.get_mut(id).ok_or_else(|| not_found(asked))?;
    if playlist.owner != asked.account.name && playlist.privacy == Privacy::Private {
        let message = "The playlist is somebody else's, and private.";
        return Err(asked.error(403, "playlistItemsNotAccessible", message));
    }
    let shown = show(playlist, asked.hide);
    let playlist = &*playlist;
    let items = shown[page.range(shown.len())].iter().enumerate().map(|(at, place)| {
        // Positions are counted without what is not shown.
        let position = page.range(shown.len()).start + at;
        parts.cut(resources::item(playlist, position, &playlist.items[*place], videos))
    });
    let items: Vec<Value> = items.collect();
    Ok(page.answer("youtube#playlistItemListResponse", shown.len(), items))
}

/// The places that a list shows now; what it hides comes closer to being shown.
fn show(playlist: &mut Playlist, hide: u32) -> Vec<usize> {
    if let Some(newest) = playlist.items.last_mut() {
        newest.hidden = newest.hidden.max(hide);
    }
    let mut shown = Vec::new();
    for (place, item) in playlist.items.iter_mut().enumerate() {
        if item.hidden == 0 {
            shown.push(place);
        }
        item.hidden = item.hidden.saturating_sub(1);
    }
    shown
}

fn not_found(asked: &Asked<'_>) -> ApiError {
    asked.error(404, "playlistNotFound", "There is no such playlist.")
}
