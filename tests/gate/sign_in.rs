//! The whole sign-in, over TLS.

use reqwest::Method;

use crate::gate::Gate;

#[test]
fn signing_in_works_over_tls_and_its_cookie_is_for_this_host_alone() {
    let gate = Gate::open();
    let browser = gate.browser();
    let page = browser.get("/");
    let cookie = page.cookies()[0];
    assert!(cookie.starts_with("__Host-dataget="), "{cookie}");
    for part in ["; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(!cookie.contains("Domain"), "{cookie}");
    let (returned, _) = browser.sign_in(&gate.google, "ada");
    assert_eq!((returned.status, returned.header("location")), (303, "/playlists"));
    assert!(returned.cookies().iter().all(|cookie| cookie.contains("; Secure")));
    assert_eq!(browser.get("/api/v1/session").json()["signed_in"], true);
    assert_eq!(browser.get("/playlists").status, 200);
    // A change from the site's pages is one, and from elsewhere it is none.
    let basket = "{\"videos\": [\"harbourLit1\"]}";
    assert_eq!(browser.change(Method::PUT, "/api/v1/basket", basket).status, 200);
    let foreign = browser.request(Method::PUT, "/api/v1/basket");
    let foreign =
        foreign.header("origin", "https://elsewhere.example").body(basket).send().unwrap();
    assert_eq!(foreign.status(), 403);
    let out = browser.change(Method::DELETE, "/api/v1/session", "");
    assert!(out.status < 300, "{}", out.body);
    assert_eq!(browser.get("/playlists").status, 401);
}
