//! Tokens that are good when they are used.

use std::{collections::HashSet, thread, time::Duration};

use apis::account::{AccountError, GoogleError};
use fake_google::{Call, Fault, What};
use jiff::SignedDuration;

use crate::home::{ADA, Home};

/// Somebody signed in as ada.
fn signed_in() -> Home {
    let home = Home::new();
    home.sign_in(&home.visitor(), "ada");
    home
}

#[test]
fn a_fresh_token_is_used_as_it_is_and_one_that_ends_soon_is_renewed() {
    let home = signed_in();
    let first = home.accounts.token(ADA, None).unwrap();
    assert_eq!(home.accounts.token(ADA, None).unwrap(), first);
    assert_eq!(home.count(Call::Refresh), 0);
    home.advance(SignedDuration::from_mins(57));
    assert_eq!(home.accounts.token(ADA, None).unwrap(), first);
    home.advance(SignedDuration::from_mins(1));
    let second = home.accounts.token(ADA, None).unwrap();
    assert_ne!(second, first);
    assert_eq!(home.accounts.token(ADA, None).unwrap(), second, "the new one is kept");
    assert_eq!(home.count(Call::Refresh), 1);
}

#[test]
fn a_token_that_youtube_refuses_is_renewed_once() {
    let home = signed_in();
    let stale = home.accounts.token(ADA, None).unwrap();
    let new = home.accounts.token(ADA, Some(&stale)).unwrap();
    assert_ne!(new, stale);
    assert_eq!(home.accounts.token(ADA, Some(&stale)).unwrap(), new);
    assert_eq!(home.count(Call::Refresh), 1);
}

#[test]
fn a_refresh_token_that_is_replaced_is_kept() {
    let home = signed_in();
    home.google.rotate_refresh_tokens(true);
    for _ in 0..3 {
        home.advance(SignedDuration::from_hours(2));
        home.accounts.token(ADA, None).unwrap();
    }
    assert_eq!(home.count(Call::Refresh), 3);
}

#[test]
fn of_many_nodes_one_renews_the_tokens() {
    let home = signed_in();
    // A refresh token that was used is dead: who comes second with it must not come at all.
    home.google.rotate_refresh_tokens(true);
    home.google.fault(Fault { on: Call::Refresh, what: What::Delay(100), times: 1, after: 0 });
    home.advance(SignedDuration::from_hours(2));
    let tokens: HashSet<String> = thread::scope(|scope| {
        let asking: Vec<_> = (0..8)
            .map(|_| {
                // Another node knows what is in the state, and nothing else.
                let node = home.with_key(&[7; 32]);
                scope.spawn(move || node.token(ADA, None).unwrap().reveal().to_owned())
            })
            .collect();
        asking.into_iter().map(|one| one.join().unwrap()).collect()
    });
    assert_eq!((tokens.len(), home.count(Call::Refresh)), (1, 1));
}

#[test]
fn a_dead_refresh_token_is_forgotten_and_leads_back_to_consent() {
    let home = Home::new();
    let session = home.sign_in(&home.visitor(), "ada");
    home.google.kill_refresh_token("ada");
    home.advance(SignedDuration::from_hours(2));
    for _ in 0..2 {
        let error = home.accounts.token(ADA, None).unwrap_err();
        assert!(matches!(error, AccountError::SignInAgain), "{error:?}");
    }
    assert_eq!(home.count(Call::Refresh), 1, "it is forgotten");
    let account = home.accounts.of(&session).unwrap().unwrap();
    assert!(!account.has_tokens);
    // Google gives no refresh token to who has agreed before, so it is asked twice.
    let session = home.sign_in(&session, "ada");
    assert!(home.accounts.of(&session).unwrap().unwrap().has_tokens);
    assert_eq!(home.count(Call::Consent), 3);
    home.accounts.token(ADA, None).unwrap();
}

#[test]
fn tokens_are_kept_while_google_is_away() {
    let home = signed_in();
    home.advance(SignedDuration::from_hours(2));
    for what in [
        What::DropBefore,
        What::Cut,
        What::Status(500, "backendError".to_owned()),
        What::Status(429, "rate_limit_exceeded".to_owned()),
        What::Status(401, "invalid_client".to_owned()),
    ] {
        home.google.fail_next(Call::Refresh, what.clone());
        let error = home.accounts.token(ADA, None).unwrap_err();
        assert!(matches!(error, AccountError::Google(_)), "{what:?}: {error:?}");
        assert!(!matches!(error, AccountError::Google(GoogleError::NotGood)), "{what:?}");
    }
    home.accounts.token(ADA, None).unwrap();
}

#[test]
fn who_signs_out_while_tokens_are_renewed_stays_signed_out() {
    let home = Home::new();
    let session = home.sign_in(&home.visitor(), "ada");
    home.google.fail_next(Call::Refresh, What::DelayApplied(300));
    home.advance(SignedDuration::from_hours(2));
    let node = home.with_key(&[7; 32]);
    let renewing = thread::spawn(move || node.token(ADA, None).map(|_| ()));
    while home.count(Call::Refresh) == 0 {
        thread::yield_now();
    }
    home.accounts.sign_out(&session).unwrap();
    let _either_way = renewing.join().unwrap();
    let error = home.accounts.token(ADA, None).unwrap_err();
    assert!(matches!(error, AccountError::SignInAgain), "{error:?}");
}

#[test]
fn who_died_while_renewing_does_not_keep_others_from_it() {
    let home = signed_in();
    home.google.set_access_lifetime(Duration::from_secs(3_599));
    home.google.fail_next(Call::Refresh, What::Delay(60_000));
    home.advance(SignedDuration::from_hours(2));
    let node = home.with_key(&[7; 32]);
    // It is never heard of again.
    drop(thread::spawn(move || node.token(ADA, None)));
    while home.count(Call::Refresh) == 0 {
        thread::yield_now();
    }
    home.advance(SignedDuration::from_secs(31));
    home.accounts.token(ADA, None).unwrap();
    assert_eq!(home.count(Call::Refresh), 2);
}

#[test]
fn nobody_has_tokens_who_never_signed_in() {
    let home = Home::new();
    for user in [ADA, "", "nobody", "../x"] {
        let error = home.accounts.token(user, None).unwrap_err();
        assert!(matches!(error, AccountError::SignInAgain), "{user}: {error:?}");
    }
}
