//! Lists come a page at a time.

use fake_google::FakeGoogle;
use serde_json::Value;

use crate::client::{User, read, reason};

/// The pages of a playlist: how many items each has, and the whole of its last.
fn pages(ada: &User<'_>, playlist: &str, size: &str) -> (Vec<usize>, Value) {
    let mut sizes = Vec::new();
    let mut token = String::new();
    loop {
        let query = format!("part=snippet&playlistId={playlist}{size}&pageToken={token}");
        let page = read(ada.get(&format!("playlistItems?{query}")), 200);
        sizes.push(page["items"].as_array().unwrap().len());
        match page["nextPageToken"].as_str() {
            Some(next) => next.clone_into(&mut token),
            None => return (sizes, page),
        }
    }
}

#[test]
fn a_long_playlist_is_listed_page_by_page() {
    let google = FakeGoogle::start();
    let ada = User::of(&google, "ada");
    let playlist = ada.make("Dub");
    for number in 0..53 {
        ada.add(&playlist, &format!("{number:011}"));
    }
    let (sizes, last) = pages(&ada, &playlist, "&maxResults=50");
    assert_eq!(sizes, [50, 3]);
    assert_eq!(last["items"][2]["snippet"]["position"], 52);
    assert_eq!(last["items"][2]["snippet"]["resourceId"]["videoId"], "00000000052");
    assert_eq!(last["pageInfo"]["totalResults"], 53);
    assert_eq!(last["pageInfo"]["resultsPerPage"], 50);
    assert!(last["prevPageToken"].is_string());
    // Five, where nothing is said.
    assert_eq!(pages(&ada, &playlist, "").0, [vec![5; 10], vec![3]].concat());
}

#[test]
fn a_full_last_page_leads_nowhere() {
    let google = FakeGoogle::start();
    let ada = User::of(&google, "ada");
    let playlist = ada.make("Dub");
    for number in 0..4 {
        ada.add(&playlist, &format!("{number:011}"));
    }
    assert_eq!(pages(&ada, &playlist, "&maxResults=2").0, [2, 2]);
}

#[test]
fn a_page_is_no_longer_than_fifty() {
    let google = FakeGoogle::start();
    let ada = User::of(&google, "ada");
    for wrong in ["51", "-1", "many"] {
        let error = read(ada.get(&format!("playlists?part=id&mine=true&maxResults={wrong}")), 400);
        assert_eq!(reason(&error), "invalidValue");
    }
}

#[test]
fn a_token_of_another_list_is_refused() {
    let google = FakeGoogle::start();
    let ada = User::of(&google, "ada");
    let lists = [ada.make("1"), ada.make("2")];
    let page = read(ada.get("playlists?part=id&mine=true&maxResults=1"), 200);
    let token = page["nextPageToken"].as_str().unwrap();
    for wrong in [token, "nonsense"] {
        let query = format!("part=snippet&playlistId={}&pageToken={wrong}", lists[0]);
        let error = read(ada.get(&format!("playlistItems?{query}")), 400);
        assert_eq!(reason(&error), "invalidPageToken");
    }
}
