//! The resources, with all their parts.

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::{
    accounts::{Account, Channel},
    ids,
    playlists::{Item, Playlist},
    videos::{VideoState, Videos, title},
};

/// When everything was published that nobody made here.
const LONG_AGO: &str = "2009-10-25T06:57:33Z";
/// Who has uploaded all videos.
const UPLOADER: Channel =
    Channel { id: "UCuuuuuuuuuuuuuuuuuuuuuu", title: "A channel of the stand-in" };

fn seconds(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// Pictures that nobody has: the addresses lead nowhere.
fn thumbnails(of: &str) -> Value {
    let thumbnail = |name: &str, width: u32, height: u32| {
        let url = format!("https://pictures.example/{of}/{name}.jpg");
        json!({"url": url, "width": width, "height": height})
    };
    json!({
        "default": thumbnail("default", 120, 90),
        "medium": thumbnail("mqdefault", 320, 180),
        "high": thumbnail("hqdefault", 480, 360),
    })
}

pub(crate) fn channel(account: &Account, channel: &Channel) -> Value {
    let Channel { id, title } = channel;
    json!({
        "kind": "youtube#channel",
        "etag": ids::etag(id),
        "id": id,
        "snippet": {
            "title": title,
            "description": "",
            "customUrl": format!("@{}", account.name),
            "publishedAt": LONG_AGO,
            "thumbnails": thumbnails(id),
            "localized": {"title": title, "description": ""},
        },
    })
}

/// How an account's channel is named where it has made something.
fn maker(owner: &str) -> Channel {
    Account::of(owner).and_then(|owner| owner.channel).unwrap_or(UPLOADER)
}

pub(crate) fn playlist(playlist: &Playlist) -> Value {
    let Playlist { id, owner, title, description, privacy, made_at, items, .. } = playlist;
    let channel = maker(owner);
    json!({
        "kind": "youtube#playlist",
        "etag": ids::etag(&format!("{playlist:?}")),
        "id": id,
        "snippet": {
            "publishedAt": seconds(*made_at),
            "channelId": channel.id,
            "title": title,
            "description": description,
            "thumbnails": thumbnails(id),
            "channelTitle": channel.title,
            "localized": {"title": title, "description": description},
        },
        "status": {"privacyStatus": privacy.name()},
        "contentDetails": {"itemCount": items.len()},
    })
}

pub(crate) fn item(of: &Playlist, position: usize, item: &Item, videos: &Videos) -> Value {
    let Item { id, video, added_at, .. } = item;
    let channel = maker(of.owner);
    let state = videos.state(video);
    let is_seen = matches!(state, VideoState::Available | VideoState::NotEmbeddable);
    let mut resource = json!({
        "kind": "youtube#playlistItem",
        "etag": ids::etag(&format!("{id} {position} {state:?}")),
        "id": id,
        "snippet": {
            "publishedAt": seconds(*added_at),
            "channelId": channel.id,
            "title": videos.title(video),
            "description": "",
            "thumbnails": if is_seen { thumbnails(video) } else { json!({}) },
            "channelTitle": channel.title,
            "playlistId": of.id,
            "position": position,
            "resourceId": {"kind": "youtube#video", "videoId": video},
        },
        "contentDetails": {"videoId": video},
        "status": {"privacyStatus": if state == VideoState::Private { "private" } else { "public" }},
    });
    // Of a video that is gone, the list tells no more than its id.
    if is_seen {
        resource["snippet"]["videoOwnerChannelTitle"] = UPLOADER.title.into();
        resource["snippet"]["videoOwnerChannelId"] = UPLOADER.id.into();
        resource["contentDetails"]["videoPublishedAt"] = LONG_AGO.into();
    }
    resource
}

/// A video that can be seen.
pub(crate) fn video(id: &str, state: VideoState) -> Value {
    json!({
        "kind": "youtube#video",
        "etag": ids::etag(&format!("{id} {state:?}")),
        "id": id,
        "snippet": {
            "publishedAt": LONG_AGO,
            "channelId": UPLOADER.id,
            "title": title(id),
            "description": "",
            "thumbnails": thumbnails(id),
            "channelTitle": UPLOADER.title,
            "categoryId": "10",
            "liveBroadcastContent": "none",
            "localized": {"title": title(id), "description": ""},
        },
        "contentDetails": {
            "duration": "PT3M33S",
            "dimension": "2d",
            "definition": "hd",
            "caption": "false",
            "licensedContent": true,
            "contentRating": {},
            "projection": "rectangular",
        },
        "status": {
            "uploadStatus": "processed",
            "privacyStatus": "public",
            "license": "youtube",
            "embeddable": state != VideoState::NotEmbeddable,
            "publicStatsViewable": true,
            "madeForKids": false,
        },
    })
}
