//! What docs/OPERATIONS.md says of backups.

use std::fs;

use fake_google::FakeGoogle;
use reqwest::Method;
use serde_json::json;

use crate::{
    dump,
    google::{assert_filled, signed_in, site, videos},
    run::Dataget,
    served::Served,
};

#[test]
fn a_restored_backup_knows_baskets_sign_ins_and_jobs_and_the_rest_is_loaded_again() {
    let google = FakeGoogle::start();
    google.set_daily_units(50 + 3 * 50);
    let daily = ("DATAGET_YOUTUBE_DAILY_UNITS", "200");
    let mut old = site(&google, &[daily]);
    let user = signed_in(&old, &google, "ada");
    let basket = json!({"videos": ["harbourLit1"]}).to_string();
    let put = user.request(&old, Method::PUT, "/api/v1/basket").body(basket).send().unwrap();
    assert_eq!(put.status(), 200);
    let wanted = videos(6);
    let job = user.make(&old, &wanted);
    user.wait(&old, &job, "parked");

    old.signal("TERM");
    assert_eq!(old.ended().code, 0);
    let mut settings = google.environment().to_vec();
    settings.push((daily.0, daily.1.to_owned()));
    let machine = Dataget::with_settings(settings);
    dump::catalogue(&machine.folder("loaded"));
    machine.run(&["load", "loaded"]).succeeds();
    for name in ["state.redb", "secret.key"] {
        fs::copy(old.path().join("data").join(name), machine.path().join("data").join(name))
            .unwrap();
    }
    let new = Served::start(machine, &[]);
    assert_eq!(user.session(&new)["signed_in"], true);
    let kept = user.get(&new, "/api/v1/basket").json();
    assert_eq!(kept["videos"][0]["id"], "harbourLit1");
    assert_eq!(user.get(&new, &job).json()["state"], "parked");
    assert_filled(&google, "ada", &wanted[..2]);
}
