//! What can be said of videos.

use fake_google::{FakeGoogle, VideoState};

use crate::client::{User, VIDEO, read, reason};

#[test]
fn videos_that_cannot_be_seen_are_left_out() {
    let google = FakeGoogle::start();
    let ada = User::of(&google, "ada");
    google.unavailable("aaaaaaaaaaa");
    google.private("bbbbbbbbbbb");
    google.not_embeddable("ccccccccccc");
    let ids = format!("{VIDEO},aaaaaaaaaaa,bbbbbbbbbbb,ccccccccccc,short");
    let query = format!("videos?part=status,contentDetails,snippet&id={ids}");
    let listed = read(ada.get(&query), 200);
    let items = listed["items"].as_array().unwrap();
    let told = items.iter().map(|video| {
        (video["id"].as_str().unwrap(), video["status"]["embeddable"].as_bool().unwrap())
    });
    assert!(told.eq([(VIDEO, true), ("ccccccccccc", false)]));
    google.mark("aaaaaaaaaaa", VideoState::Available);
    assert_eq!(read(ada.get(&query), 200)["items"].as_array().unwrap().len(), 3);
}

#[test]
fn at_most_fifty_videos_are_asked_for_at_once() {
    let google = FakeGoogle::start();
    let ada = User::of(&google, "ada");
    let fifty = vec![VIDEO; 50].join(",");
    read(ada.get(&format!("videos?part=status&id={fifty}")), 200);
    let error = read(ada.get(&format!("videos?part=status&id={fifty},{VIDEO}")), 400);
    assert_eq!(reason(&error), "invalidFilters");
}
