//! What a page lets in, and what it does not.

use std::path::Path;

use crate::{dump, run::Dataget, served::Served};

/// A catalogue whose texts try to be markup.
fn hostile(folder: &Path) {
    let text = "&lt;script&gt;alert(1)&lt;/script&gt;&quot; onmouseover=&quot;x' {{ q }}";
    let records = format!(
        "<release id=\"1\"><artists><artist><id>1</id><name>{text}</name></artist></artists>\
         <title>{text}</title><labels><label catno=\"{text}\" id=\"1\" name=\"{text}\"/></labels>\
         <genres><genre>{text}</genre></genres><styles><style>{text}</style></styles>\
         <country>{text}</country><notes>{text}</notes><released>1999</released>\
         <master_id>1</master_id><videos><video \
         src=\"https://www.youtube.com/watch?v=harbourLit1\" duration=\"100\" embed=\"true\">\
         <title>{text}</title></video></videos></release>\n"
    );
    let artist =
        format!("<artist><id>1</id><name>{text}</name><profile>{text}</profile></artist>\n");
    let label = format!("<label><id>1</id><name>{text}</name><profile>{text}</profile></label>\n");
    let master = format!(
        "<master id=\"1\"><main_release>1</main_release><artists><artist><id>1</id><name>{text}\
         </name></artist></artists><genres><genre>{text}</genre></genres><year>1999</year>\
         <title>{text}</title></master>\n"
    );
    for (kind, records) in
        [("releases", records), ("artists", artist), ("labels", label), ("masters", master)]
    {
        dump::write(&folder.join(dump::name("20261101", kind)), &dump::whole(kind, &records));
    }
}

#[test]
fn no_text_of_a_dump_becomes_markup() {
    let served = Served::loaded(hostile);
    let visitor = served.visitor();
    visitor.get("/");
    visitor.post("/basket/add", &[("video", "harbourLit1")]);
    for path in [
        "/",
        "/?q=has:video",
        "/?q=%3Cscript%3Ealert(1)%3C/script%3E",
        "/?q=%22%3E%3Cscript%3E",
        "/release/1",
        "/master/1",
        "/artist/1",
        "/label/1",
        "/basket",
        "/charts",
        "/%3Cscript%3Ealert(1)%3C/script%3E",
    ] {
        let page = visitor.get(path);
        assert_eq!(page.header("content-type"), "text/html; charset=utf-8", "{path}");
        let body = page.body.to_lowercase();
        assert!(!body.contains("<script>"), "{path}: {body}");
        assert!(!body.contains("\" onmouseover"), "{path}: {body}");
        let scripts = body.matches("<script").count();
        assert_eq!(
            scripts,
            body.matches("<script type=\"module\" src=\"/assets/").count(),
            "{path}"
        );
        assert!(!body.contains(" style=\""), "{path} has a style in its markup");
    }
}

/// Addresses that lead to no page of the web.
const ASTRAY: [&str; 7] = [
    "javascript:alert(1)",
    "JavaScript:alert(1)//https://example.org/",
    " javascript:alert(1)",
    "java&#9;script:alert(1)",
    "data:text/html,https://example.org/",
    "vbscript:x",
    "//elsewhere.example/",
];

/// A catalogue with them wherever somebody may enter an address.
fn astray(folder: &Path) {
    let urls: String = ASTRAY.iter().map(|url| format!("<url>{url}</url>")).collect();
    let urls = format!("<urls><url>https://fine.example/</url>{urls}</urls>");
    let text: String = ASTRAY.iter().map(|url| format!("[url={url}]x[/url] {url} ")).collect();
    let artist =
        format!("<artist><id>1</id><name>A</name><profile>{text}</profile>{urls}</artist>");
    let label = format!(
        "<label><id>1</id><name>L</name><contactinfo>{text}</contactinfo><profile>{text}</profile>\
         {urls}</label>"
    );
    let video =
        |url| format!("<video src=\"{url}watch?v=harbourLit1\"><title>{url}</title></video>");
    let videos: String = ASTRAY.into_iter().map(video).collect();
    let release = format!(
        "<release id=\"1\"><artists><artist><id>1</id><name>A</name></artist></artists>\
         <title>T</title><labels><label catno=\"1\" id=\"1\" name=\"L\"/></labels>\
         <notes>{text}</notes><videos>{videos}</videos></release>"
    );
    for (kind, record) in [("artists", artist), ("labels", label), ("releases", release)] {
        let path = folder.join(dump::name("20261101", kind));
        dump::write(&path, &dump::whole(kind, &format!("{record}\n")));
    }
}

#[test]
fn a_page_links_to_pages_of_the_web_alone() {
    let served = Served::loaded(astray);
    for (path, has_address) in
        [("/artist/1", true), ("/label/1", true), ("/release/1", false), ("/?q=t", false)]
    {
        let page = served.get(path);
        assert_eq!(page.status, 200, "{path}");
        let addresses = ["href", "src", "action", "formaction"].map(|name| format!(" {name}=\""));
        let led = addresses.iter().flat_map(|start| page.body.split(start.as_str()).skip(1));
        let led: Vec<&str> = led.map(|rest| rest.split('"').next().unwrap()).collect();
        for url in &led {
            let is_ours = url.starts_with(['/', '?', '#']) && !url.starts_with("//");
            let is_whole = url.starts_with("https://") || url.starts_with(&served.url);
            assert!(is_ours || is_whole, "{path} leads to {url:?}");
        }
        assert_eq!(led.contains(&"https://fine.example/"), has_address, "{path}: {led:?}");
        assert_eq!(page.body.contains("vbscript:x"), path != "/?q=t", "{path} shows it as a text");
    }
}

#[test]
fn what_anybody_may_keep_carries_no_cookie() {
    let served = Served::catalogue();
    for path in [
        "/",
        "/robots.txt",
        "/favicon.ico",
        "/openapi.json",
        "/api/v1/genres",
        "/metrics",
        "/docs/",
    ] {
        let answer = served.get(path);
        let is_public = answer.header("cache-control").starts_with("public");
        assert!(!is_public || answer.cookies().is_empty(), "{path}");
    }
    assert_eq!(served.get("/").cookies().len(), 1);
}

#[test]
fn the_cookie_is_a_name_by_chance_that_scripts_cannot_read() {
    let served = Served::catalogue();
    let cookies = [served.get("/"), served.get("/")].map(|page| page.cookies()[0].to_owned());
    assert_ne!(cookies[0], cookies[1]);
    assert!(cookies[0].contains("; HttpOnly; SameSite=Lax; Path=/"), "{}", cookies[0]);
    assert!(!cookies[0].contains("Secure"), "plain http has no secure cookies: {}", cookies[0]);
    let secure = Served::start(
        Dataget::loaded(dump::catalogue),
        &["--public-url", "https://records.example"],
    );
    let page = secure.get("/");
    let cookie = page.cookies()[0];
    assert!(cookie.starts_with("__Host-dataget=") && cookie.contains("; Secure"), "{cookie}");
    let name = cookie.split(['=', ';']).nth(1).unwrap();
    assert_eq!(name.len(), 64);
}

#[test]
fn a_cookie_that_is_no_session_is_replaced() {
    let served = Served::catalogue();
    for wrong in ["", "x", "../../etc/passwd", &"f".repeat(63), &"g".repeat(64)] {
        let request =
            served.request(reqwest::Method::GET, "/").header("cookie", format!("dataget={wrong}"));
        let answer = crate::served::Answer::of(request.send().unwrap());
        assert_eq!(answer.status, 200);
        assert!(!answer.cookies()[0].contains(&format!("={wrong};")), "{wrong}");
    }
}
