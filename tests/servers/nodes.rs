//! Several nodes serve one site: a visitor has one basket, and a new month reaches all of them.

use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering},
    thread,
};

use reqwest::{
    Method,
    blocking::{Client, RequestBuilder},
};
use serde_json::{Value, json};
use servers::RedisServer;

use crate::{
    dump,
    home::{Catalogue, Home},
    run::wait_until,
    served::{Answer, Served},
};

/// Where visitors find the site, whichever node answers.
const SITE: &str = "http://127.0.0.1:8080";

/// Two nodes, and what stands before them: it asks them in turn.
struct Site {
    nodes: [Served; 2],
    turn: AtomicUsize,
}

impl Site {
    fn of(catalogue: &Catalogue) -> Self {
        let options = ["--public-url", SITE, "--requests-per-second", "100000"];
        let node = || Served::start(catalogue.elsewhere(None, None), &options);
        Self { nodes: [node(), node()], turn: AtomicUsize::new(0) }
    }

    fn request(&self, client: &Client, method: Method, path: &str) -> RequestBuilder {
        let node = &self.nodes[self.turn.fetch_add(1, Ordering::Relaxed) % 2];
        client.request(method, format!("{}{path}", node.url)).header("origin", SITE)
    }

    fn get(&self, client: &Client, path: &str) -> Answer {
        Answer::of(self.request(client, Method::GET, path).send().unwrap())
    }

    fn post(&self, client: &Client, path: &str, fields: &str) -> Answer {
        let page = self.get(client, "/").body;
        let token = page.split("name=\"csrf\" value=\"").nth(1).expect("a form has a token");
        let body = format!("csrf={}&{fields}", token.split('"').next().unwrap());
        let request = self.request(client, Method::POST, path).body(body);
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        Answer::of(request.send().unwrap())
    }

    fn basket(&self, client: &Client) -> Vec<String> {
        let basket = self.get(client, "/api/v1/basket").json();
        let videos = basket["videos"].as_array().unwrap_or_else(|| panic!("{basket}")).iter();
        videos.map(|video| video["id"].as_str().unwrap().to_owned()).collect()
    }
}

/// A browser: its cookies go with each request, whichever node gave them.
fn visitor() -> Client {
    servers::http().cookie_store(true).build().unwrap()
}

#[test]
fn two_nodes_give_one_visitor_one_basket() {
    let catalogue = Catalogue::new(Home::Both).loaded(|folder| dump::month(folder, "20261101", 30));
    let site = Site::of(&catalogue);
    let (one, other) = (visitor(), visitor());
    let ids: Vec<String> = (1..=20).map(|id| format!("video{id:06}")).collect();
    for id in &ids {
        assert_eq!(site.post(&one, "/basket/add", &format!("video={id}")).status, 303);
    }
    // Each node says the same, and says it of this visitor alone.
    assert_eq!(site.basket(&one), ids);
    assert_eq!(site.basket(&one), ids);
    assert!(site.basket(&other).is_empty());
    site.post(&one, "/basket/move", &format!("video={}&to=0", ids[19]));
    site.post(&one, "/basket/remove", &format!("video={}", ids[0]));
    assert_eq!(site.basket(&one)[..2], [ids[19].clone(), ids[1].clone()]);
    site.post(&one, "/basket/undo", "");
    site.post(&one, "/basket/undo", "");
    assert_eq!(site.basket(&one), ids);
    // Changes at the same time on both nodes follow each other.
    thread::scope(|scope| {
        for half in [&ids[..10], &ids[10..]] {
            let (site, one) = (&site, &one);
            scope.spawn(move || {
                for id in half {
                    let fields = format!("video={id}");
                    assert_eq!(site.post(one, "/basket/remove", &fields).status, 303);
                }
            });
        }
    });
    assert!(site.basket(&one).is_empty());
    let ended = site.request(&one, Method::DELETE, "/api/v1/session").send().unwrap();
    assert_eq!(ended.status(), 204);
}

/// What is told of a month: by the API, and by a page.
#[derive(Debug, Clone, PartialEq)]
struct Told {
    generation: String,
    search: Value,
    facets: Value,
}

fn told(site: &Site, client: &Client) -> (Told, String) {
    let ask = |path: &str| {
        let answer = site.get(client, path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        answer
    };
    let search = ask("/api/v1/search?q=song+year:1990..1995&limit=50").json();
    let facets = ask("/api/v1/facets?q=song").json();
    let page = ask("/?q=song").body;
    let generation = search["generation"].as_str().unwrap().to_owned();
    let hits = json!([search["hits"], search["total"]]);
    let facets = json!([facets["facets"], facets["generation"]]);
    (Told { generation, search: hits, facets }, page)
}

#[test]
fn fifty_swaps_under_pages_and_calls_fail_none_and_mix_none() {
    let catalogue = Catalogue::new(Home::Both).loaded(|folder| dump::month(folder, "20261001", 80));
    dump::month(&catalogue.folder("november"), "20261101", 90);
    catalogue.run(&["load", "november"]).succeeds();
    let site = Site::of(&catalogue);
    let ready =
        |name: &str| site.nodes.iter().all(|node| node.json("/readyz")["generation"] == name);
    // What each month says, asked while nothing moves.
    let mut searches = BTreeMap::new();
    let mut facets = BTreeMap::new();
    for name in ["20261001", "20261101"] {
        catalogue.run(&["generations", "publish", name]).succeeds();
        wait_until("both nodes have moved", || ready(name));
        let (told, _) = told(&site, &visitor());
        assert_eq!(told.generation, name);
        searches.insert(name, told.search);
        facets.insert(name, told.facets);
    }
    assert_ne!(searches["20261001"], searches["20261101"]);
    // A page tells its month and its counts.
    let pages = [("1 October 2026", ">160<"), ("1 November 2026", ">180<")];

    let is_over = AtomicBool::new(false);
    let answered = AtomicU64::new(0);
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                let client = visitor();
                while !is_over.load(Ordering::Relaxed) {
                    let (told, page) = told(&site, &client);
                    assert_eq!(told.search, searches[told.generation.as_str()]);
                    // The facets were asked of the other node, which may be behind or ahead.
                    assert!(facets.values().any(|known| *known == told.facets), "{told:?}");
                    let is_of =
                        |(day, count): &&(&str, &str)| page.contains(day) && page.contains(count);
                    assert_eq!(pages.iter().filter(is_of).count(), 1, "{page}");
                    answered.fetch_add(3, Ordering::Relaxed);
                }
            });
        }
        let swap = || {
            for swap in 0..50 {
                let name = ["20261001", "20261101"][swap % 2];
                catalogue.run(&["generations", "publish", name]).succeeds();
                if swap % 5 == 4 {
                    wait_until("both nodes have moved", || ready(name));
                }
            }
        };
        let swapped = std::panic::catch_unwind(std::panic::AssertUnwindSafe(swap));
        is_over.store(true, Ordering::Relaxed);
        if let Err(failure) = swapped {
            std::panic::resume_unwind(failure);
        }
    });
    assert!(answered.load(Ordering::Relaxed) > 150, "{answered:?} answers");
}

#[test]
fn without_redis_searches_go_on_and_the_basket_says_why_until_it_is_back() {
    let mut server = RedisServer::builder().append_only().args(["--appendfsync", "always"]).start();
    let catalogue = Catalogue::on(Some(servers::mongodb()), Some(&server.url()))
        .loaded(|folder| dump::month(folder, "20261101", 30));
    let site = Site::of(&catalogue);
    let client = visitor();
    site.post(&client, "/basket/add", "video=video000001");
    for node in &site.nodes {
        wait_until("the node has its own copy", || {
            let status = node.json("/api/v1/status");
            status["stages"].as_array().unwrap().iter().all(|stage| stage["state"] == "working")
                && !status.to_string().contains("being fetched")
        });
    }
    let before = site.get(&client, "/api/v1/search?q=song").json()["total"].clone();

    server.kill();
    for _ in 0..2 {
        assert_eq!(site.get(&client, "/api/v1/search?q=song").json()["total"], before);
        let page = site.get(&client, "/?q=song");
        assert_eq!(page.status, 200);
        assert!(page.body.contains("Song 1"));
        let basket = site.get(&client, "/basket");
        assert_eq!(basket.status, 200);
        assert!(basket.body.contains("The basket cannot be reached now"), "{}", basket.body);
        let call = site.get(&client, "/api/v1/basket");
        assert_eq!((call.status, call.json()["code"].clone()), (503, "sessions-away".into()));
        assert_eq!(site.post(&client, "/basket/add", "video=video000002").status, 503);
        assert_eq!(site.get(&client, "/about").status, 200);
        assert_eq!(site.get(&client, "/readyz").status, 200);
    }

    server.restart();
    wait_until("the basket is back", || site.get(&client, "/api/v1/basket").status == 200);
    assert_eq!(site.basket(&client), ["video000001"]);
    assert_eq!(site.post(&client, "/basket/add", "video=video000002").status, 303);
    assert_eq!(site.basket(&client), ["video000001", "video000002"]);
}
