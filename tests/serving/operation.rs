//! What operators see: health, metrics, logs, the description of the API.

use std::{
    io::{BufRead, BufReader},
    process::Stdio,
};

use reqwest::Method;
use serde_json::Value;

use crate::{
    dump,
    run::{Dataget, signal, wait_until},
    served::{Answer, Served},
};

#[test]
fn requests_latencies_and_the_generation_are_counted() {
    let served = Served::catalogue();
    served.get("/api/v1/search?q=harbour");
    served.get("/api/v1/releases/999");
    let metrics = served.get("/metrics").body;
    for line in [
        "dataget_http_requests_total{method=\"GET\",route=\"/api/v1/search\",status=\"200\"} 1",
        "dataget_http_requests_total{method=\"GET\",route=\"/api/v1/releases/{id}\",status=\"404\"} 1",
        "dataget_generation_entries{generation=\"20261101\",of=\"releases\"} 5",
        "dataget_ready 1",
    ] {
        assert!(metrics.contains(line), "{line} is not in {metrics}");
    }
    assert!(metrics.contains("dataget_query_time_seconds_bucket"));
    assert!(metrics.contains("dataget_http_latency_seconds_count{route=\"/api/v1/search\"} 1"));
    assert!(metrics.ends_with("# EOF\n"));
}

#[test]
fn each_request_is_a_line_that_its_answer_names() {
    let mut dataget = Dataget::with_settings(vec![("DATAGET_LOG", "json".to_owned())]);
    dump::catalogue(&dataget.folder("loaded"));
    dataget.run(&["load", "loaded"]).succeeds();
    let served = Served::start(std::mem::replace(&mut dataget, Dataget::new()), &[]);
    let answer = served.get("/api/v1/search?q=canary");
    let id = answer.header("x-request-id").to_owned();
    wait_until("it is logged", || served.log().contains(&id));
    let log = served.log();
    let lines: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let line = lines.iter().find(|line| line["span"]["id"] == id.as_str()).unwrap();
    assert_eq!(line["path"], "/api/v1/search");
    assert_eq!((&line["status"], &line["method"]), (&200.into(), &"GET".into()));
    assert!(line["milliseconds"].as_f64().unwrap() > 0.0);
    // What somebody looks for is not in the log.
    assert!(!log.contains("canary"), "{log}");
}

#[test]
fn no_visitor_writes_a_line_of_his_own_into_the_log() {
    // A line's end and what a terminal obeys, as an address has them, and what follows.
    let forged = "%0A%0D%1B%5B31m1999-11-01T00:00:00.000000Z%20%20INFO%20forged%22%7D%0A";
    let agent = "agent%0A\" agent=\"x\\n\t{\"agent\": 1}\u{9b}31m\u{2028}";
    for form in ["text", "json"] {
        let dataget = Dataget::with_settings(vec![("DATAGET_LOG", form.to_owned())]);
        dump::catalogue(&dataget.folder("loaded"));
        dataget.run(&["load", "loaded"]).succeeds();
        let served = Served::start(dataget, &[]);
        let mut names = Vec::new();
        for path in [
            format!("/api/v1/search?q={forged}"),
            format!("/api/v1/{forged}"),
            format!("/api/v1/releases/{forged}"),
            format!("/api/v1/genres/{forged}/chart-data"),
            format!("/api/v1/playlists/{forged}"),
            format!("/?q={forged}"),
            format!("/{forged}"),
            format!("/release/{forged}"),
            format!("/playlist/{forged}"),
            format!("/oauth2callback?error={forged}&state={forged}"),
            format!("/assets/{forged}"),
        ] {
            let request = served.request(Method::GET, &path).header("user-agent", agent);
            let request = request.header("x-request-id", forged).header("referer", &path);
            let answer = Answer::of(request.send().unwrap());
            let name = answer.header("x-request-id").to_owned();
            assert!(!name.contains('%'), "{path}: {name}");
            names.push(name);
        }
        let name = names.last().unwrap();
        wait_until("the last one is logged", || {
            served.log().lines().any(|line| line.contains(name) && line.contains("answered"))
        });
        let log = served.log();
        assert!(!log.contains("agent"), "{form}: {log}");
        assert!(!log.contains(|c: char| c.is_control() && c != '\n'), "{form}: {log:?}");
        for name in &names {
            let is_told = |line: &&str| line.contains(name.as_str()) && line.contains("answered");
            assert_eq!(log.lines().filter(is_told).count(), 1, "{form}: {name} in {log}");
        }
        for line in log.lines() {
            let begins_as_ours = match form {
                "json" => serde_json::from_str::<Value>(line).is_ok(),
                _ => line.starts_with("20"),
            };
            assert!(begins_as_ours, "{form}: {line:?} in {log}");
        }
    }
}

/// Whether a body has an example, of its own or that of what it is made of.
fn has_example(description: &Value, body: &Value) -> bool {
    let schema = &body["schema"];
    let name = schema["$ref"].as_str().and_then(|path| path.strip_prefix("#/components/schemas/"));
    let named = name.map(|name| &description["components"]["schemas"][name]);
    [Some(body), Some(schema), named].into_iter().flatten().any(|of| {
        of.get("example").or(of.get("examples")).is_some_and(|example| !example.is_null())
    })
}

#[test]
fn the_description_names_every_route_with_an_example() {
    let served = Served::catalogue();
    let description = served.json("/openapi.json");
    assert!(description["openapi"].as_str().unwrap().starts_with("3.1"));
    let paths = description["paths"].as_object().unwrap();
    for route in [
        "search",
        "facets",
        "suggest",
        "videos",
        "ids",
        "artists/{id}",
        "labels/{id}",
        "masters/{id}",
        "releases/{id}",
        "genres",
        "styles",
        "countries",
        "formats",
        "decades",
        "years",
        "genres/{value}/chart-data",
        "styles/{value}/chart-data",
        "countries/{value}/chart-data",
        "formats/{value}/chart-data",
        "decades/{value}/chart-data",
        "years/{value}/chart-data",
        "basket",
        "session",
        "dumps",
        "status",
    ] {
        let path = format!("/api/v1/{route}");
        let operations = paths.get(&path).unwrap_or_else(|| panic!("{path} is not described"));
        for (method, operation) in operations.as_object().unwrap() {
            let has_summary =
                operation["summary"].is_string() || operation["description"].is_string();
            assert!(has_summary, "{method} {path}");
            let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
            let required = parameters.iter().filter(|parameter| parameter["required"] == true);
            for parameter in required {
                let example = parameter.get("example").or(parameter["schema"].get("example"));
                assert!(example.is_some(), "{method} {path}: {parameter}");
            }
            let answers = operation["responses"].as_object().unwrap();
            let answers = answers.iter().filter(|(status, _)| status.starts_with('2'));
            let bodies = answers.map(|(_, answer)| answer).chain(operation.get("requestBody"));
            for content in bodies.flat_map(|body| body["content"].as_object()).flatten() {
                assert!(has_example(&description, content.1), "{method} {path}: {}", content.0);
            }
        }
    }
    let docs = served.get("/docs/swagger-initializer.js");
    assert!(docs.status == 200 && docs.body.contains("/openapi.json"), "{docs:?}");
    // The page itself is kept in compressed form alone.
    for file in ["", "swagger-ui-bundle.js", "swagger-ui-standalone-preset.js", "swagger-ui.css"] {
        let docs = served.get(&format!("/docs/{file}"));
        assert_eq!((docs.status, docs.header("content-encoding")), (200, "gzip"), "{file}");
    }
    assert_eq!(served.get("/docs").header("location"), "/docs/");
}

#[test]
fn the_examples_of_the_description_work() {
    let served = Served::catalogue();
    let description = served.json("/openapi.json");
    let mut asked = 0;
    for (path, operations) in description["paths"].as_object().unwrap() {
        let Some(operation) = operations.get("get") else { continue };
        let mut address = path.clone();
        let mut query = Vec::new();
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            let example = parameter.get("example").or(parameter["schema"].get("example"));
            let Some(example) = example else { continue };
            let example = example.as_str().map_or_else(|| example.to_string(), str::to_owned);
            let name = parameter["name"].as_str().unwrap();
            match parameter["in"].as_str().unwrap() {
                "path" => {
                    address =
                        address.replace(&format!("{{{name}}}"), &crate::served::escaped(&example))
                }
                _ => query.push(format!("{name}={}", crate::served::escaped(&example))),
            }
        }
        let answer = served.get(&format!("{address}?{}", query.join("&")));
        // The hand-made catalogue lacks some of the records, and nobody has signed in.
        assert!([200, 401, 404].contains(&answer.status), "{address}: {}", answer.body);
        asked += 1;
    }
    assert!(asked > 25);
}

#[test]
fn who_no_longer_reads_the_log_keeps_nobody_from_an_answer() {
    for log in ["text", "json"] {
        let dataget = Dataget::with_settings(vec![("DATAGET_LOG", log.to_owned())]);
        let mut command = dataget.command(&["serve", "--listen", "127.0.0.1:0"]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let url = lines.map(Result::unwrap).find_map(|line| {
            let (_, url) = line.split_once("Dataget is at ")?;
            Some(url.split(['"', ' ']).next().unwrap().to_owned())
        });
        drop(child.stderr.take());
        let asked = servers::http().build().unwrap().get(url.unwrap() + "/about").send();
        signal("TERM", child.id());
        assert_eq!(asked.unwrap().status(), 200, "{log}");
        assert!(child.wait().unwrap().success());
    }
}
