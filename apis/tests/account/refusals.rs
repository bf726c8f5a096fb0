//! Answers that are not Google's to this sign-in.

use std::thread;

use apis::account::{AccountError, Answer, GoogleError};
use fake_google::{Call, Issuer, What};
use jiff::SignedDuration;

use crate::home::Home;

/// It is told as one that does not belong here.
fn assert_foreign(error: &AccountError) {
    assert!(matches!(error, AccountError::Foreign), "{error:?}");
}

#[test]
fn a_state_that_is_not_the_sessions_own_is_refused() {
    let home = Home::new();
    let (session, other) = (home.visitor(), home.visitor());
    let answer = home.begun(&session, "ada");
    let others = home.begun(&other, "ben");
    let own = answer.state.clone().unwrap();
    for state in [
        None,
        Some(String::new()),
        Some("x".to_owned()),
        Some(own[1..].to_owned()),
        Some(format!("{own}x")),
        others.state.clone(),
    ] {
        let wrong = Answer { state, ..answer.clone() };
        assert_foreign(&home.refuses(&session, &wrong));
    }
    // The whole answer of another visitor: whoever is led to it would be signed in as him.
    assert_foreign(&home.refuses(&session, &others));
    assert_eq!(home.count(Call::Exchange), 0, "no code is tried");
}

#[test]
fn a_foreign_answer_does_not_end_what_was_begun() {
    let home = Home::new();
    let session = home.visitor();
    let answer = home.begun(&session, "ada");
    let foreign =
        Answer { code: Some("x".to_owned()), state: Some("x".to_owned()), ..answer.clone() };
    assert_foreign(&home.refuses(&session, &foreign));
    assert!(home.accounts.complete(&session, &answer).is_ok());
}

#[test]
fn an_answer_from_somebody_else_is_refused_and_ends_what_was_begun() {
    let home = Home::new();
    home.google.set_issuer(Issuer::Wrong);
    let session = home.visitor();
    let answer = home.begun(&session, "ada");
    assert_foreign(&home.refuses(&session, &answer));
    for iss in ["", "https://accounts.google.com/", "HTTPS://ACCOUNTS.GOOGLE.COM"] {
        let answer = Answer { iss: Some(iss.to_owned()), ..home.begun(&session, "ada") };
        assert_foreign(&home.refuses(&session, &answer));
        let right = Answer { iss: Some("https://accounts.google.com".to_owned()), ..answer };
        assert_foreign(&home.refuses(&session, &right));
    }
    assert_eq!(home.count(Call::Exchange), 0, "no code is tried");
}

#[test]
fn an_answer_counts_once() {
    let home = Home::new();
    let session = home.visitor();
    let answer = home.begun(&session, "ada");
    let new = home.accounts.complete(&session, &answer).map(|_| ());
    assert!(new.is_ok(), "{new:?}");
    for session in [&session, &home.visitor()] {
        assert_foreign(&home.accounts.complete(session, &answer).unwrap_err());
        assert_eq!(home.accounts.of(session).unwrap(), None);
    }
    assert_eq!(home.count(Call::Exchange), 1);
}

#[test]
fn of_two_answers_at_once_one_counts() {
    let home = Home::new();
    let session = home.visitor();
    let answer = home.begun(&session, "ada");
    let taken: usize = thread::scope(|scope| {
        let tries = (0..8).map(|_| {
            scope.spawn(|| usize::from(home.accounts.complete(&session, &answer).is_ok()))
        });
        tries.collect::<Vec<_>>().into_iter().map(|one| one.join().unwrap()).sum()
    });
    assert_eq!((taken, home.count(Call::Exchange)), (1, 1));
}

#[test]
fn of_two_sign_ins_that_were_begun_the_last_one_counts() {
    let home = Home::new();
    let session = home.visitor();
    let first = home.begun(&session, "ada");
    let second = home.begun(&session, "ben");
    assert_foreign(&home.refuses(&session, &first));
    assert!(home.accounts.complete(&session, &second).is_ok());
}

#[test]
fn an_answer_after_ten_minutes_is_too_late() {
    let home = Home::new();
    let session = home.visitor();
    let answer = home.begun(&session, "ada");
    home.advance(SignedDuration::from_mins(10));
    assert_foreign(&home.refuses(&session, &answer));
    assert_eq!(home.count(Call::Exchange), 0);
    let answer = home.begun(&session, "ada");
    home.advance(SignedDuration::from_mins(9));
    assert!(home.accounts.complete(&session, &answer).is_ok());
}

#[test]
fn a_code_that_was_used_or_made_up_is_refused() {
    let home = Home::new();
    let used = home.begun(&home.visitor(), "ada");
    // The code of one sign-in in the answer to another: its verifier does not fit.
    let session = home.visitor();
    let answer = Answer { code: used.code, ..home.begun(&session, "ada") };
    assert_foreign(&home.refuses(&session, &answer));
    for code in ["", "4/canary-made-up"] {
        let answer = Answer { code: Some(code.to_owned()), ..home.begun(&session, "ada") };
        assert!(matches!(
            home.refuses(&session, &answer),
            AccountError::Foreign | AccountError::Google(GoogleError::Refused(_))
        ));
    }
}

#[test]
fn an_answer_with_neither_code_nor_error_or_with_both_signs_nobody_in() {
    let home = Home::new();
    let session = home.visitor();
    let answer = Answer { code: None, ..home.begun(&session, "ada") };
    let error = home.refuses(&session, &answer);
    assert!(matches!(error, AccountError::Foreign), "{error:?}");
    let answer = Answer { error: Some("access_denied".to_owned()), ..home.begun(&session, "ada") };
    assert!(matches!(home.refuses(&session, &answer), AccountError::Denied));
    assert_eq!(home.count(Call::Exchange), 0);
}

#[test]
fn what_somebody_calls_an_error_does_not_write_into_the_log() {
    let home = Home::new();
    let session = home.visitor();
    let forged = format!("server\n\u{1b}[31merror_{}", "A".repeat(3_000));
    let answer = Answer { code: None, error: Some(forged), ..home.begun(&session, "ada") };
    let told = home.refuses(&session, &answer).to_string();
    assert!(told.len() < 120 && !told.contains(['\n', '\u{1b}']), "{told}");
}

#[test]
fn where_google_or_youtube_fails_nobody_is_signed_in() {
    let home = Home::new();
    for (call, what) in [
        (Call::Exchange, What::DropBefore),
        (Call::Exchange, What::DropAfter),
        (Call::Exchange, What::Cut),
        (Call::Exchange, What::Status(500, "backendError".to_owned())),
        (Call::Exchange, What::Status(401, "invalid_client".to_owned())),
        (Call::ChannelsList, What::DropAfter),
        (Call::ChannelsList, What::Status(503, "backendError".to_owned())),
        (Call::ChannelsList, What::Status(403, "quotaExceeded".to_owned())),
    ] {
        let session = home.visitor();
        let answer = home.begun(&session, "ben");
        home.google.fail_next(call, what.clone());
        let error = home.refuses(&session, &answer);
        let is_told = matches!(error, AccountError::Google(_) | AccountError::YouTube(_));
        assert!(is_told, "{what:?}: {error:?}");
        assert_eq!(home.google.faults_left(), 0, "{what:?}");
    }
}
