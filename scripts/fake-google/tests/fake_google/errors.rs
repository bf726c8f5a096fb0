//! Who asks without a right to.

use fake_google::FakeGoogle;

use crate::client::{User, http, read, reason};

#[test]
fn a_dead_token_is_told_so() {
    let google = FakeGoogle::start();
    let nobody = User::with(&google, "ya29.canary-none".to_owned());
    let answer = nobody.making("Dub").send().unwrap();
    let authenticate = answer.headers()["www-authenticate"].to_str().unwrap().to_owned();
    assert!(authenticate.starts_with("Bearer "), "{authenticate}");
    let error = read(nobody.making("Dub"), 401);
    assert_eq!(reason(&error), "authError");
    assert_eq!(error["error"]["status"], "UNAUTHENTICATED");
    assert_eq!(google.playlists(), []);
}

#[test]
fn a_token_is_taken_from_its_header_only() {
    let google = FakeGoogle::start();
    let token = google.mint("ada").access_token;
    let url = format!("{}/youtube/v3/channels?part=snippet&mine=true", google.url());
    let http = http().build().unwrap();
    let error = read(http.get(format!("{url}&access_token={token}")), 401);
    assert_eq!(reason(&error), "required");
    read(http.get(&url).header("authorization", format!("Basic {token}")), 401);
    read(http.get(&url).bearer_auth(token), 200);
}
