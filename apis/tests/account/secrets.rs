//! What must be seen by nobody.

use apis::{
    account::{AccountError, Answer, Returned},
    session::SessionId,
};
use fake_google::{ACCESS_PREFIX, CODE_PREFIX, REFRESH_PREFIX};
use jiff::SignedDuration;

use crate::home::{ADA, Home};

/// What every secret of the stand-in begins with.
const CANARIES: [&str; 4] = [ACCESS_PREFIX, REFRESH_PREFIX, CODE_PREFIX, "GOCSPX-canary"];

fn assert_silent(what: &str, text: &str) {
    let found = CANARIES.iter().find(|canary| text.contains(**canary));
    assert_eq!(found, None, "in {what}: {text}");
}

#[test]
fn no_token_stands_in_the_state() {
    let home = Home::new();
    home.google.rotate_refresh_tokens(true);
    let session = home.visitor();
    let answer = home.begun(&session, "ada");
    let kept = |when: &str| {
        for canary in CANARIES {
            assert!(!home.has_kept(canary), "{canary} {when}");
        }
    };
    let state = answer.state.clone().unwrap();
    assert!(!home.has_kept(&state), "whoever reads the state could end the sign-in");
    kept("while a sign-in is under way");
    let Returned::In { session, .. } = home.accounts.complete(&session, &answer).unwrap() else {
        panic!("it is a first consent");
    };
    kept("while somebody is signed in");
    assert!(!home.has_kept(&session.to_string()), "whoever reads the state could take it over");
    home.advance(SignedDuration::from_hours(2));
    home.accounts.token(ADA, None).unwrap();
    kept("after the tokens were renewed");
    home.accounts.sign_out(&session).unwrap();
    kept("after the end");
}

#[test]
fn nothing_that_is_printed_tells_a_secret() {
    let home = Home::new();
    let session = home.visitor();
    let answer = home.begun(&session, "ada");
    assert!(answer.code.as_ref().unwrap().starts_with(CODE_PREFIX));
    let state = answer.state.clone().unwrap();
    let printed = format!("{answer:?}");
    assert_silent("the answer", &printed);
    assert!(!printed.contains(&state), "{printed}");
    let returned = home.accounts.complete(&session, &answer).unwrap();
    assert_silent("what came of it", &format!("{returned:?}"));
    assert_silent("the accounts", &format!("{:?}", home.accounts));
    assert_silent("the playlists", &format!("{:?}", home.playlists));
    let token = home.accounts.token(ADA, None).unwrap();
    assert!(token.reveal().starts_with(ACCESS_PREFIX));
    assert_silent("a token", &format!("{token:?}"));
    let wrong = Answer { state: Some(state), ..answer };
    let error = home.accounts.complete(&SessionId::random(), &wrong).unwrap_err();
    assert_silent("an error", &format!("{error:?} {error}"));
}

#[test]
fn no_error_of_google_tells_a_secret() {
    use fake_google::{Call, What};
    let home = Home::new();
    for (call, what) in [
        (Call::Exchange, What::Cut),
        (Call::Exchange, What::DropAfter),
        (Call::Exchange, What::Status(400, "invalid_request".to_owned())),
        (Call::ChannelsList, What::Cut),
        (Call::ChannelsList, What::Status(500, "backendError".to_owned())),
    ] {
        let session = home.visitor();
        let answer = home.begun(&session, "ben");
        home.google.fail_next(call, what.clone());
        let error = home.accounts.complete(&session, &answer).unwrap_err();
        assert_silent(&format!("{what:?}"), &format!("{error:?} {error}"));
    }
}

#[test]
fn another_key_opens_nothing_and_leads_back_to_signing_in() {
    let home = Home::new();
    let session = home.visitor();
    let other = home.with_key(&[8; 32]);
    let answer = home.begun(&session, "ada");
    let error = other.complete(&session, &answer).unwrap_err();
    assert!(matches!(error, AccountError::Foreign), "{error:?}");
    let session = home.sign_in(&session, "ada");
    let error = other.token(ADA, None).unwrap_err();
    assert!(matches!(error, AccountError::SignInAgain), "{error:?}");
    // Whoever has the right key has lost nothing by it.
    home.accounts.token(ADA, None).unwrap();
    other.sign_out(&session).unwrap();
    assert_eq!(home.accounts.of(&session).unwrap(), None);
}
