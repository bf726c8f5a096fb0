//! Where the servers' programs are.

use std::{
    env,
    path::{Path, PathBuf},
};

/// MongoDB's server: what `DATAGET_TEST_MONGOD` says, else the one on the path, else the one that
/// `scripts/setup servers` fetched.
pub(crate) fn mongod() -> PathBuf {
    given("DATAGET_TEST_MONGOD")
        .or_else(|| on_path("mongod"))
        .or_else(|| Some(fetched()?.join("mongod-6.0.5/mongod")).filter(|path| path.is_file()))
        .unwrap_or_else(|| missing("mongod"))
}

/// Redis's server: what `DATAGET_TEST_REDIS_SERVER` says, else the one on the path.
pub(crate) fn redis_server() -> PathBuf {
    given("DATAGET_TEST_REDIS_SERVER")
        .or_else(|| on_path("redis-server"))
        .unwrap_or_else(|| missing("redis-server"))
}

/// Redis's client: the one beside the given server, else the one on the path.
pub(crate) fn redis_cli() -> PathBuf {
    let beside = || given("DATAGET_TEST_REDIS_SERVER").map(|path| path.with_file_name("redis-cli"));
    beside()
        .filter(|path| path.is_file())
        .or_else(|| on_path("redis-cli"))
        .unwrap_or_else(|| missing("redis-cli"))
}

fn given(variable: &str) -> Option<PathBuf> {
    let path = env::var_os(variable).filter(|path| !path.is_empty()).map(PathBuf::from)?;
    assert!(path.is_file(), "{variable} says {}, which is no file", path.display());
    Some(path)
}

fn on_path(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(program)).find(|path| path.is_file())
}

fn fetched() -> Option<PathBuf> {
    let set = |variable| env::var_os(variable).filter(|path| !path.is_empty());
    let cache = set("XDG_CACHE_HOME").map(PathBuf::from);
    let cache = cache.or_else(|| Some(Path::new(&set("HOME")?).join(".cache")))?;
    Some(cache.join("dataget/servers"))
}

fn missing(program: &str) -> ! {
    panic!("{program} is missing: run `scripts/setup servers`")
}
