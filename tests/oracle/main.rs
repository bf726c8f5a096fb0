//! Every answer counted a second time: small catalogues of all sorts, and large ones of few sorts,
//! against evaluators so plain that one sees that they are right. The small ones wherever a
//! catalogue can be kept.

mod answers;
mod blocks;
mod catalogue;
mod chunks;
mod completions;
mod crowds;
mod dump;
mod facets;
mod home;
mod json;
mod listings;
mod naive;
mod owners;
mod plain;
mod plans;
mod playlists;
mod queries;
mod reloads;
mod spelling;
mod suggestions;
mod values;
mod vocabulary;
mod works;

use proptest::test_runner::Config;

/// So many cases; one that fails is shown, and no file is left behind.
fn config(cases: u32) -> Config {
    Config { cases, failure_persistence: None, max_shrink_iters: 2_000, ..Config::default() }
}
