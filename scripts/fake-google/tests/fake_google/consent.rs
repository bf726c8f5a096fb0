//! The consent page: whom it lets in, and where it leads.

use fake_google::{FakeGoogle, Issuer, Options};

use crate::{
    browser::{BACK, Browser, SCOPE, field},
    client::{User, read, reason},
};

const YES: [(&str, &str); 2] = [("account", "ben"), ("answer", "continue")];

#[test]
fn the_page_says_that_it_is_not_google_and_works_without_scripts() {
    let google = FakeGoogle::start();
    let browser = Browser::at(&google).with("login_hint", Some("ben@example.com"));
    let answer = browser.look();
    assert_eq!(answer.status(), 200);
    let page = answer.text().unwrap();
    assert!(page.contains("<h1>Stand-in for Google (this is not Google)</h1>"), "{page}");
    assert!(page.contains(r#"value="ben" checked"#), "{page}");
    assert!(page.contains("Cléo &amp; &lt;Söhne&gt;"), "{page}");
    assert!(page.contains(r#"name="state" value="a state &amp; more""#), "{page}");
    assert!(!page.contains("<script"), "{page}");
}

#[test]
fn a_yes_leads_back_with_a_code() {
    let google = FakeGoogle::start();
    let back = Browser::at(&google).led_to(&YES);
    assert!(back.as_str().starts_with(&format!("{BACK}?")), "{back}");
    assert!(field(&back, "code").is_some());
    assert_eq!(field(&back, "state").unwrap(), "a state & more");
    assert_eq!(field(&back, "scope").unwrap(), SCOPE);
    assert_eq!(field(&back, "iss").unwrap(), "https://accounts.google.com");
}

#[test]
fn a_way_back_that_has_a_query_keeps_it() {
    let google = FakeGoogle::start();
    let with_query = format!("{BACK}?a=b");
    let back = Browser::at(&google).with("redirect_uri", Some(&with_query)).led_to(&YES);
    assert_eq!(field(&back, "a").unwrap(), "b");
    assert!(field(&back, "code").is_some());
}

#[test]
fn who_says_nothing_of_the_account_is_who_was_hinted_at() {
    let google = FakeGoogle::start();
    for (hint, user) in [(None, "ada"), (Some("cleo@example.com"), "cleo")] {
        let browser = Browser::at(&google).with("login_hint", hint);
        browser.led_to(&[("answer", "continue")]);
        assert_eq!(google.books().calls.last().unwrap().user.as_deref(), Some(user));
    }
}

#[test]
fn a_no_leads_back_without_one() {
    let google = FakeGoogle::start();
    let back = Browser::at(&google).led_to(&[("account", "ben"), ("answer", "cancel")]);
    assert_eq!(field(&back, "error").unwrap(), "access_denied");
    assert_eq!(field(&back, "state").unwrap(), "a state & more");
    assert_eq!(field(&back, "code"), None);
}

#[test]
fn the_issuer_is_sent_as_a_test_wants() {
    let google = FakeGoogle::start();
    google.set_issuer(Issuer::Wrong);
    let back = Browser::at(&google).led_to(&YES);
    assert_eq!(field(&back, "iss").unwrap(), "https://accounts.example.com");
    google.set_issuer(Issuer::Absent);
    assert_eq!(field(&Browser::at(&google).led_to(&YES), "iss"), None);
}

#[test]
fn a_request_that_is_not_in_order_leads_nowhere() {
    let google = FakeGoogle::start();
    let wrong = [
        ("response_type", Some("token")),
        ("client_id", Some("another")),
        ("client_id", None),
        ("redirect_uri", None),
        ("redirect_uri", Some("http://127.0.0.1:9/elsewhere")),
        ("redirect_uri", Some("javascript:alert(1)//oauth2callback")),
        ("redirect_uri", Some("http://a@b/oauth2callback")),
        ("redirect_uri", Some("http://a/oauth2callback#part")),
        ("scope", Some("openid")),
        ("scope", Some("https://www.googleapis.com/auth/youtube.readonly")),
        ("state", None),
        ("code_challenge", None),
        ("code_challenge", Some("short")),
        ("code_challenge_method", Some("plain")),
        ("code_challenge_method", None),
    ];
    for (name, value) in wrong {
        let browser = Browser::at(&google).with(name, value);
        for answer in [browser.look(), browser.answer(&YES)] {
            assert_eq!(answer.status(), 400, "{name} {value:?}");
            assert!(!answer.headers().contains_key("location"), "{name} {value:?}");
            assert!(answer.text().unwrap().contains("this is not Google"));
        }
    }
}

#[test]
fn a_parameter_is_not_there_twice() {
    let google = FakeGoogle::start();
    let mut browser = Browser::at(&google);
    browser.wish.push(("state", "another".to_owned()));
    assert_eq!(browser.look().status(), 400);
}

#[test]
fn where_addresses_are_named_no_other_is_led_to() {
    let named = "https://dataget.example/youtube/oauth2callback";
    let options = Options { redirect_uris: vec![named.to_owned()], ..Options::default() };
    let google = FakeGoogle::start_with(options).unwrap();
    let looked = |uri: &str| Browser::at(&google).with("redirect_uri", Some(uri)).look().status();
    assert_eq!(looked(named), 200);
    assert_eq!(looked(&format!("{named}?a=b")), 400);
    assert_eq!(looked(BACK), 400);
}

#[test]
fn who_withholds_youtube_signs_in_without_it() {
    let google = FakeGoogle::start();
    let browser = Browser::at(&google).with("scope", Some(&format!("openid {SCOPE}")));
    let yes = [YES[0], YES[1], ("withhold", "youtube")];
    let back = browser.led_to(&yes);
    assert_eq!(field(&back, "scope").unwrap(), "openid");
    let tokens = browser.exchange(&field(&back, "code").unwrap(), 200);
    let ben = User::with(&google, tokens["access_token"].as_str().unwrap().to_owned());
    let error = read(ben.get("channels?part=snippet&mine=true"), 403);
    assert_eq!(reason(&error), "insufficientPermissions");
}
