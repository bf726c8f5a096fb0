//! Playlists are made and listed.

use fake_google::{FakeGoogle, Privacy};
use serde_json::{Value, json};

use crate::client::{User, read, reason};

#[test]
fn a_playlist_is_made_as_it_was_wished() {
    let google = FakeGoogle::start();
    let ada = User::of(&google, "ada");
    let made = read(ada.making("Dub & more"), 200);
    assert_eq!(made["snippet"]["title"], "Dub & more");
    assert_eq!(made["status"]["privacyStatus"], "private");
    assert_eq!(made["snippet"]["channelTitle"], "Ada's channel");
    let [playlist] = &google.playlists()[..] else { panic!("there is one") };
    assert_eq!(made["id"], playlist.id);
    assert_eq!(playlist.owner, "ada");
    assert_eq!(playlist.description, "job 1");
    assert_eq!(playlist.privacy, Privacy::Private);
}

#[test]
fn a_playlist_without_a_privacy_is_public() {
    let google = FakeGoogle::start();
    let ada = User::of(&google, "ada");
    let body = json!({"snippet": {"title": "Dub"}});
    let made = read(ada.post("playlists?part=snippet,status", &body), 200);
    assert_eq!(made["status"]["privacyStatus"], "public");
    assert_eq!(google.playlists()[0].privacy, Privacy::Public);
}

#[test]
fn a_playlist_that_cannot_be_is_refused() {
    let google = FakeGoogle::start();
    let ada = User::of(&google, "ada");
    let long = "a".repeat(151);
    let refused = [
        (json!({"snippet": {}}), "playlistTitleRequired"),
        (json!({"snippet": {"title": "  "}}), "playlistTitleRequired"),
        (json!({"snippet": {"title": long}}), "invalidPlaylistSnippet"),
        (json!({"snippet": {"title": "<b>"}}), "invalidPlaylistSnippet"),
        (json!({"snippet": {"title": "a", "description": "a>b"}}), "invalidPlaylistSnippet"),
        (json!({"snippet": {"title": "a"}, "status": {"privacyStatus": "secret"}}), "invalid"),
        (json!([]), "parseError"),
    ];
    for (body, wanted) in refused {
        let error = read(ada.post("playlists?part=snippet,status", &body), 400);
        assert_eq!(reason(&error), wanted, "{body}");
    }
    assert_eq!(google.playlists(), []);
}

#[test]
fn parts_must_be_named_and_known() {
    let google = FakeGoogle::start();
    let ada = User::of(&google, "ada");
    let body = json!({"snippet": {"title": "a"}, "status": {"privacyStatus": "private"}});
    let refused = [
        ("playlists", "missingRequiredParameter"),
        ("playlists?part=snippet", "unexpectedPart"),
        ("playlists?part=snippet,status,colour", "unknownPart"),
    ];
    for (path, wanted) in refused {
        assert_eq!(reason(&read(ada.post(path, &body), 400)), wanted, "{path}");
    }
    let id = ada.make("Dub");
    let listed = read(ada.get(&format!("playlists?part=status&id={id}")), 200);
    assert!(listed["items"][0].get("snippet").is_none());
    assert_eq!(listed["items"][0]["status"]["privacyStatus"], "private");
}

#[test]
fn a_user_lists_own_playlists_only() {
    let google = FakeGoogle::start();
    let (ada, ben) = (User::of(&google, "ada"), User::of(&google, "ben"));
    let ids = [ada.make("1"), ada.make("2")];
    ben.make("3");
    let listed = read(ada.get("playlists?part=snippet,status&mine=true&maxResults=50"), 200);
    let items = listed["items"].as_array().unwrap();
    let listed: Vec<&Value> = items.iter().map(|playlist| &playlist["id"]).collect();
    // What is newest stands first.
    assert_eq!(listed, [&ids[1], &ids[0]]);
    let others = read(ben.get(&format!("playlists?part=id&id={}", ids[0])), 200);
    assert_eq!(others["items"], json!([]), "a private one is not shown to others");
    let error = read(ben.get("playlists?part=id"), 400);
    assert_eq!(reason(&error), "missingRequiredParameter");
}

#[test]
fn an_account_without_a_channel_owns_no_playlist() {
    let google = FakeGoogle::start();
    let dan = User::of(&google, "dan");
    assert_eq!(reason(&read(dan.making("Dub"), 401)), "youtubeSignupRequired");
    let channels = read(dan.get("channels?part=snippet&mine=true"), 200);
    assert_eq!(channels["pageInfo"]["totalResults"], 0);
    assert!(channels.get("items").is_none());
}
