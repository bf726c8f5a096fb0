//! Codes and refresh tokens become access tokens.

use std::time::Duration;

use fake_google::{ACCESS_PREFIX, FakeGoogle, REFRESH_PREFIX};
use serde_json::Value;

use crate::{
    browser::{Browser, SCOPE, exchange},
    client::{User, read, read_answer, reason},
};

fn text<'body>(body: &'body Value, name: &str) -> &'body str {
    body[name].as_str().unwrap_or_else(|| panic!("{name} is in {body}"))
}

/// Who an access token belongs to.
fn channel(google: &FakeGoogle, tokens: &Value) -> Value {
    let user = User::with(google, text(tokens, "access_token").to_owned());
    let channels = read(user.get("channels?part=snippet&mine=true"), 200);
    channels["items"][0]["snippet"]["title"].clone()
}

#[test]
fn a_code_becomes_tokens_of_who_said_yes() {
    let google = FakeGoogle::start();
    let browser = Browser::at(&google);
    let tokens = browser.exchange(&browser.code("ben"), 200);
    assert!(text(&tokens, "access_token").starts_with(ACCESS_PREFIX));
    assert!(text(&tokens, "refresh_token").starts_with(REFRESH_PREFIX));
    assert_eq!(tokens["expires_in"], 3599);
    assert_eq!(tokens["scope"], SCOPE);
    assert_eq!(tokens["token_type"], "Bearer");
    assert_eq!(channel(&google, &tokens), "Ben's channel");
}

#[test]
fn a_code_used_twice_revokes_what_it_brought_and_nothing_else() {
    let google = FakeGoogle::start();
    let browser = Browser::at(&google).with("prompt", Some("consent"));
    let others = browser.exchange(&browser.code("ben"), 200);
    let code = browser.code("ben");
    let tokens = browser.exchange(&code, 200);
    assert_eq!(browser.exchange(&code, 400)["error"], "invalid_grant");
    let ben = User::with(&google, text(&tokens, "access_token").to_owned());
    read(ben.get("channels?part=snippet&mine=true"), 401);
    let refused = browser.refresh(text(&tokens, "refresh_token"), 400);
    assert_eq!(refused["error"], "invalid_grant");
    browser.refresh(text(&others, "refresh_token"), 200);
}

#[test]
fn a_code_grows_old_within_a_minute() {
    let google = FakeGoogle::start();
    let browser = Browser::at(&google);
    let code = browser.code("ben");
    google.advance(Duration::from_secs(61));
    assert_eq!(browser.exchange(&code, 400)["error"], "invalid_grant");
}

#[test]
fn a_code_needs_its_verifier_and_its_address() {
    let google = FakeGoogle::start();
    let browser = Browser::at(&google);
    let with = |name: &str, value: &'static str| {
        let code = browser.code("ben");
        let form = exchange(&code).map(|(is, was)| (is, if is == name { value } else { was }));
        browser.token(&form, 400)["error"].clone()
    };
    assert_eq!(
        with("code_verifier", "a-different-verifier-of-forty-three-letters"),
        "invalid_grant"
    );
    assert_eq!(with("code_verifier", ""), "invalid_request");
    assert_eq!(with("redirect_uri", "http://a/oauth2callback"), "redirect_uri_mismatch");
    assert_eq!(with("code", "4/canary-unknown"), "invalid_grant");
    assert_eq!(with("grant_type", "password"), "unsupported_grant_type");
}

#[test]
fn a_client_shows_its_secret_in_the_form_or_in_the_header() {
    let google = FakeGoogle::start();
    let browser = Browser::at(&google);
    let ask = |password: &str, more: &str| {
        let code = browser.code("ben");
        let form = serde_urlencoded::to_string(exchange(&code)).unwrap() + more;
        let request = browser.http.post(format!("{}/token", google.url())).body(form);
        let client = "canary-client.apps.googleusercontent.com";
        request.basic_auth(client, Some(password)).send().unwrap()
    };
    read_answer(ask("GOCSPX-canary-secret", ""), 200);
    assert_eq!(read_answer(ask("wrong", ""), 401)["error"], "invalid_client");
    let twice = ask("GOCSPX-canary-secret", "&client_secret=GOCSPX-canary-secret");
    assert_eq!(read_answer(twice, 400)["error"], "invalid_request");
}

#[test]
fn a_refresh_token_comes_with_the_first_consent_or_where_it_is_asked_for() {
    let google = FakeGoogle::start();
    let has_refresh = |browser: Browser<'_>| {
        let tokens = browser.exchange(&browser.code("ada"), 200);
        tokens.get("refresh_token").is_some()
    };
    assert!(!has_refresh(Browser::at(&google).with("access_type", None)));
    assert!(has_refresh(Browser::at(&google)));
    assert!(!has_refresh(Browser::at(&google)));
    assert!(has_refresh(Browser::at(&google).with("prompt", Some("consent"))));
    google.kill_refresh_token("ada");
    assert!(!has_refresh(Browser::at(&google)), "the consent is remembered");
}

#[test]
fn a_refresh_token_brings_access_tokens_until_it_is_dead() {
    let google = FakeGoogle::start();
    let browser = Browser::at(&google);
    let refresh = google.mint("ada").refresh_token.unwrap();
    let tokens = browser.refresh(&refresh, 200);
    assert_eq!(channel(&google, &tokens), "Ada's channel");
    assert!(tokens.get("refresh_token").is_none());
    google.kill_refresh_token("ben");
    browser.refresh(&refresh, 200);
    google.kill_refresh_token("ada");
    assert_eq!(browser.refresh(&refresh, 400)["error"], "invalid_grant");
}

#[test]
fn a_rotated_refresh_token_ends_the_one_before() {
    let google = FakeGoogle::start();
    google.rotate_refresh_tokens(true);
    let browser = Browser::at(&google);
    let old = google.mint("ada").refresh_token.unwrap();
    let tokens = browser.refresh(&old, 200);
    assert_eq!(browser.refresh(&old, 400)["error"], "invalid_grant");
    browser.refresh(text(&tokens, "refresh_token"), 200);
}

#[test]
fn an_access_token_ends_with_its_time_or_on_demand() {
    let google = FakeGoogle::start();
    google.set_access_lifetime(Duration::from_secs(100));
    let ada = User::of(&google, "ada");
    let ask = |status| read(ada.get("channels?part=snippet&mine=true"), status);
    ask(200);
    google.advance(Duration::from_secs(101));
    assert_eq!(reason(&ask(401)), "authError");
    let ada = User::of(&google, "ada");
    google.expire_access_tokens();
    read(ada.get("channels?part=snippet&mine=true"), 401);
}
