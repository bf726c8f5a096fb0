use askama::DynTemplate;

use super::samples::{
    changes, hostile, hostile_playlists, pages, playlists, records, search, status,
};

type Rendered = (&'static str, String);

fn rendered(name: &'static str, page: &dyn DynTemplate) -> Rendered {
    (name, page.dyn_render().unwrap())
}

/// Each page in each of its states.
fn samples() -> Vec<Rendered> {
    vec![
        rendered("landing", &search::landing()),
        rendered("answer", &search::answer()),
        rendered("shuffled", &search::shuffled()),
        rendered("nothing", &search::nothing()),
        rendered("failure", &search::failure()),
        rendered("release", &records::release()),
        rendered("master", &records::master()),
        rendered("artist", &records::artist()),
        rendered("label", &records::label()),
        rendered("basket", &pages::basket()),
        rendered("empty_basket", &pages::empty_basket()),
        rendered("basket_away", &pages::basket_away()),
        rendered("charts", &pages::charts()),
        rendered("about", &pages::about()),
        rendered("faq", &pages::faq()),
        rendered("privacy", &pages::privacy()),
        rendered("erased", &pages::erased()),
        rendered("playlist_form", &playlists::form()),
        rendered("playlist_form_wrong", &playlists::wrong_form()),
        rendered("playlist_form_signed_out", &playlists::form_signed_out()),
        rendered("playlist_form_without_credentials", &playlists::form_without_credentials()),
        rendered("playlist_form_of_nothing", &playlists::form_of_nothing()),
        rendered("playlist_running", &playlists::running()),
        rendered("playlist_parked", &playlists::parked()),
        rendered("playlist_without_consent", &playlists::without_consent()),
        rendered("playlist_done", &playlists::done()),
        rendered("playlists", &playlists::list()),
        rendered("no_playlists", &playlists::empty_list()),
        rendered("status", &status::status()),
        rendered("status_going", &status::going()),
        rendered("status_bare", &status::bare()),
        rendered("not_signed_in", &pages::not_signed_in()),
        rendered("not_found", &pages::not_found()),
        rendered("unavailable", &pages::unavailable()),
    ]
}

fn hostile() -> Vec<Rendered> {
    vec![
        rendered("landing", &hostile::landing()),
        rendered("answer", &hostile::answer()),
        rendered("failure", &hostile::failure()),
        rendered("release", &hostile::release()),
        rendered("master", &hostile::master()),
        rendered("artist", &hostile::artist()),
        rendered("label", &hostile::label()),
        rendered("basket", &hostile::basket()),
        rendered("basket_away", &hostile::basket_away()),
        rendered("charts", &hostile::charts()),
        rendered("about", &hostile::about()),
        rendered("faq", &hostile::faq()),
        rendered("privacy", &hostile::privacy()),
        rendered("error", &hostile::error()),
        rendered("playlist_form", &hostile_playlists::form()),
        rendered("playlist_form_without_own", &hostile_playlists::form_without_own()),
        rendered("playlist", &hostile_playlists::job()),
        rendered("playlists", &hostile_playlists::list()),
        rendered("status", &status::hostile()),
        rendered("feed", &changes::hostile_feed()),
    ]
}

/// All that is between `start` and the next `end`.
fn all_between<'p>(page: &'p str, start: &str, end: &str) -> Vec<&'p str> {
    page.split(start).skip(1).map(|rest| rest.split(end).next().unwrap()).collect()
}

#[test]
fn pages_look_as_they_did() {
    for (name, page) in samples() {
        // The head has the digest of the assets, which changes with each of them.
        let (_, body) = page.split_once("<body>").unwrap();
        insta::assert_snapshot!(name, body);
    }
}

#[test]
fn the_feed_looks_as_it_did() {
    insta::assert_snapshot!("feed", changes::feed().dyn_render().unwrap());
}

#[test]
fn no_text_is_taken_for_markup() {
    for (name, page) in hostile() {
        assert!(page.contains("&#60;script&#62;alert(1)"), "{name} does not show its texts");
        assert!(!page.contains("<script>"), "{name}");
        assert!(!page.contains("\"'>"), "{name}: a quote ends an attribute");
    }
}

#[test]
fn nothing_is_in_a_page_that_the_content_policy_forbids() {
    for (name, page) in samples() {
        for forbidden in ["<style", " style=", "=\"javascript:", "<iframe"] {
            assert!(!page.contains(forbidden), "{name} has {forbidden}");
        }
        for tag in all_between(&page, "<", ">").iter().filter(|tag| !tag.starts_with('/')) {
            assert!(!tag.contains(" on"), "{name} has a handler in {tag}");
        }
        for script in all_between(&page, "<script", "</script>") {
            assert!(
                script.ends_with("\">") && script.contains(" src=\"/assets/"),
                "{name}: {script}"
            );
        }
    }
}

#[test]
fn nothing_is_loaded_from_elsewhere() {
    for (name, page) in samples() {
        let loads = all_between(&page, " src=\"", "\"");
        let links = all_between(&page, "<link ", ">");
        let loaded = links.iter().filter(|link| {
            ["stylesheet", "icon"].iter().any(|rel| link.contains(&format!("rel=\"{rel}\"")))
        });
        let loaded = loaded.flat_map(|link| all_between(link, "href=\"", "\"")).chain(loads);
        let mut count = 0;
        for url in loaded {
            assert!(url.starts_with("/assets/"), "{name} loads {url}");
            count += 1;
        }
        assert!(count >= 2, "{name} loads no stylesheet or no icon");
    }
}

#[test]
fn every_page_has_one_heading_of_the_first_order_and_its_landmarks() {
    for (name, page) in samples() {
        for once in ["<h1", "<main ", "<header class=\"site\"", "<footer ", "class=\"skip\""] {
            assert_eq!(page.matches(once).count(), 1, "{name}: {once}");
        }
    }
}

#[test]
fn ids_are_given_once() {
    for (name, page) in samples() {
        let mut ids = all_between(&page, " id=\"", "\"");
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all, "{name} gives an id twice: {ids:?}");
        for list in all_between(&page, " aria-labelledby=\"", "\"") {
            for id in list.split(' ') {
                assert!(ids.contains(&id), "{name}: nothing has the id {id}");
            }
        }
    }
}

#[test]
fn every_form_that_changes_something_carries_the_token() {
    for (name, page) in samples() {
        for form in all_between(&page, "<form method=\"post\"", "</form>") {
            assert!(form.contains("name=\"csrf\" value=\"c5rf\""), "{name}: {form}");
            assert!(form.contains("name=\"back\" value=\"/"), "{name}: {form}");
        }
    }
}

#[test]
fn a_query_that_cannot_be_read_is_marked_where_it_is_wrong() {
    let page = |column, length| {
        let mut page = search::failure();
        page.query = "né:x".into();
        if let super::search::Outcome::Failure(failure) = &mut page.outcome {
            (failure.column, failure.length) = (column, length);
        }
        let page = page.dyn_render().unwrap();
        all_between(&page, "<p class=\"query\">", "</p>")[0].to_owned()
    };
    assert_eq!(page(1, 2), "<span></span><mark>né</mark><span>:x</span>");
    assert_eq!(page(5, 1), "<span>né:x</span><mark></mark><span></span>");
    assert_eq!(page(99, usize::MAX), "<span>né:x</span><mark></mark><span></span>");
}
