//! A user's grant ends.

use fake_google::FakeGoogle;

use crate::{
    browser::{Browser, post},
    client::{User, read, read_answer},
};

#[test]
fn a_revoked_token_of_either_kind_ends_both_and_the_consent() {
    let google = FakeGoogle::start();
    let browser = Browser::at(&google);
    let url = format!("{}/revoke", google.url());
    for is_refresh in [true, false] {
        let tokens = google.mint("ada");
        let refresh = tokens.refresh_token.unwrap();
        let revoked = if is_refresh { &refresh } else { &tokens.access_token };
        let answer = post(&browser.http, &url, &[("token", revoked)]);
        assert_eq!(read_answer(answer, 200), serde_json::json!({}));
        assert_eq!(browser.refresh(&refresh, 400)["error"], "invalid_grant");
        let ada = User::with(&google, tokens.access_token);
        read(ada.get("channels?part=snippet&mine=true"), 401);
    }
    let again = browser.exchange(&browser.code("ada"), 200);
    assert!(again["refresh_token"].is_string(), "it is a first consent");
}

#[test]
fn the_grants_of_others_stay() {
    let google = FakeGoogle::start();
    let browser = Browser::at(&google);
    let bens = google.mint("ben").refresh_token.unwrap();
    let adas = google.mint("ada").access_token;
    post(&browser.http, &format!("{}/revoke", google.url()), &[("token", &adas)]);
    browser.refresh(&bens, 200);
}

#[test]
fn an_unknown_token_is_told_so() {
    let google = FakeGoogle::start();
    let browser = Browser::at(&google);
    let answer = post(&browser.http, &format!("{}/revoke", google.url()), &[("token", "none")]);
    assert_eq!(read_answer(answer, 400)["error"], "invalid_token");
}
