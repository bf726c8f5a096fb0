//! Playlists at YouTube, from signing in to the last video, over HTTP.

use std::{fs, path::Path};

use fake_google::{ACCESS_PREFIX, CODE_PREFIX, Call, FakeGoogle, Options, REFRESH_PREFIX};
use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    google::{PLAYLISTS, assert_filled, consent, signed_in, site, videos},
    run::wait_until,
    served::Answer,
};

/// A stand-in whose calls take so long that something can happen meanwhile.
fn slow(millis: u64) -> FakeGoogle {
    let google = FakeGoogle::start();
    google.set_latency(std::time::Duration::from_millis(millis));
    google
}

fn code(answer: &Answer) -> (u16, String) {
    (answer.status, answer.json()["code"].as_str().unwrap_or_default().to_owned())
}

#[test]
fn a_session_tells_who_has_signed_in_and_what_he_may_spend() {
    let google = FakeGoogle::start();
    let served = site(&google, &[]);
    let user = signed_in(&served, &google, "cleo");
    let units = json!({"left": 2_500, "resets_at": google.next_day()});
    let session = json!({"signed_in": true, "channel": "Cléo & <Söhne>", "units": units});
    assert_eq!(user.session(&served), session);
}

#[test]
fn a_playlist_is_made_private_and_with_exactly_the_wanted_videos() {
    let google = FakeGoogle::start();
    let served = site(&google, &[]);
    let user = signed_in(&served, &google, "ada");
    let wanted = videos(5);
    let answer = user.wish(&served, &json!({ "videos": wanted, "title": "Songs" }));
    assert_eq!(answer.status, 202, "{}", answer.body);
    let job = answer.header("location").to_owned();
    let id = answer.json()["job"].as_str().unwrap().to_owned();
    assert_eq!(job, format!("{PLAYLISTS}/{id}"));
    let shape = json!({
        "job": id, "state": "queued", "title": "Songs", "privacy": "private",
        "playlist_id": null, "playlist_url": null, "wanted": 5, "added": 0, "present": 0,
        "skipped": [], "units": {"needed": 300, "spent": 0}, "resume_at": null, "error": null,
    });
    assert_eq!(answer.json(), shape);

    let told = user.watch(&served, &job);
    let last = told.last().unwrap();
    let list = google.playlists()[0].id.clone();
    let spent = last["units"]["spent"].as_u64().unwrap();
    assert!((300..320).contains(&spent), "{spent}");
    let done = json!({
        "job": id, "state": "done", "title": "Songs", "privacy": "private",
        "playlist_id": list, "playlist_url": format!("https://www.youtube.com/playlist?list={list}"),
        "wanted": 5, "added": 5, "present": 0,
        "skipped": [], "units": {"needed": 300, "spent": spent}, "resume_at": null, "error": null,
    });
    assert_eq!(last, &done);
    assert_eq!(user.get(&served, &job).json(), done);
    let added: Vec<u64> = told.iter().map(|job| job["added"].as_u64().unwrap()).collect();
    assert!(added.is_sorted(), "{added:?}");
    assert_filled(&google, "ada", &wanted);
    // Signing in has taken one more.
    assert_eq!(google.books().units[&google.day()], spent + 1);
    assert_eq!(user.session(&served)["units"]["left"], 2_500 - spent);
}

#[test]
fn a_query_and_a_basket_become_playlists() {
    let google = FakeGoogle::start();
    let served = site(&google, &[]);
    let user = signed_in(&served, &google, "ada");
    let found = served.json("/api/v1/videos?q=has:video&limit=3")["videos"].clone();
    let ids: Vec<String> =
        found.as_array().unwrap().iter().map(|v| v["id"].as_str().unwrap().to_owned()).collect();
    let answer = user.wish(&served, &json!({"query": "has:video", "limit": 3}));
    assert_eq!(answer.status, 202, "{}", answer.body);
    assert!(!answer.json()["title"].as_str().unwrap().is_empty());
    user.wait(&served, answer.header("location"), "done");
    assert_filled(&google, "ada", &ids);

    assert_eq!(code(&user.wish(&served, &json!({"basket": true}))), (400, "no-videos".into()));
    let put = user.request(&served, Method::PUT, "/api/v1/basket");
    let put = put.body(json!({ "videos": ids }).to_string()).send().unwrap();
    assert_eq!(put.status(), 200);
    let basket = user.wish(&served, &json!({"basket": true, "title": "Basket"}));
    user.wait(&served, basket.header("location"), "done");
    assert_eq!(google.playlists().len(), 2);
}

#[test]
fn what_is_sent_twice_with_one_key_is_one_job() {
    let google = FakeGoogle::start();
    let served = site(&google, &[]);
    let user = signed_in(&served, &google, "ada");
    let body = json!({"videos": videos(2), "title": "Songs"}).to_string();
    let send = |key: &str| {
        let request = user.request(&served, Method::POST, PLAYLISTS).header("idempotency-key", key);
        let answer = Answer::of(request.body(body.clone()).send().unwrap());
        assert_eq!(answer.status, 202, "{}", answer.body);
        answer.header("location").to_owned()
    };
    let jobs = [send("one"), send("one"), send("two")];
    assert_eq!(jobs[0], jobs[1]);
    assert_ne!(jobs[0], jobs[2]);
    // Of another user it is another.
    let ben = signed_in(&served, &google, "ben");
    let request = ben.request(&served, Method::POST, PLAYLISTS).header("idempotency-key", "one");
    let others = Answer::of(request.body(body.clone()).send().unwrap());
    assert_ne!(others.header("location"), jobs[0]);
    for job in [&jobs[0], &jobs[2]] {
        user.wait(&served, job, "done");
    }
    ben.wait(&served, others.header("location"), "done");
    assert_eq!(google.playlists().len(), 3);
}

#[test]
fn a_job_is_its_owners_alone() {
    let google = FakeGoogle::start();
    let served = site(&google, &[]);
    let ada = signed_in(&served, &google, "ada");
    let ben = signed_in(&served, &google, "ben");
    let job = ada.make(&served, &videos(1));
    let unknown = (404, "not-found".to_owned());
    assert_eq!(code(&ben.get(&served, &job)), unknown);
    assert_eq!(code(&ben.get(&served, &format!("{job}/events"))), unknown);
    assert_eq!(code(&ben.delete(&served, &job)), unknown);
    assert_eq!(code(&ben.get(&served, &format!("{PLAYLISTS}/none"))), unknown);
    ada.wait(&served, &job, "done");
}

#[test]
fn a_job_is_cancelled_and_then_removed() {
    let google = slow(100);
    let served = site(&google, &[]);
    let user = signed_in(&served, &google, "ada");
    let job = user.make(&served, &videos(40));
    wait_until("a video is added", || google.books().count(Call::PlaylistItemsInsert) > 0);
    assert_eq!(user.delete(&served, &job).status, 200);
    let ended = user.wait(&served, &job, "cancelled");
    let added = ended["added"].as_u64().unwrap();
    assert!((1..40).contains(&added), "{ended}");
    assert_eq!(google.playlists()[0].items.len() as u64, added, "what was added stays");
    assert_eq!(user.delete(&served, &job).status, 204);
    assert_eq!(code(&user.get(&served, &job)), (404, "not-found".into()));
}

#[test]
fn the_day_is_never_overshot_and_the_rest_waits_for_midnight_in_california() {
    let google = FakeGoogle::start();
    let served = site(&google, &[("DATAGET_YOUTUBE_DAILY_UNITS", "200")]);
    let user = signed_in(&served, &google, "ada");
    let wanted = videos(5);
    let job = user.make(&served, &wanted);
    let parked = user.wait(&served, &job, "parked");
    assert_eq!(parked["resume_at"], json!(google.next_day()));
    let added = parked["added"].as_u64().unwrap();
    assert!((1..5).contains(&added), "{parked}");
    let books = google.books();
    assert!(books.units[&google.day()] <= 200, "{:?}", books.units);
    let items = &google.playlists()[0].items;
    assert!(items.iter().map(|item| &item.video).eq(&wanted[..added as usize]));
}

#[test]
fn a_server_that_is_killed_in_the_middle_adds_each_video_once() {
    let google = slow(50);
    let mut served = site(&google, &[]);
    let user = signed_in(&served, &google, "ada");
    let wanted = videos(8);
    let job = user.make(&served, &wanted);
    wait_until("some are added", || google.books().count(Call::PlaylistItemsInsert) >= 3);
    served.start_again("KILL");
    // The job is taken up when the lease of the one who was killed has ended.
    let told = user.watch(&served, &job);
    assert_eq!(told.last().unwrap()["state"], "done", "{:?}", told.last());
    assert_filled(&google, "ada", &wanted);
}

#[test]
fn a_cookie_is_worth_nothing_after_signing_out() {
    let google = FakeGoogle::start();
    let served = site(&google, &[]);
    let visitor = served.visitor();
    let before = visitor.get("/").cookies()[0].split(';').next().unwrap().to_owned();
    let leads = visitor.get("/authorise").header("location").to_owned();
    let back = consent(&google, &leads, "ada");
    let path = back[back.find("/oauth2callback").unwrap()..].to_owned();
    let answer = visitor.get(&path);
    let cookies = answer.cookies();
    let cookie = cookies[0].split(';').next().unwrap().to_owned();
    assert_ne!(cookie, before, "the session is a new one");
    let ask = |cookie: &str| {
        let job = format!("{PLAYLISTS}/0f1e2d3c4b5a69788796a5b4c3d2e1f0");
        let request = served.request(Method::GET, &job).header("cookie", cookie);
        Answer::of(request.send().unwrap())
    };
    assert_eq!(ask(&cookie).status, 404, "it is signed in");
    let mut digits: Vec<char> = cookie.chars().collect();
    let last = digits.last_mut().unwrap();
    *last = if *last == '0' { '1' } else { '0' };
    for foreign in [before, digits.into_iter().collect(), "dataget=x".to_owned()] {
        assert_eq!(code(&ask(&foreign)), (401, "not-signed-in".into()), "{foreign}");
    }
    // An answer of Google counts once, for whoever brings it.
    for replayed in [&visitor, &served.visitor()] {
        replayed.get("/");
        assert!(replayed.get(&path).status >= 400);
    }
    let out = Answer::of(visitor.request(Method::DELETE, "/api/v1/session").send().unwrap());
    assert_eq!(out.status, 204);
    assert_eq!(google.books().count(Call::Revoke), 1);
    assert_eq!(code(&ask(&cookie)), (401, "not-signed-in".into()));
}

#[test]
fn no_token_is_in_a_page_an_answer_a_log_or_a_file() {
    let google = FakeGoogle::start_with(Options {
        rotates_refresh_tokens: true,
        access_lifetime: std::time::Duration::from_secs(60),
        ..Options::default()
    })
    .unwrap();
    let served = site(&google, &[]);
    let user = signed_in(&served, &google, "ada");
    let job = user.make(&served, &videos(3));
    user.wait(&served, &job, "done");
    assert!(google.books().count(Call::Refresh) > 0, "tokens were renewed on the way");
    let mut seen = vec![served.log()];
    for path in ["/", "/basket", "/status", "/api/v1/session", "/api/v1/status", "/metrics", &job] {
        let answer = user.get(&served, path);
        seen.push(format!("{path}: {:?} {}", answer.headers, answer.body));
    }
    user.delete(&served, "/api/v1/session");
    seen.push(served.log());
    for text in seen {
        assert_silent(text.as_bytes(), &text);
    }
    assert_folder_silent(&served.path().join("data"));
}

const CANARIES: [&str; 4] = [ACCESS_PREFIX, REFRESH_PREFIX, CODE_PREFIX, "GOCSPX-canary"];

fn assert_silent(bytes: &[u8], what: &str) {
    for canary in CANARIES {
        let is_there = bytes.windows(canary.len()).any(|part| part == canary.as_bytes());
        assert!(!is_there, "{canary} is in {what}");
    }
}

fn assert_folder_silent(folder: &Path) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            assert_folder_silent(&path);
        } else {
            assert_silent(&fs::read(&path).unwrap(), &path.display().to_string());
        }
    }
}

#[test]
fn too_many_playlists_at_once_are_refused() {
    let google = slow(200);
    let served = site(&google, &[]);
    let user = signed_in(&served, &google, "ada");
    let jobs: Vec<Value> = (0..20)
        .map(|_| user.wish(&served, &json!({"videos": videos(30), "title": "Songs"})).json())
        .collect();
    assert!(jobs.iter().all(|job| job["state"] == "queued"), "{jobs:?}");
    let answer = user.wish(&served, &json!({"videos": videos(1), "title": "Songs"}));
    assert_eq!(code(&answer), (409, "too-many-playlists".into()));
}
