//! Signing out, and being forgotten.

use apis::{
    account::AccountError,
    jobs::{Job, JobError, Wish},
    session::SessionId,
    youtube::Privacy,
};
use fake_google::{Call, What};
use storage::queue::Lengths;

use crate::home::{ADA, ADAS_TITLE, Home, video};

/// Nobody is signed in with a session any more, and nothing is in its basket.
fn assert_out(home: &Home, session: &SessionId) {
    assert_eq!(home.accounts.of(session).unwrap(), None);
    assert!(home.sessions.basket(session).unwrap().is_empty());
}

/// A job of ada's, as the site writes one.
fn job(home: &Home) -> Job {
    let wish = Wish {
        title: "Canary songs".to_owned(),
        description: String::new(),
        privacy: Privacy::Private,
        playlist: None,
        query: None,
        replace: false,
        follow: false,
    };
    home.playlists.job(ADA, None, wish, &[video()])
}

#[test]
fn who_signs_out_is_forgotten_here_and_at_google() {
    let home = Home::new();
    let session = home.sign_in(&home.visitor(), "ada");
    home.accounts.sign_out(&session).unwrap();
    assert_eq!(home.count(Call::Revoke), 1);
    assert_out(&home, &session);
    let error = home.accounts.token(ADA, None).unwrap_err();
    assert!(matches!(error, AccountError::SignInAgain), "{error:?}");
    // Google has forgotten it, too: the next consent is a first one.
    let session = home.sign_in(&home.visitor(), "ada");
    assert_eq!(home.count(Call::Consent), 2);
    assert!(home.accounts.of(&session).unwrap().unwrap().has_tokens);
}

#[test]
fn who_signs_out_while_google_is_away_is_forgotten_all_the_same() {
    let home = Home::new();
    for what in [What::DropBefore, What::Cut, What::Status(500, "backendError".to_owned())] {
        let session = home.sign_in(&home.visitor(), "ada");
        home.google.fail_next(Call::Revoke, what);
        home.accounts.sign_out(&session).unwrap();
        assert_eq!(home.google.faults_left(), 0);
        assert_out(&home, &session);
        assert!(home.accounts.token(ADA, None).is_err());
    }
}

#[test]
fn who_signs_out_in_one_browser_is_known_in_the_other_and_has_no_tokens() {
    let home = Home::new();
    let here = home.sign_in(&home.visitor(), "ada");
    let there = home.sign_in(&home.visitor(), "ada");
    home.accounts.sign_out(&here).unwrap();
    assert!(!home.accounts.of(&there).unwrap().unwrap().has_tokens);
}

#[test]
fn a_sign_in_that_was_begun_ends_with_the_session() {
    let home = Home::new();
    let session = home.visitor();
    let answer = home.begun(&session, "ada");
    home.accounts.sign_out(&session).unwrap();
    let error = home.accounts.complete(&session, &answer).unwrap_err();
    assert!(matches!(error, AccountError::Foreign), "{error:?}");
    assert_eq!(home.count(Call::Exchange), 0);
}

#[test]
fn who_is_not_signed_in_signs_out_without_asking_google() {
    let home = Home::new();
    let session = home.visitor();
    home.accounts.sign_out(&session).unwrap();
    assert_out(&home, &session);
    home.playlists.erase(&session).unwrap();
    assert_eq!(home.count(Call::Revoke), 0);
}

#[test]
fn of_who_is_erased_nothing_is_left() {
    let home = Home::new();
    let here = home.sign_in(&home.visitor(), "ada");
    let there = home.sign_in(&home.visitor(), "ada");
    let job = job(&home);
    home.playlists.jobs.submit(&job).unwrap();
    // Something is spent under his name.
    home.accounts.token(ADA, None).unwrap();
    home.playlists.own(ADA).unwrap();
    for text in [ADA, ADAS_TITLE, "Canary songs", job.id.as_str()] {
        assert!(home.has_kept(text), "{text} is there before, or the test could not fail");
    }

    home.playlists.erase(&here).unwrap();
    for text in [ADA, ADAS_TITLE, "Canary songs", job.id.as_str()] {
        assert!(!home.has_kept(text), "{text} is left in the file");
    }
    for session in [&here, &there] {
        assert_out_of_account(&home, session);
    }
    assert_eq!(home.count(Call::Revoke), 1);
    assert_eq!(home.playlists.jobs.find(&job.id).unwrap(), None);
    assert_eq!(home.playlists.jobs.lengths().unwrap(), Lengths::default());
    home.playlists.erase(&here).unwrap();
}

fn assert_out_of_account(home: &Home, session: &SessionId) {
    assert_eq!(home.accounts.of(session).unwrap(), None);
}

#[test]
fn who_was_erased_does_not_come_back_by_what_was_under_way() {
    let home = Home::new();
    let session = home.sign_in(&home.visitor(), "ada");
    let job = job(&home);
    home.playlists.erase(&session).unwrap();
    let error = home.playlists.jobs.submit(&job).unwrap_err();
    assert!(matches!(error, JobError::Account(AccountError::SignInAgain)), "{error:?}");
    home.accounts.remove_job(ADA, &job.id).unwrap();
    assert!(home.accounts.token(ADA, None).is_err());
    assert!(!home.has_kept(ADA));
}

#[test]
fn a_session_from_before_is_not_signed_in_when_its_user_comes_again() {
    let home = Home::new();
    let here = home.sign_in(&home.visitor(), "ada");
    let there = home.sign_in(&home.visitor(), "ada");
    home.playlists.erase(&here).unwrap();
    let new = home.sign_in(&home.visitor(), "ada");
    assert_eq!(home.accounts.of(&there).unwrap(), None);
    assert!(home.accounts.of(&new).unwrap().is_some());
}

#[test]
fn what_was_spent_stays_spent_when_its_user_is_erased() {
    let home = Home::new();
    let session = home.sign_in(&home.visitor(), "ada");
    home.playlists.own(ADA).unwrap();
    let left = || home.playlists.plan(Some(ADA), 1, true).unwrap().left;
    let before = left();
    home.playlists.erase(&session).unwrap();
    assert_eq!(left(), before);
}
