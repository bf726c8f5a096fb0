//! The way to Google and back.

use apis::account::{Account, AccountError, Returned};
use fake_google::{Call, Issuer};

use crate::home::{ADA, ADAS_TITLE, BACK, Home, fields, video};

#[test]
fn google_is_asked_for_what_playlists_need_and_for_nothing_else() {
    let home = Home::new();
    let session = home.visitor();
    let urls = [(); 2].map(|()| home.accounts.begin(&session, "/").unwrap());
    let [first, second] = urls.each_ref().map(|url| fields(url));
    for (name, value) in [
        ("response_type", "code"),
        ("redirect_uri", BACK),
        ("scope", "https://www.googleapis.com/auth/youtube"),
        ("access_type", "offline"),
        ("code_challenge_method", "S256"),
    ] {
        assert_eq!(first[name], value, "{name}");
    }
    assert!(!first.contains_key("prompt"), "who has agreed before is not asked again at once");
    // 32 bytes in base64url.
    assert_eq!(first["code_challenge"].len(), 43);
    assert!(first["state"].len() >= 22, "it has 128 random bits: {}", first["state"]);
    for name in ["state", "code_challenge"] {
        assert_ne!(first[name], second[name], "{name} is of this one sign-in");
    }
    // With `include_granted_scopes`, tokens would do what was once agreed to elsewhere as well.
    let names: Vec<&str> = first.keys().map(String::as_str).collect();
    assert!(!names.contains(&"include_granted_scopes") && names.len() == 8, "{names:?}");
}

#[test]
fn the_basket_goes_along_and_the_old_session_has_nothing() {
    let home = Home::new();
    let planted = home.visitor();
    let answer = home.begun(&planted, "ada");
    let returned = home.accounts.complete(&planted, &answer).unwrap();
    let Returned::In { session, back, user } = returned else { panic!("{returned:?}") };
    assert_eq!((back.as_str(), user.as_str()), ("/basket", ADA));
    assert_ne!(session, planted);
    assert_eq!(home.sessions.basket(&session).unwrap().videos(), [video()]);
    let account =
        Account { user: ADA.to_owned(), channel: ADAS_TITLE.to_owned(), has_tokens: true };
    assert_eq!(home.accounts.of(&session).unwrap(), Some(account));
    assert!(home.sessions.basket(&planted).unwrap().is_empty());
    assert_eq!(home.accounts.of(&planted).unwrap(), None);
}

#[test]
fn a_sign_in_leads_back_to_the_site_alone() {
    let home = Home::new();
    for (wanted, led) in [
        ("/playlist/new?q=style:house", "/playlist/new?q=style:house"),
        ("https://evil.example/", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("/\t/evil.example", "/"),
        ("", "/"),
    ] {
        let session = home.visitor();
        let url = home.accounts.begin(&session, wanted).unwrap();
        let answer = home.consent(&url, "account=ben&answer=continue");
        let returned = home.accounts.complete(&session, &answer).unwrap();
        let Returned::In { back, .. } = returned else { panic!("{returned:?}") };
        assert_eq!(back, led, "{wanted:?}");
    }
}

#[test]
fn an_answer_without_an_issuer_is_taken() {
    let home = Home::new();
    home.google.set_issuer(Issuer::Absent);
    let session = home.sign_in(&home.visitor(), "ben");
    assert!(home.accounts.of(&session).unwrap().is_some());
}

#[test]
fn who_says_no_stays_signed_out_with_his_basket() {
    let home = Home::new();
    let session = home.visitor();
    let url = home.accounts.begin(&session, "/basket").unwrap();
    let answer = home.consent(&url, "account=ada&answer=cancel");
    assert!(matches!(home.refuses(&session, &answer), AccountError::Denied));
    assert_eq!(home.count(Call::Exchange), 0);
    home.sign_in(&session, "ada");
}

#[test]
fn who_withholds_the_permission_is_told_and_may_try_again() {
    let home = Home::new();
    let session = home.visitor();
    let url = home.accounts.begin(&session, "/basket").unwrap();
    let answer = home.consent(&url, "account=ada&answer=continue&withhold=youtube");
    let error = home.refuses(&session, &answer);
    assert!(matches!(error, AccountError::NoScope), "{error:?}");
    assert_eq!(home.count(Call::ChannelsList), 0, "no unit is spent on it");
    home.sign_in(&session, "ada");
}

#[test]
fn an_account_without_a_channel_is_told_so_and_nothing_of_it_is_kept() {
    let home = Home::new();
    let session = home.visitor();
    let answer = home.begun(&session, "dan");
    let error = home.refuses(&session, &answer);
    assert!(matches!(error, AccountError::NoChannel), "{error:?}");
    insta::assert_snapshot!(error, @"this Google account has no YouTube channel: make one at YouTube, or sign in with another account");
    assert_eq!(home.count(Call::Revoke), 1, "its tokens are given back");
}

#[test]
fn a_second_sign_in_keeps_the_refresh_token_of_the_first() {
    let home = Home::new();
    let first = home.sign_in(&home.visitor(), "ada");
    let second = home.sign_in(&home.visitor(), "ada");
    assert_eq!(home.count(Call::Consent), 2, "nobody is asked twice");
    // The old refresh token still gives access.
    home.google.expire_access_tokens();
    let stale = home.accounts.token(ADA, None).unwrap();
    assert_ne!(home.accounts.token(ADA, Some(&stale)).unwrap(), stale);
    for session in [first, second] {
        assert!(home.accounts.of(&session).unwrap().unwrap().has_tokens);
    }
}

#[test]
fn where_no_refresh_token_is_known_google_is_asked_once_more() {
    let home = Home::new();
    // Google has given one before, to a site whose state is lost.
    let _lost = home.google.mint("ada");
    let session = home.visitor();
    let answer = home.begun(&session, "ada");
    let returned = home.accounts.complete(&session, &answer).unwrap();
    let Returned::Again(url) = returned else { panic!("{returned:?}") };
    assert_eq!(fields(&url)["prompt"], "consent");
    assert_eq!(home.accounts.of(&session).unwrap(), None);
    let answer = home.consent(&url, "account=ada&answer=continue");
    let returned = home.accounts.complete(&session, &answer).unwrap();
    let Returned::In { session, back, .. } = returned else { panic!("{returned:?}") };
    assert_eq!(back, "/basket");
    assert_eq!(home.sessions.basket(&session).unwrap().videos(), [video()]);
    assert!(home.accounts.of(&session).unwrap().unwrap().has_tokens);
}

#[test]
fn who_signs_in_as_somebody_else_is_somebody_else() {
    let home = Home::new();
    let ada = home.sign_in(&home.visitor(), "ada");
    let ben = home.sign_in(&ada, "ben");
    assert_eq!(home.accounts.of(&ada).unwrap(), None);
    assert_eq!(home.accounts.of(&ben).unwrap().unwrap().channel, "Ben's channel");
}

#[test]
fn a_user_is_signed_in_with_so_many_sessions_and_no_more() {
    let home = Home::new();
    let sessions: Vec<_> = (0..22).map(|_| home.sign_in(&home.visitor(), "ada")).collect();
    let is_in = |session| home.accounts.of(session).unwrap().is_some();
    assert_eq!(sessions.iter().filter(|session| is_in(session)).count(), 20);
    assert!(!is_in(&sessions[1]) && is_in(&sessions[2]));
}
