//! Each page shows what it is for.

use crate::served::Served;

fn page(served: &Served, path: &str) -> String {
    let answer = served.get(path);
    assert_eq!(answer.status, 200, "{path}: {}", answer.body);
    assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
    answer.body
}

#[test]
fn the_first_page_shows_what_there_is_and_where_to_begin() {
    let served = Served::catalogue();
    let page = page(&served, "/");
    for text in ["data-suggest", "Harbour Lights", "Electronic", "data-video=\"harbourLit1\""] {
        assert!(page.contains(text), "{text}");
    }
}

#[test]
fn a_search_is_told_in_words_with_its_facets_and_works() {
    let served = Served::catalogue();
    let page = page(&served, "/?q=genre:electronic+-style:techno");
    for text in [
        "genre is electronic and not style techno",
        "Harbour Lights",
        "/label/",
        "/export/m3u?q=",
        "data-play-all=\"/api/v1/videos?q=",
        "https://www.youtube.com/watch_videos?video_ids=",
    ] {
        assert!(page.contains(text), "{text} is not in {page}");
    }
    assert!(!page.contains("Kanaal"));
}

#[test]
fn a_click_on_a_facet_includes_then_excludes_then_forgets() {
    let served = Served::catalogue();
    let click = |path: &str, value: &str| {
        let page = page(&served, path);
        let link = page.split("<a ").find(|link| {
            let link = link.split("</a>").next().unwrap();
            link.contains("class=\"value\"") && link.contains(&format!(">{value}<"))
        });
        let link = link.unwrap_or_else(|| panic!("{value} is no link on {path}: {page}"));
        let (_, href) = link.split_once("href=\"").unwrap();
        href.split('"').next().unwrap().replace("&#38;", "&").replace("&amp;", "&")
    };
    let included = click("/", "Jazz");
    assert_eq!(included, "/?q=genre%3AJazz");
    let excluded = click(&included, "Jazz");
    assert_eq!(excluded, "/?q=-genre%3AJazz");
    assert_eq!(click(&excluded, "Jazz"), "/");
}

#[test]
fn a_query_that_cannot_be_read_shows_where_and_what_to_do() {
    let served = Served::catalogue();
    let answer = served.get("/?q=gnere:jazz");
    assert_eq!(answer.status, 400);
    for text in ["<mark>gnere", "column 1", "genre"] {
        assert!(answer.body.contains(text), "{text}");
    }
    let empty = page(&served, "/?q=style:tekno");
    assert!(empty.contains("Nothing matches") && empty.contains("Techno"), "{empty}");
}

#[test]
fn a_record_has_a_page_with_its_facts() {
    let served = Served::catalogue();
    for (path, texts) in [
        (
            "/release/100",
            &["Harbour Lights", "NL 001", "/artist/1", "/master/10", "data-video"][..],
        ),
        ("/master/10", &["Harbour Lights", "/release/101", "1997"]),
        ("/artist/1", &["Mara Lind", "Harbour Lights", "/artist/2"]),
        ("/label/1", &["Nordlicht", "Harbour Lights"]),
        ("/master/11", &["Low Land"]),
    ] {
        let page = page(&served, path);
        for text in texts {
            assert!(page.contains(text), "{text} is not on {path}: {page}");
        }
    }
    for path in ["/release/999", "/artist/x", "/label/0", "/master/99999999999"] {
        let answer = served.get(path);
        assert_eq!(answer.status, 404, "{path}");
        assert!(answer.body.contains("href=\"/\""), "{path} has no way out");
    }
}

#[test]
fn the_pages_to_read_are_there() {
    let served = Served::catalogue();
    for path in ["/about", "/faq", "/privacy", "/charts", "/charts?genre=Electronic", "/basket"] {
        let page = page(&served, path);
        assert!(page.contains("<h1"), "{path}");
    }
    let privacy = page(&served, "/privacy");
    for link in [
        "https://policies.google.com/privacy",
        "https://security.google.com/settings/security/permissions",
        "https://www.youtube.com/t/terms",
    ] {
        assert!(privacy.contains(link), "{link}");
    }
}

#[test]
fn a_list_is_downloaded_as_a_file_of_each_kind() {
    let served = Served::catalogue();
    for (format, begins) in [
        ("m3u", "#EXTM3U"),
        ("xspf", "<?xml"),
        ("jspf", "{"),
        ("csv", "video_id,url,title,duration,release_id,artist,release_title,year"),
        ("txt", "https://www.youtube.com/watch?v="),
        ("links", "https://www.youtube.com/watch_videos?video_ids="),
    ] {
        let file = served.get(&format!("/export/{format}?q=harbour"));
        assert_eq!(file.status, 200);
        assert!(file.body.starts_with(begins), "{format}: {}", file.body);
        assert!(file.header("content-disposition").starts_with("attachment; filename=\"dataget."));
    }
    assert_eq!(served.get("/export/mp3?q=harbour").status, 404);
}

#[test]
fn files_of_the_site_are_kept_for_ever_under_an_address_of_their_own() {
    let served = Served::catalogue();
    let page = page(&served, "/");
    let style = page.split("href=\"").find(|rest| rest.starts_with("/assets/")).unwrap();
    let style = style.split('"').next().unwrap();
    let file = served.get(style);
    assert_eq!(file.status, 200);
    assert_eq!(file.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(served.get("/assets/000000000000/site.css").status, 404);
}
