//! Videos are added to playlists and listed.

use fake_google::{FakeGoogle, Options};
use reqwest::blocking::RequestBuilder;
use serde_json::json;

use crate::client::{User, VIDEO, read, reason};

fn assert_refused(request: RequestBuilder, status: u16, wanted: &str) {
    assert_eq!(reason(&read(request, status)), wanted);
}

#[test]
fn videos_stand_in_the_order_of_their_adding_and_twice_where_added_twice() {
    let google = FakeGoogle::start();
    let ada = User::of(&google, "ada");
    let playlist = ada.make("Dub");
    let videos = [VIDEO, "bbbbbbbbbbb", VIDEO];
    let added = videos.map(|video| ada.add(&playlist, video));
    assert_eq!(ada.videos(&playlist), videos);
    assert_eq!(added[2]["snippet"]["position"], 2);
    assert_eq!(added[2]["snippet"]["title"], format!("Video {VIDEO}"));
    assert_ne!(added[0]["id"], added[2]["id"]);
    let kept = &google.playlists()[0].items;
    assert!(kept.iter().map(|item| item.video.as_str()).eq(videos));
}

#[test]
fn a_full_playlist_takes_no_more() {
    let google = FakeGoogle::start_with(Options { max_items: 2, ..Options::default() }).unwrap();
    let ada = User::of(&google, "ada");
    let playlist = ada.make("Dub");
    ada.add(&playlist, VIDEO);
    ada.add(&playlist, VIDEO);
    let full = "playlistContainsMaximumNumberOfVideos";
    assert_refused(ada.adding(&playlist, VIDEO), 403, full);
    google.set_max_items(3);
    ada.add(&playlist, VIDEO);
}

#[test]
fn a_playlist_of_somebody_else_is_not_accessible() {
    let google = FakeGoogle::start();
    let (ada, ben) = (User::of(&google, "ada"), User::of(&google, "ben"));
    let playlist = ada.make("Dub");
    assert_refused(ben.listing(&playlist), 403, "playlistItemsNotAccessible");
    assert_refused(ben.adding(&playlist, VIDEO), 403, "playlistItemsNotAccessible");
    let public = read(ada.post("playlists?part=snippet", &json!({"snippet": {"title": "a"}})), 200);
    let public = public["id"].as_str().unwrap();
    assert_refused(ben.adding(public, VIDEO), 403, "playlistItemsNotAccessible");
    assert_eq!(ben.videos(public), [""; 0], "a public one can be seen");
}

#[test]
fn an_unknown_playlist_is_not_found() {
    let google = FakeGoogle::start();
    let ada = User::of(&google, "ada");
    assert_refused(ada.listing("PLnone"), 404, "playlistNotFound");
    assert_refused(ada.adding("PLnone", VIDEO), 404, "playlistNotFound");
}

#[test]
fn a_video_that_is_gone_or_kept_is_not_added() {
    let google = FakeGoogle::start();
    let ada = User::of(&google, "ada");
    let playlist = ada.make("Dub");
    google.unavailable("aaaaaaaaaaa");
    google.private("bbbbbbbbbbb");
    google.not_embeddable("ccccccccccc");
    assert_refused(ada.adding(&playlist, "aaaaaaaaaaa"), 404, "videoNotFound");
    assert_refused(ada.adding(&playlist, "bbbbbbbbbbb"), 400, "failedPrecondition");
    assert_refused(ada.adding(&playlist, "too short"), 404, "videoNotFound");
    ada.add(&playlist, "ccccccccccc");
    assert_eq!(ada.videos(&playlist), ["ccccccccccc"]);
}

#[test]
fn an_item_that_is_not_in_order_is_refused() {
    let google = FakeGoogle::start();
    let ada = User::of(&google, "ada");
    let playlist = ada.make("Dub");
    let video = json!({"kind": "youtube#video", "videoId": VIDEO});
    let refused = [
        (json!({"resourceId": video}), "playlistIdRequired"),
        (json!({"playlistId": playlist}), "resourceIdRequired"),
        (json!({"playlistId": playlist, "resourceId": {"videoId": VIDEO}}), "resourceIdRequired"),
        (
            json!({"playlistId": playlist, "resourceId": {"kind": "youtube#channel"}}),
            "invalidResourceType",
        ),
        (json!({"playlistId": playlist, "resourceId": video, "position": 0}), "manualSortRequired"),
    ];
    for (snippet, wanted) in refused {
        let body = json!({"snippet": snippet});
        assert_refused(ada.post("playlistItems?part=snippet", &body), 400, wanted);
    }
    assert_eq!(google.playlists()[0].items, []);
}

#[test]
fn a_video_that_goes_later_stays_in_the_list_without_its_title() {
    let google = FakeGoogle::start();
    let ada = User::of(&google, "ada");
    let playlist = ada.make("Dub");
    ada.add(&playlist, VIDEO);
    google.unavailable(VIDEO);
    let listed = read(ada.listing(&playlist), 200);
    assert_eq!(listed["items"][0]["snippet"]["title"], "Deleted video");
    assert_eq!(ada.videos(&playlist), [VIDEO]);
}
