//! The documents are true: their links lead somewhere, their queries are understood, their commands
//! run, and what they say of the code holds.

use std::{
    collections::BTreeSet,
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

mod blocks;
mod commands;
mod elsewhere;
mod host;
mod machine;
mod scenes;

/// Our packages, each with those of ours that it may depend on.
const PACKAGES: [(&str, &[&str]); 8] = [
    ("storage", &[]),
    ("etl", &["storage"]),
    ("apis", &["storage"]),
    ("site", &["apis", "storage"]),
    ("scripts/dumpgen", &[]),
    ("scripts/fake-discogs", &["servers"]),
    ("scripts/fake-google", &["servers"]),
    ("scripts/servers", &[]),
];

/// The drivers of databases, each with the places of its backends.
const DRIVERS: [(&str, &[&str]); 3] = [
    ("redb", &["storage/src/documents/embedded/", "storage/src/state/embedded/"]),
    ("mongodb", &["storage/src/mongodb/"]),
    ("redis", &["storage/src/redis/"]),
];

/// What fills a generation.
const WRITERS: [&str; 4] = ["DocumentsWriter", "IndexWriter", "ColumnsWriter", "Staged"];

/// The modules of the standard library that reach beyond the process, or could wait for it.
const IO: [&str; 6] = ["fs", "io", "net", "env", "process", "thread"];

#[test]
fn every_link_between_documents_leads_to_a_file() {
    let mut links = 0;
    for page in documents() {
        let folder = root().join(&page.path).parent().unwrap().to_owned();
        for link in links_of(&page) {
            let target = link.split('#').next().unwrap();
            if link.contains("://") || target.is_empty() {
                continue;
            }
            assert!(folder.join(target).exists(), "{} links to {link}", page.path);
            links += 1;
        }
    }
    assert!(links > 20, "only {links} links were found");
}

#[test]
fn every_query_shown_is_understood() {
    let mut queries = Vec::new();
    for page in documents() {
        let blocks = blocks(&page, "query").into_iter().flatten();
        queries.extend(blocks.map(|query| (page.path.clone(), query)));
        for row in table_rows(&page, "query") {
            queries.extend(codes(&row[0]).map(|query| (page.path.clone(), query)));
        }
    }
    for (page, query) in &queries {
        let read = apis::query::parse(query);
        assert!(read.is_ok(), "{page} shows `{query}`: {}", read.unwrap_err());
    }
    assert!(queries.len() > 40, "only {} queries were found", queries.len());
}

#[test]
fn every_mistake_shown_is_answered_as_written() {
    let rows = table_rows(&document("docs/QUERIES.md"), "wrong");
    for row in &rows {
        let query = codes(&row[0]).next().expect("a mistake is shown as code");
        let error = apis::query::parse(&query).expect_err(&query).to_string();
        assert!(error.starts_with(&row[1]), "`{query}`: {error}");
    }
    assert!(rows.len() > 10, "only {} mistakes were found", rows.len());
}

#[test]
fn every_message_that_is_explained_is_one_of_ours() {
    let sources = sources();
    let ours = sources.iter().filter(|source| is_shipped(source));
    // A text that goes on in the next line of a source is one text.
    let ours: Vec<String> = ours
        .map(|source| {
            let lines = source.text.split("\\\n");
            lines.map(str::trim_start).collect()
        })
        .collect();
    let mut messages = 0;
    for page in documents() {
        for row in table_rows(&page, "message") {
            for part in codes(&row[0]).flat_map(|code| {
                code.split('…').map(|part| part.trim().to_owned()).collect::<Vec<_>>()
            }) {
                assert!(ours.iter().any(|text| text.contains(&part)), "{}: {part}", page.path);
                messages += 1;
            }
        }
    }
    assert!(messages > 30, "only {messages} messages were found");
}

#[test]
fn the_grammar_shown_is_the_parsers() {
    let parser = read("apis/src/query/mod.rs");
    let comment: Vec<&str> = parser
        .lines()
        .map_while(|line| line.strip_prefix("//!"))
        .map(|line| line.strip_prefix(' ').unwrap_or(line))
        .collect();
    let parser = Page { path: "apis/src/query/mod.rs".to_owned(), text: comment.join("\n") };
    let grammars = blocks(&parser, "ebnf");
    assert_eq!(grammars.len(), 1);
    assert_eq!(blocks(&document("docs/QUERIES.md"), "ebnf"), grammars);
}

#[test]
fn every_command_is_told_of_in_the_readme() {
    let help = shell(Path::new("."), "dataget --help");
    let help = String::from_utf8(help.stdout).unwrap();
    let list = help.split_once("Commands:\n").unwrap().1.split("\n\n").next().unwrap();
    let commands = list.lines().filter_map(|line| line.split_whitespace().next());
    let readme = read("README.md");
    for command in commands.filter(|&command| command != "help") {
        assert!(readme.contains(&format!("dataget {command}")), "the README lacks `{command}`");
    }
}

#[test]
fn every_promise_of_security_names_tests_that_there_are() {
    let page = document("docs/SECURITY.md");
    let named = |text: &str| {
        let tests = codes(text).filter_map(|code| {
            let (path, name) = code.split_once("::")?;
            path.ends_with(".rs").then(|| (path.to_owned(), name.to_owned()))
        });
        tests.collect::<BTreeSet<_>>()
    };
    for row in table_rows(&page, "promise") {
        let is_heading = row[0].starts_with("**") && row[1].is_empty();
        assert!(is_heading || !named(&row[2]).is_empty(), "no test shows: {}", row[0]);
    }
    let named = named(&page.text);
    for (path, name) in &named {
        let source = read(path);
        let lines: Vec<&str> = source.lines().map(str::trim_start).collect();
        let place = lines.iter().position(|line| line.contains(&format!("fn {name}(")));
        let place = place.unwrap_or_else(|| panic!("{path} has no function {name}"));
        let mut marks = lines[..place].iter().rev().take_while(|line| line.starts_with("#["));
        assert!(marks.any(|mark| mark.ends_with("test]")), "{path}: {name} is no test");
    }
    assert!(named.len() > 25, "only {} tests are named", named.len());
}

#[test]
fn data_flows_in_one_direction() {
    let members = BTreeSet::from_iter(strings_of(&read("Cargo.toml"), "members = "));
    assert_eq!(members, PACKAGES.iter().map(|&(path, _)| path.to_owned()).collect());
    let ours: BTreeSet<&str> =
        PACKAGES.iter().map(|(path, _)| path.rsplit('/').next().unwrap()).collect();
    for (path, allowed) in PACKAGES {
        let manifest = read(&format!("{path}/Cargo.toml"));
        for (section, package) in dependencies(&manifest) {
            // Tests and benchmarks load generated dumps, and start servers.
            let is_test_data = section == "dev-dependencies"
                && ["dumpgen", "fake-discogs", "fake-google", "servers"].contains(&&*package);
            assert!(
                !ours.contains(&*package) || allowed.contains(&&*package) || is_test_data,
                "{path} has {package} among its {section}"
            );
        }
    }
}

#[test]
fn a_driver_is_named_in_its_backend_only() {
    for (package, _) in PACKAGES.iter().filter(|(package, _)| *package != "storage") {
        for (section, dependency) in dependencies(&read(&format!("{package}/Cargo.toml"))) {
            let is_driver = DRIVERS.iter().any(|(driver, _)| *driver == dependency);
            let is_tool = package.starts_with("scripts/");
            assert!(!is_driver || is_tool, "{package} has {dependency} among its {section}");
        }
    }
    for source in sources().iter().filter(|source| source.path.starts_with("storage/src/")) {
        let code: String = code(&source.text).split_whitespace().collect();
        let is_home = |homes: &[&str]| homes.iter().any(|home| source.path.starts_with(home));
        for (driver, _) in DRIVERS.iter().filter(|(_, homes)| !is_home(homes)) {
            // Our own module of that name is reached by `crate::`, if need be in a list.
            let foreign = code.match_indices(&format!("{driver}::")).any(|(at, _)| {
                let before = &code[..at];
                !["crate::", "{", ","].iter().any(|own| before.ends_with(own))
            });
            let imported = code.contains(&format!("use{driver}"));
            assert!(!foreign && !imported, "{} uses {driver}", source.path);
        }
    }
}

#[test]
fn only_the_configuration_reads_the_environment() {
    for source in sources().iter().filter(|source| is_shipped(source)) {
        let is_config = source.path.starts_with("src/config");
        let code: String = code(&source.text).split_whitespace().collect();
        let reads = ["env::var", "env::{"].iter().any(|call| code.contains(call));
        let named = source.text.contains("\"DATAGET_");
        assert!(is_config || !(reads || named), "{}", source.path);
    }
}

#[test]
fn requests_are_made_where_they_are_counted() {
    // Those of YouTube's client go through the ledger; the others do not go to YouTube.
    let places = [
        "apis/src/account/",
        "apis/src/jobs/service.rs",
        "apis/src/youtube/client.rs",
        "etl/src/download/",
        "src/commands/notify.rs",
    ];
    for source in sources().iter().filter(|source| is_shipped(source)) {
        let is_place = places.iter().any(|place| source.path.starts_with(place));
        assert!(is_place || !names(source).contains("reqwest"), "{}", source.path);
    }
}

#[test]
fn unsafe_code_is_only_where_the_index_is_mapped() {
    let has_unsafe = |source: &Page| names(source).contains("unsafe");
    let places: Vec<String> =
        sources().into_iter().filter(has_unsafe).map(|source| source.path).collect();
    assert_eq!(places, ["storage/src/index/file.rs"]);
}

#[test]
fn the_model_does_no_io() {
    let is_model = |source: &Page| {
        source.path.starts_with("storage/src/model/") || source.path == "storage/src/text.rs"
    };
    let model: Vec<Page> = sources().into_iter().filter(is_model).collect();
    assert!(model.len() > 5, "the model was not found");
    for source in model {
        let names = names(&source);
        assert!(IO.iter().all(|module| !names.contains(*module)), "{}", source.path);
    }
}

#[test]
fn only_etl_writes_the_catalogue() {
    for source in sources().iter().filter(|source| is_shipped(source)) {
        if ["storage/", "etl/"].iter().any(|writes| source.path.starts_with(writes)) {
            continue;
        }
        let names = names(source);
        assert!(WRITERS.iter().all(|writer| !names.contains(*writer)), "{}", source.path);
    }
}

/// A file of the repository.
struct Page {
    /// From the repository's root, with `/`.
    path: String,
    text: String,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn document(path: &str) -> Page {
    Page { path: path.to_owned(), text: read(path) }
}

/// The documents for people.
fn documents() -> Vec<Page> {
    let mut pages = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"].map(document).into();
    walk("docs", "md", &mut pages);
    pages
}

/// All Rust files.
fn sources() -> Vec<Page> {
    let mut pages = Vec::new();
    for folder in ["src", "storage", "etl", "apis", "scripts", "benches", "tests", "fuzz"] {
        walk(folder, "rs", &mut pages);
    }
    assert!(pages.len() > 100, "the sources were not found");
    pages
}

/// Whether a source becomes part of the program.
fn is_shipped(source: &Page) -> bool {
    let aside = ["tests", "benches", "scripts", "fuzz"];
    let is_build_script = source.path.ends_with("/build.rs");
    !is_build_script && !source.path.split('/').any(|folder| aside.contains(&folder))
}

fn walk(folder: &str, extension: &str, into: &mut Vec<Page>) {
    let entries = fs::read_dir(root().join(folder)).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        let name = path.file_name().unwrap().to_str().expect("our names are UTF-8");
        let inside = format!("{folder}/{name}");
        if path.is_dir() {
            if name != "target" {
                walk(&inside, extension, into);
            }
        } else if path.extension().is_some_and(|found| found == extension) {
            into.push(document(&inside));
        }
    }
}

/// The lines of each fenced block of a language, but for empty ones at its end.
fn blocks(page: &Page, language: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    let mut lines = page.text.lines();
    while let Some(line) = lines.next() {
        let Some(opened) = line.strip_prefix("```") else { continue };
        let block = lines.by_ref().take_while(|line| !line.starts_with("```"));
        let block: Vec<String> = block.map(str::to_owned).collect();
        if opened == language {
            found.push(block);
        }
    }
    found
}

/// The rows of the tables whose first column has this heading, a text a cell.
fn table_rows(page: &Page, heading: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    let mut is_wanted = None;
    for line in page.text.lines() {
        let Some(row) = line.strip_prefix('|').and_then(|row| row.trim_end().strip_suffix('|'))
        else {
            is_wanted = None;
            continue;
        };
        // `\|` is no border.
        let row = row.replace("\\|", "\0");
        let cells = row.split('|').map(|cell| cell.trim().replace('\0', "|"));
        let cells: Vec<String> = cells.collect();
        match is_wanted {
            None => is_wanted = Some(cells[0] == heading),
            Some(true) if !cells[0].starts_with("---") => found.push(cells),
            Some(_) => {}
        }
    }
    found
}

/// The code spans of a text.
fn codes(text: &str) -> impl Iterator<Item = String> {
    text.split('`').skip(1).step_by(2).map(str::to_owned)
}

/// The lines of a page that are in no fenced block.
fn prose(page: &Page) -> impl Iterator<Item = &str> {
    let mut is_code = false;
    page.text.lines().filter(move |line| {
        let is_fence = line.starts_with("```");
        is_code ^= is_fence;
        !is_code && !is_fence
    })
}

/// Where the links of a page lead, pictures included.
fn links_of(page: &Page) -> Vec<String> {
    let links = prose(page).flat_map(|line| line.split("](").skip(1));
    links.filter_map(|link| Some(link.split_once(')')?.0.to_owned())).collect()
}

/// The quoted strings of the manifest's line that begins so.
fn strings_of(manifest: &str, start: &str) -> Vec<String> {
    let line = manifest.lines().find(|line| line.starts_with(start)).expect("the line is there");
    line.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

/// The dependencies of a manifest, each with its section.
fn dependencies(manifest: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut section = "";
    for line in manifest.lines() {
        if let Some(name) = line.strip_prefix('[').and_then(|name| name.strip_suffix(']')) {
            section = name.rsplit('.').next().unwrap();
        } else if section.ends_with("dependencies") && !line.is_empty() {
            let package = line.split(['.', ' ', '=']).next().unwrap();
            found.push((section.to_owned(), package.to_owned()));
        }
    }
    found
}

/// The names in a source, comments and texts left out.
fn names(source: &Page) -> BTreeSet<String> {
    let code = code(&source.text);
    let is_name = |character: char| character.is_alphanumeric() || character == '_';
    code.split(|character| !is_name(character)).map(str::to_owned).collect()
}

/// A source without its comments and without what is in its quotes.
fn code(source: &str) -> String {
    let mut code = String::new();
    let mut rest = source;
    while let Some(next) = rest.chars().next() {
        let skipped = match next {
            '/' if rest.starts_with("//") => rest.find('\n'),
            '/' if rest.starts_with("/*") => rest.find("*/").map(|end| end + 2),
            'r' if !code.ends_with(|before: char| before.is_alphanumeric() && before != 'b') => {
                raw_text(rest)
            }
            '"' => quoted(rest, '"'),
            // A lifetime has no second quote so near.
            '\'' if rest.starts_with("'\\") || rest.chars().nth(2) == Some('\'') => {
                quoted(rest, '\'')
            }
            _ => Some(0),
        };
        match skipped.unwrap_or(rest.len()) {
            0 => {
                code.push(next);
                rest = &rest[next.len_utf8()..];
            }
            skipped => {
                code.push(' ');
                rest = &rest[skipped..];
            }
        }
    }
    code
}

/// The length of the raw text that stands here; 0 where none does.
fn raw_text(rest: &str) -> Option<usize> {
    let hashes = rest[1..].bytes().take_while(|&byte| byte == b'#').count();
    let Some(text) = rest[1 + hashes..].strip_prefix('"') else { return Some(0) };
    let end = format!("\"{}", "#".repeat(hashes));
    text.find(&end).map(|length| 2 + hashes + length + end.len())
}

/// The length of the quoted text that stands here.
fn quoted(rest: &str, quote: char) -> Option<usize> {
    let mut is_escaped = false;
    let mut end = rest.char_indices().skip(1).filter(|&(_, character)| {
        let closes = character == quote && !is_escaped;
        is_escaped = character == '\\' && !is_escaped;
        closes
    });
    end.next().map(|(place, _)| place + 1)
}

/// Runs a command line as a person would, with `dataget` on the path and the demo's data.
fn shell(folder: &Path, line: &str) -> Output {
    let program = Path::new(env!("CARGO_BIN_EXE_dataget"));
    let path = env::var_os("PATH").unwrap_or_default();
    let path = env::join_paths(
        [program.parent().unwrap().to_owned()].into_iter().chain(env::split_paths(&path)),
    );
    Command::new("sh")
        .args(["-c", line])
        .current_dir(folder)
        .env_clear()
        .env("PATH", path.unwrap())
        .env("DATAGET_DATA_DIR", "demo")
        .output()
        .unwrap()
}

#[test]
fn code_is_told_from_comments_and_texts() {
    let source =
        "a // b\n/* c */ \"d \\\" e\" r#\"f \" g\"# b\"h\" 'i' '\\'' &'k l br\"m\" for\"n\"";
    let names = names(&Page { path: String::new(), text: source.to_owned() });
    let expected = ["", "a", "b", "for", "k", "l"].map(str::to_owned);
    assert_eq!(names, BTreeSet::from(expected));
}
