//! Where nodes share sign-ins, they share the key as well.

use fake_google::FakeGoogle;

use crate::{
    home::{Catalogue, Home},
    run::Ended,
};

#[test]
fn without_the_key_that_all_nodes_share_neither_a_node_nor_a_worker_starts() {
    let google = FakeGoogle::start();
    let catalogue = Catalogue::new(Home::Redis);
    for arguments in [&["serve", "--listen", "127.0.0.1:0"][..], &["worker"]] {
        let mut command = catalogue.command(arguments);
        let told = Ended::of(command.envs(google.environment()).output().unwrap()).fails();
        assert_eq!(
            told,
            "error: sign-ins are kept in Redis, where all nodes read them: set DATAGET_SECRET_KEY \
             to the same 32 bytes or more on each, as `openssl rand -hex 32` gives them"
        );
    }
}

#[test]
fn without_credentials_a_worker_has_nothing_to_do() {
    let catalogue = Catalogue::new(Home::Redis);
    let told = catalogue.run(&["worker"]).fails();
    assert!(told.contains("there are no credentials: set DATAGET_GOOGLE_CLIENT_ID"), "{told}");
}

#[test]
fn the_status_tells_the_days_units_and_the_jobs() {
    let catalogue = Catalogue::new(Home::Redis);
    let mut command = catalogue.command(&["status", "--json"]);
    command.env("DATAGET_YOUTUBE_DAILY_UNITS", "5000");
    let status = Ended::of(command.output().unwrap()).succeeds().json();
    let youtube = &status["youtube"];
    assert_eq!((&youtube["units_left"], &youtube["units_daily"]), (&5_000.into(), &5_000.into()));
    let jobs = serde_json::json!({"running": 0, "due": 0, "waiting": 0});
    assert_eq!(youtube["jobs"], jobs);
    let text = catalogue.run(&["status"]).succeeds().stdout;
    assert!(text.contains("YouTube: 10000 of 10000 units are left until 20"), "{text}");
    assert!(text.contains("playlists: 0 being made, 0 to be taken up, 0 waiting"), "{text}");
}
