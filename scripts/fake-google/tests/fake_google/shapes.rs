//! The bodies have the fields that Google's published description of the API (the discovery document
//! of `youtube/v3`, schemas `Playlist`, `PlaylistItem`, `Video`, `Channel` and their lists) gives
//! them, of the same types, and no others.

use fake_google::FakeGoogle;
use serde_json::Value;

use crate::client::{User, VIDEO, read};

/// Where a field is, and of what JSON type: text, number, truth, list or object.
type Field = (&'static str, char);

const RESOURCE: [Field; 3] = [("/kind", 't'), ("/etag", 't'), ("/id", 't')];
const LIST: [Field; 6] = [
    ("/kind", 't'),
    ("/etag", 't'),
    ("/pageInfo", 'o'),
    ("/pageInfo/totalResults", 'n'),
    ("/pageInfo/resultsPerPage", 'n'),
    ("/items", 'l'),
];
const SNIPPET: [Field; 9] = [
    ("/snippet", 'o'),
    ("/snippet/publishedAt", 't'),
    ("/snippet/title", 't'),
    ("/snippet/description", 't'),
    ("/snippet/thumbnails", 'o'),
    ("/snippet/thumbnails/default", 'o'),
    ("/snippet/thumbnails/default/url", 't'),
    ("/snippet/thumbnails/default/width", 'n'),
    ("/snippet/thumbnails/default/height", 'n'),
];
const OWNED: [Field; 2] = [("/snippet/channelId", 't'), ("/snippet/channelTitle", 't')];
const LOCALIZED: [Field; 2] =
    [("/snippet/localized/title", 't'), ("/snippet/localized/description", 't')];
const PLAYLIST: [Field; 2] = [("/status/privacyStatus", 't'), ("/contentDetails/itemCount", 'n')];
const ITEM: [Field; 9] = [
    ("/snippet/playlistId", 't'),
    ("/snippet/position", 'n'),
    ("/snippet/resourceId/kind", 't'),
    ("/snippet/resourceId/videoId", 't'),
    ("/snippet/videoOwnerChannelId", 't'),
    ("/snippet/videoOwnerChannelTitle", 't'),
    ("/contentDetails/videoId", 't'),
    ("/contentDetails/videoPublishedAt", 't'),
    ("/status/privacyStatus", 't'),
];
const VIDEO_FIELDS: [Field; 15] = [
    ("/snippet/categoryId", 't'),
    ("/snippet/liveBroadcastContent", 't'),
    ("/contentDetails/duration", 't'),
    ("/contentDetails/dimension", 't'),
    ("/contentDetails/definition", 't'),
    ("/contentDetails/caption", 't'),
    ("/contentDetails/licensedContent", 'b'),
    ("/contentDetails/contentRating", 'o'),
    ("/contentDetails/projection", 't'),
    ("/status/uploadStatus", 't'),
    ("/status/privacyStatus", 't'),
    ("/status/license", 't'),
    ("/status/embeddable", 'b'),
    ("/status/publicStatsViewable", 'b'),
    ("/status/madeForKids", 'b'),
];
const CHANNEL: [Field; 1] = [("/snippet/customUrl", 't')];
const ERROR: [Field; 8] = [
    ("/error", 'o'),
    ("/error/code", 'n'),
    ("/error/message", 't'),
    ("/error/status", 't'),
    ("/error/errors", 'l'),
    ("/error/errors/0/message", 't'),
    ("/error/errors/0/domain", 't'),
    ("/error/errors/0/reason", 't'),
];

fn assert_has(body: &Value, fields: &[&[Field]]) {
    for (at, wanted) in fields.concat() {
        let is = match body.pointer(at) {
            Some(Value::String(_)) => 't',
            Some(Value::Number(_)) => 'n',
            Some(Value::Bool(_)) => 'b',
            Some(Value::Array(_)) => 'l',
            Some(Value::Object(_)) => 'o',
            Some(Value::Null) | None => '-',
        };
        assert_eq!(is, wanted, "{at} in {body:#}");
    }
}

/// No field is there that the description does not know of such a resource.
fn assert_has_no_more(body: &Value, at: &str, fields: &[&[Field]]) {
    let Some(object) = body.as_object() else { return };
    for (name, value) in object {
        let path = format!("{at}/{name}");
        let is_known = fields.concat().iter().any(|(known, _)| {
            let rest = known.strip_prefix(&*path);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        });
        // Each size of a picture has the fields of the first.
        let is_picture = ["/snippet/thumbnails/medium", "/snippet/thumbnails/high"];
        if is_picture.contains(&&*path) {
            assert!(value["url"].is_string() && value["width"].is_number(), "{path}");
            continue;
        }
        assert!(is_known, "{path} in {body:#}");
        assert_has_no_more(value, &path, fields);
    }
}

/// A list of the kind, with one resource of the kind, which has the fields.
fn assert_lists(body: &Value, kind: &str, fields: &[&[Field]]) {
    assert_has(body, &[&LIST]);
    assert_eq!(body["kind"], format!("youtube#{kind}ListResponse"));
    assert_eq!(body["items"][0]["kind"], format!("youtube#{kind}"));
    let fields = [&[&RESOURCE[..], &SNIPPET[..]], fields].concat();
    assert_has(&body["items"][0], &fields);
    assert_has_no_more(&body["items"][0], "", &fields);
}

#[test]
fn all_resources_and_lists_have_their_fields() {
    let google = FakeGoogle::start();
    let ada = User::of(&google, "ada");
    let made = read(ada.making("Dub"), 200);
    let playlist = made["id"].as_str().unwrap();
    assert_eq!(made["kind"], "youtube#playlist");
    assert_has(&made, &[&RESOURCE, &SNIPPET, &OWNED, &LOCALIZED, &PLAYLIST[..1]]);
    let added = ada.add(playlist, VIDEO);
    assert_eq!(added["kind"], "youtube#playlistItem");
    assert_has(&added, &[&RESOURCE, &SNIPPET, &OWNED, &ITEM[..6]]);

    let parts = "part=snippet,status,contentDetails";
    let listed = read(ada.get(&format!("playlists?{parts}&mine=true")), 200);
    assert_lists(&listed, "playlist", &[&OWNED, &LOCALIZED, &PLAYLIST]);
    let listed = read(ada.get(&format!("playlistItems?{parts}&playlistId={playlist}")), 200);
    assert_lists(&listed, "playlistItem", &[&OWNED, &ITEM]);
    let listed = read(ada.get(&format!("videos?{parts}&id={VIDEO}")), 200);
    assert_lists(&listed, "video", &[&OWNED, &LOCALIZED, &VIDEO_FIELDS]);
    let listed = read(ada.get("channels?part=snippet&mine=true"), 200);
    assert_lists(&listed, "channel", &[&LOCALIZED, &CHANNEL]);
}

#[test]
fn ids_have_the_lengths_and_letters_of_real_ones() {
    let google = FakeGoogle::start();
    let ada = User::of(&google, "ada");
    let made = read(ada.making("Dub"), 200);
    let (id, channel) = (made["id"].as_str().unwrap(), made["snippet"]["channelId"].as_str());
    assert!(id.len() == 34 && id.starts_with("PL"), "{id}");
    assert!(channel.is_some_and(|id| id.len() == 24 && id.starts_with("UC")));
    assert_eq!(made["etag"].as_str().unwrap().len(), 27);
    let item = ada.add(id, VIDEO);
    assert!(item["id"].as_str().unwrap().starts_with("UEx"), "{item}");
    let at = item["snippet"]["publishedAt"].as_str().unwrap();
    assert!(at.len() == 20 && at.ends_with('Z'), "{at}");
}

#[test]
fn every_error_has_the_same_fields() {
    let google = FakeGoogle::start();
    let ada = User::of(&google, "ada");
    let nobody = User::with(&google, String::new());
    google.unavailable(VIDEO);
    let playlist = ada.make("Dub");
    let errors = [
        read(nobody.listing("PLnone"), 401),
        read(ada.listing("PLnone"), 404),
        read(ada.adding(&playlist, VIDEO), 404),
        read(ada.get("playlists"), 400),
        read(ada.get("nothing"), 404),
        {
            google.set_daily_units(0);
            read(ada.making("Dub"), 403)
        },
    ];
    for error in errors {
        assert_has(&error, &[&ERROR]);
    }
}
