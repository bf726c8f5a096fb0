//! Every command in the documents is run by a test: the table says where.

use std::ops::RangeInclusive;

use Scene::*;

use crate::{
    blocks::{Block, Command, blocks},
    shell,
};

/// Where the commands of a block are run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scene {
    /// The demo's catalogue is loaded.
    Demo,
    /// The repository, in which the program has just been built.
    Built,
    /// Somebody new, and a mirror with two months. Each command is an alternative.
    Mirror,
    /// The same, with a month's files in `~/discogs`.
    Files,
    /// Several months are loaded. Each command is an alternative.
    Months,
    /// MongoDB and Redis at the addresses that are written, and a month's files in `~/discogs`.
    Servers,
    /// The demo's catalogue is served.
    Served,
    /// A server with systemd and nginx; each block follows those before.
    Host,
    /// None of the tests: see `elsewhere.rs`.
    Elsewhere,
}

/// A page, a heading, and which of the blocks under it.
type Place = (&'static str, &'static str, RangeInclusive<usize>);

/// The blocks of each scene, in the order in which they are run there.
const SCENES: &[(Scene, &[Place])] = &[
    (
        Demo,
        &[
            ("README.md", "Ask", ALL),
            ("README.md", "Play", ALL),
            ("docs/QUERIES.md", "The query language", ALL),
        ],
    ),
    (Built, &[("README.md", "Try it", 2..=2)]),
    (Mirror, &[("README.md", "Load a month", 1..=1)]),
    (Files, &[("README.md", "Load a month", 2..=2)]),
    (
        Months,
        &[
            ("README.md", "Generations and the way back", ALL),
            ("docs/OPERATIONS.md", "Going back", ALL),
        ],
    ),
    (Servers, &[("README.md", "On servers", ALL), ("README.md", "Serve", ALL)]),
    (Served, &[("docs/API.md", "The REST API", ALL)]),
    (
        Host,
        &[
            ("docs/DEPLOY.md", "systemd", 2..=2),
            ("docs/OPERATIONS.md", "Install", ALL),
            ("docs/CONFIGURATION.md", "The file of settings", ALL),
            ("docs/OPERATIONS.md", "Upgrade", 1..=1),
            ("docs/OPERATIONS.md", "What to back up", ALL),
            ("docs/NGINX.md", "On a server", 1..=2),
            ("docs/NGINX.md", "The certificate", 1..=1),
            ("docs/NGINX.md", "On a server", 3..=3),
            ("docs/NGINX.md", "The certificate", 2..=2),
            ("docs/NGINX.md", "On one machine", ALL),
        ],
    ),
    (
        Elsewhere,
        &[
            ("README.md", "Try it", 1..=1),
            ("README.md", "Deploy", ALL),
            ("CONTRIBUTING.md", "Setting up", ALL),
            ("docs/DEPLOY.md", "The image", ALL),
            ("docs/DEPLOY.md", "One container", ALL),
            ("docs/DEPLOY.md", "Compose", ALL),
            ("docs/DEPLOY.md", "One pod", ALL),
            ("docs/DEPLOY.md", "Kubernetes", ALL),
            ("docs/DEPLOY.md", "systemd", 1..=1),
            ("docs/OPERATIONS.md", "Upgrade", 2..=2),
            ("docs/PERFORMANCE.md", "Loading", ALL),
            ("docs/PERFORMANCE.md", "Loading into MongoDB and Redis", ALL),
            ("docs/PERFORMANCE.md", "The index in Redis", ALL),
            ("docs/PERFORMANCE.md", "Queries", ALL),
            ("docs/PERFORMANCE.md", "The server", ALL),
            ("docs/PERFORMANCE.md", "Playlists and months", ALL),
            ("docs/PERFORMANCE.md", "The image", ALL),
            ("docs/PERFORMANCE.md", "Fuzzing", ALL),
        ],
    ),
];

const ALL: RangeInclusive<usize> = 1..=usize::MAX;

/// The blocks that are run in a scene.
pub(crate) fn blocks_in(scene: Scene) -> Vec<Block> {
    let mut found = Vec::new();
    for place in places().filter(|(of, _)| *of == scene).map(|(_, place)| place) {
        let before = found.len();
        found.extend(blocks().into_iter().filter(|block| is_at(block, place)));
        assert!(found.len() > before, "{scene:?} wants a block that there is not: {place:?}");
    }
    assert!(!found.is_empty(), "nothing is run in {scene:?}");
    found
}

/// The commands that are run in a scene, of one block after the other.
pub(crate) fn commands_in(scene: Scene) -> Vec<Command> {
    blocks_in(scene).into_iter().flat_map(|block| block.commands).collect()
}

fn places() -> impl Iterator<Item = (Scene, &'static Place)> {
    SCENES.iter().flat_map(|(scene, places)| places.iter().map(|place| (*scene, place)))
}

fn is_at(block: &Block, (page, heading, numbers): &Place) -> bool {
    block.page == *page && block.heading == *heading && numbers.contains(&block.number)
}

#[test]
fn every_block_of_commands_is_run_in_one_scene() {
    for block in blocks() {
        let scenes: Vec<Scene> =
            places().filter(|(_, place)| is_at(&block, place)).map(|(scene, _)| scene).collect();
        let Block { page, heading, number, commands } = block;
        let place = commands.first().map_or(page, |command| command.place.clone());
        assert!(
            scenes.len() == 1,
            "{place} is block {number} under “{heading}”: SCENES has to say where it is run, once, \
             and has {scenes:?}"
        );
    }
    for (scene, _) in SCENES {
        assert!(!blocks_in(*scene).is_empty());
    }
}

#[test]
fn every_search_and_playlist_shown_finds_something_in_the_demo() {
    let folder = tempfile::tempdir().unwrap();
    let demo = shell(folder.path(), "dataget --data-dir . demo --no-serve");
    assert!(demo.status.success(), "{}", String::from_utf8_lossy(&demo.stderr));
    for Command { place, text } in commands_in(Demo) {
        let ended = shell(folder.path(), &text);
        let told = String::from_utf8_lossy(&ended.stderr);
        assert_eq!(ended.status.code(), Some(0), "{place}: {text}\n{told}");
        // A value that nobody has and an empty playlist are noted there.
        assert_eq!(told, "", "{place}: {text}");
    }
}
