//! What nginx writes down, and what it does not.

use crate::{gate::Gate, run::wait_until};

#[test]
fn what_google_says_and_what_people_look_for_is_in_no_log() {
    let gate = Gate::open();
    let browser = gate.browser();
    let (_, back) = browser.sign_in(&gate.google, "ada");
    browser.get("/api/v1/search?q=canary");
    let found = browser.get("/?q=canary");
    let id = found.header("x-request-id").to_owned();
    // With nobody behind it nginx complains.
    gate.served.signal("KILL");
    wait_until("nobody answers", || browser.get("/api/v1/status").status == 503);
    let away = browser.get("/api/v1/search?q=canary");
    assert_eq!((away.status, away.header("retry-after")), (503, "2"));
    assert_eq!(away.json()["code"], "not-ready");
    let page = browser.get("/?q=canary");
    assert_eq!((page.status, page.header("content-type")), (503, "text/html; charset=utf-8"));
    assert!(page.body.contains("try again"), "{}", page.body);
    assert!(browser.get("/oauth2callback?code=canary&state=canary").status >= 502);
    assert!(browser.get(&back).status >= 502);
    // A line is written when its answer has gone out.
    let mut access = String::new();
    wait_until("the last answer is logged", || {
        access = gate.log("access.log");
        access.matches("\"GET /oauth2callback HTTP/1.1\"").count() == 3
    });
    let name = access.lines().find(|line| line.ends_with(&id)).expect("a line has its name");
    assert!(name.contains("\"GET / HTTP/1.1\" 200 "), "{name}");
    assert!(access.lines().all(|line| line.starts_with("127.0.0.0 [")), "{access}");
    assert!(gate.served.log().contains(&id), "and so it is called in the program's log");
    for log in [access, gate.log("error.log")] {
        for part in back.split(['?', '&']).filter_map(|part| part.split_once('=')) {
            assert!(!log.contains(part.1), "{part:?} is in {log}");
        }
        assert!(!log.contains("canary") && !log.contains('?'), "{log}");
    }
}

#[test]
fn nobody_writes_a_line_of_his_own_into_the_logs() {
    let gate = Gate::open();
    let forged = "%0A%0D%1B%5B31m198.51.100.7%20[forged]%20%22GET%20/";
    // A header has no line's end, but quotes, tabs and bytes that some terminals obey.
    let agents = ["x\" 200 0 0.1 \"-\" \"forged", "%0Aforged\t\\n", "\u{9b}31mforged\u{85}"];
    let mut asked = 0;
    for agent in agents {
        for path in [format!("/{forged}"), format!("/api/v1/releases/{forged}?q={forged}")] {
            let answer = gate.say(&format!(
                "GET {path} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: {agent}\r\n\
                 X-Request-Id: {forged}\r\nConnection: close\r\n\r\n"
            ));
            assert!(answer.starts_with("HTTP/1.1 40"), "{answer}");
            asked += 1;
        }
    }
    let mut access = String::new();
    wait_until("the last answer is logged", || {
        access = gate.log("access.log");
        access.lines().count() >= asked
    });
    assert_eq!(access.lines().count(), asked, "{access}");
    let is_ours = |line: &str| {
        // Five texts in quotes, of which none ends before its time.
        line.starts_with("127.0.0.0 [") && line.matches('"').count() == 10
    };
    assert!(access.lines().all(is_ours), "{access}");
    for log in [access, gate.log("error.log"), gate.served.log()] {
        assert!(!log.contains(|c: char| c.is_control() && c != '\n'), "{log:?}");
    }
}
