//! `playlists.insert` and `playlists.list`.

use serde_json::Value;

use super::{ApiError, Asked, pages::Page, parts::Parts, resources};
use crate::{
    playlists::{Playlist, Privacy},
    state::State,
};

const PARTS: [&str; 3] = ["snippet", "status", "contentDetails"];
/// Letters of a title and of a description.
const LONGEST_TITLE: usize = 150;
const LONGEST_DESCRIPTION: usize = 5_000;

pub(crate) fn insert(state: &mut State, asked: &Asked<'_>) -> Result<Value, ApiError> {
    let parts = Parts::of(asked, &PARTS)?;
    let resource = asked.resource()?;
    parts.check(&resource, &["snippet", "status"])?;
    let owner = asked.channel().map(|_| asked.account)?;
    let texts = texts(asked, &resource["snippet"])?;
    let privacy = privacy(&resource["status"]["privacyStatus"])?;
    let playlist = state.playlists.make(owner, texts, privacy, asked.now);
    playlist.hidden = asked.hide;
    Ok(parts.cut(resources::playlist(playlist)))
}

fn texts(asked: &Asked<'_>, snippet: &Value) -> Result<(String, String), ApiError> {
    let title = snippet["title"].as_str().unwrap_or_default().trim();
    let description = snippet["description"].as_str().unwrap_or_default();
    if title.is_empty() {
        let message = "A playlist needs a title.";
        return Err(asked.error(400, "playlistTitleRequired", message));
    }
    let is_valid = title.chars().count() <= LONGEST_TITLE
        && description.chars().count() <= LONGEST_DESCRIPTION
        && !title.chars().chain(description.chars()).any(|letter| "<>".contains(letter));
    if !is_valid {
        let message = format!(
            "A title has up to {LONGEST_TITLE} letters and a description up to \
             {LONGEST_DESCRIPTION}, without < and >."
        );
        return Err(asked.error(400, "invalidPlaylistSnippet", message));
    }
    Ok((title.to_owned(), description.to_owned()))
}

/// What is left out is public, as it really is.
fn privacy(status: &Value) -> Result<Privacy, ApiError> {
    let invalid = || {
        let message = format!("There is no privacyStatus {status}.");
        ApiError::new(400, "invalid", message)
    };
    match status {
        Value::Null => Ok(Privacy::Public),
        Value::String(name) => Privacy::of(name).ok_or_else(invalid),
        _ => Err(invalid()),
    }
}

pub(crate) fn list(state: &mut State, asked: &Asked<'_>) -> Result<Value, ApiError> {
    let parts = Parts::of(asked, &PARTS)?;
    let ids = asked.query.get("id");
    let is_mine = asked.query.get("mine") == Some("true");
    if is_mine == ids.is_some() {
        let message = "The list needs one filter: mine=true or id.";
        return Err(ApiError::parameter("missingRequiredParameter", "mine", message));
    }
    let account = asked.account.name;
    let is_listed = |playlist: &Playlist| match ids {
        None => playlist.owner == account,
        Some(ids) => {
            let is_seen = playlist.owner == account || playlist.privacy != Privacy::Private;
            is_seen && ids.split(',').any(|id| id == playlist.id)
        }
    };
    let page = Page::of(asked, format!("playlists/{account}/{}", ids.unwrap_or_default()))?;

    // What is newest stands first.
    let mut listed: Vec<&mut Playlist> =
        state.playlists.0.iter_mut().rev().filter(|playlist| is_listed(playlist)).collect();
    if let Some(newest) = listed.first_mut() {
        newest.hidden = newest.hidden.max(asked.hide);
    }
    listed.retain_mut(|playlist| {
        let is_shown = playlist.hidden == 0;
        playlist.hidden = playlist.hidden.saturating_sub(1);
        is_shown
    });
    let shown = &listed[page.range(listed.len())];
    let shown = shown.iter().map(|playlist| parts.cut(resources::playlist(playlist)));
    let shown: Vec<Value> = shown.collect();
    Ok(page.answer("youtube#playlistListResponse", listed.len(), shown))
}
