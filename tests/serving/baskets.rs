//! What a visitor collects is kept for the session, and for nobody else.

use reqwest::Method;
use serde_json::json;

use crate::served::{Answer, Served};

const VIDEO: &str = "harbourLit1";
const OTHER: &str = "kanaalKana1";

#[test]
fn a_basket_is_put_read_and_cleared() {
    let served = Served::catalogue();
    let visitor = served.visitor();
    let empty = visitor.get("/api/v1/basket");
    assert_eq!(empty.json(), json!({"videos": [], "duration": 0}));
    assert_eq!(empty.cookies().len(), 1);
    let put = |ids: &[&str]| {
        let body = json!({ "videos": ids }).to_string();
        Answer::of(visitor.request(Method::PUT, "/api/v1/basket").body(body).send().unwrap())
    };
    let kept = put(&[OTHER, VIDEO, OTHER]);
    assert_eq!(kept.status, 200, "{}", kept.body);
    insta::assert_json_snapshot!(kept.json());
    assert_eq!(visitor.get("/api/v1/basket").json(), kept.json());
    // Another visitor has another basket.
    assert_eq!(served.visitor().get("/api/v1/basket").json()["videos"], json!([]));
    let unknown = put(&["notInThere1"]);
    assert_eq!((unknown.status, unknown.json()["code"].clone()), (400, "unknown-video".into()));
    assert_eq!(put(&["no id"]).status, 400);
    assert_eq!(
        visitor.get("/api/v1/basket").json(),
        kept.json(),
        "a refused change changes nothing"
    );
    let cleared = visitor.request(Method::DELETE, "/api/v1/basket").send().unwrap();
    assert_eq!(cleared.status(), 204);
    assert_eq!(visitor.get("/api/v1/basket").json()["videos"], json!([]));
}

#[test]
fn a_change_from_elsewhere_is_refused() {
    let served = Served::catalogue();
    let visitor = served.visitor();
    visitor.get("/");
    let body = json!({"videos": [VIDEO]}).to_string();
    for origin in [None, Some("https://elsewhere.example"), Some("null")] {
        let cookie = visitor.get("/").cookies()[0].split(';').next().unwrap().to_owned();
        let mut request = served.request(Method::PUT, "/api/v1/basket").header("cookie", cookie);
        if let Some(origin) = origin {
            request = request.header("origin", origin);
        }
        let answer = Answer::of(request.body(body.clone()).send().unwrap());
        assert_eq!((answer.status, answer.json()["code"].clone()), (403, "cross-origin".into()));
    }
    let request = served.request(Method::PUT, "/api/v1/basket").header("origin", &served.url);
    let answer = Answer::of(request.body(body).send().unwrap());
    assert_eq!((answer.status, answer.json()["code"].clone()), (403, "no-session".into()));
}

#[test]
fn a_session_ends_when_its_visitor_says_so() {
    let served = Served::catalogue();
    let visitor = served.visitor();
    let session = visitor.get("/api/v1/session").json();
    assert_eq!(session["signed_in"], false);
    assert_eq!(session["channel"], json!(null));
    assert_eq!(session["units"]["left"], 10_000);
    assert!(session["units"]["resets_at"].as_str().unwrap().ends_with('Z'));
    visitor.post("/basket/add", &[("video", VIDEO)]);
    let ended = Answer::of(visitor.request(Method::DELETE, "/api/v1/session").send().unwrap());
    assert_eq!(ended.status, 204);
    assert!(ended.cookies()[0].contains("Max-Age=0"), "{:?}", ended.cookies());
    assert_eq!(visitor.get("/api/v1/basket").json()["videos"], json!([]));
}

#[test]
fn the_forms_of_the_basket_work_without_scripts() {
    let served = Served::catalogue();
    let visitor = served.visitor();
    visitor.get("/");
    let ids = || {
        let basket = visitor.get("/api/v1/basket").json();
        let ids = basket["videos"]
            .as_array()
            .unwrap()
            .iter()
            .map(|v| v["id"].as_str().unwrap().to_owned());
        ids.collect::<Vec<_>>()
    };
    let added =
        visitor.post("/basket/add", &[("video", VIDEO), ("video", OTHER), ("back", "/?q=harbour")]);
    assert_eq!((added.status, added.header("location")), (303, "/?q=harbour"));
    assert_eq!(ids(), [VIDEO, OTHER]);
    visitor.post("/basket/move", &[("video", OTHER), ("to", "0")]);
    assert_eq!(ids(), [OTHER, VIDEO]);
    visitor.post("/basket/remove", &[("video", OTHER)]);
    assert_eq!(ids(), [VIDEO]);
    visitor.post("/basket/undo", &[]);
    assert_eq!(ids(), [OTHER, VIDEO]);
    visitor.post("/basket/clear", &[]);
    assert!(ids().is_empty());
    visitor.post("/basket/undo", &[]);
    assert_eq!(ids(), [OTHER, VIDEO]);
    let page = visitor.get("/basket").body;
    assert!(page.contains(VIDEO) && page.contains(OTHER));
    let file = visitor.get("/basket/export/txt");
    assert_eq!(file.body.lines().count(), 2);
    let foreign = visitor.post("/basket/add", &[("video", VIDEO), ("back", "//evil.example")]);
    assert_eq!(foreign.header("location"), "/basket");
}

#[test]
fn a_form_with_the_token_of_another_session_is_refused() {
    let served = Served::catalogue();
    let (one, other) = (served.visitor(), served.visitor());
    let page = other.get("/").body;
    let token = page.split("name=\"csrf\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    one.get("/");
    let request = one.request(Method::POST, "/basket/add");
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    let answer = request.body(format!("csrf={token}&video={VIDEO}")).send().unwrap();
    assert_eq!(answer.status(), 403);
    assert_eq!(one.get("/api/v1/basket").json()["videos"], json!([]));
}

#[test]
fn a_basket_outlives_the_server() {
    let mut served = Served::catalogue();
    let visitor = served.visitor();
    let cookie = visitor.get("/").cookies()[0].split(';').next().unwrap().to_owned();
    visitor.post("/basket/add", &[("video", VIDEO)]);
    drop(visitor);
    served.start_again("KILL");
    let request = served.request(Method::GET, "/api/v1/basket").header("cookie", cookie);
    let basket = Answer::of(request.send().unwrap()).json();
    assert_eq!(basket["videos"][0]["id"], VIDEO);
}
