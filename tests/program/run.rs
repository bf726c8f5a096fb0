//! The program in a folder of its own, and what came of running it.

use std::{
    collections::BTreeMap,
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
    process::{Command, Output},
    time::{Duration, Instant},
};

use tempfile::TempDir;

/// How long a condition may take to come about before a test gives it up.
const DEADLINE: Duration = Duration::from_secs(30);

/// The program, run in a folder of its own with its data in `data`. At its end the data folder
/// must be one that holds nothing but what is published.
pub(crate) struct Dataget {
    folder: TempDir,
    settings: Vec<(&'static str, String)>,
}

impl Dataget {
    pub(crate) fn new() -> Self {
        Self::with_settings(Vec::new())
    }

    /// With these environment variables besides.
    pub(crate) fn with_settings(settings: Vec<(&'static str, String)>) -> Self {
        Self { folder: tempfile::tempdir().unwrap(), settings }
    }

    /// With a dump loaded.
    pub(crate) fn loaded(write: impl FnOnce(&Path)) -> Self {
        let dataget = Self::new();
        write(&dataget.folder("loaded"));
        dataget.run(&["load", "loaded"]).succeeds();
        dataget
    }

    /// The folder that the program runs in.
    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// A folder in there, made if need be.
    pub(crate) fn folder(&self, name: &str) -> PathBuf {
        let path = self.path().join(name);
        fs::create_dir_all(&path).unwrap();
        path
    }

    /// The program, told nothing but its settings and where its data is.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dataget"));
        self.surround(&mut command);
        command.args(arguments);
        command
    }

    /// Gives a command the environment that the program is run in here.
    pub(crate) fn surround(&self, command: &mut Command) {
        command
            .current_dir(self.path())
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("DATAGET_DATA_DIR", "data")
            .envs(self.settings.iter().map(|(name, value)| (name, value)));
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ended {
        Ended::of(self.command(arguments).output().unwrap())
    }

    /// What a person sees who runs these commands one after another.
    pub(crate) fn transcript(&self, commands: &[&[&str]]) -> String {
        let shown = commands.iter().map(|arguments| {
            let quoted: Vec<String> = arguments.iter().map(|argument| quoted(argument)).collect();
            let Ended { code, stdout, stderr } = self.run(arguments);
            let command = format!("dataget {}", quoted.join(" "));
            format!("$ {}\n{stdout}{stderr}[exit code {code}]\n", command.trim_end())
        });
        shown.collect::<Vec<_>>().join("\n")
    }

    /// All files of the data folder with what is in them, but for what is no part of a
    /// generation: the lock, how runs went, and the lists of rejected and vanished records.
    pub(crate) fn data(&self) -> BTreeMap<PathBuf, u64> {
        let data = self.path().join("data");
        let mut files = BTreeMap::new();
        collect(&data, &mut files);
        files.remove(&data.join("LOCK"));
        files.remove(&data.join("folder.json"));
        files.remove(&data.join("rejected.ndjson"));
        files.remove(&data.join("secret.key"));
        files.remove(&data.join("state.redb"));
        files.remove(&data.join("vanished.ndjson"));
        files.retain(|path, _| !path.starts_with(data.join("runs")));
        files
    }

    /// The names of the folders in which generations are or were being made.
    pub(crate) fn generation_folders(&self) -> Vec<String> {
        names(&self.path().join("data/generations"))
    }

    /// The names of the published generations, the current one with a `*`.
    pub(crate) fn generations(&self) -> Vec<String> {
        let list = self.run(&["generations", "list"]).succeeds();
        let name = |line: &str| {
            let (mark, line) = line.split_at(1);
            let name = line.split_whitespace().next().unwrap();
            format!("{}{name}", mark.trim())
        };
        list.stdout.lines().map(name).collect()
    }

    /// How many releases, works and videos a query has.
    pub(crate) fn counts(&self, query: &str) -> [u64; 3] {
        let found = self.run(&["search", query, "--json", "--limit", "0"]).succeeds().json();
        ["releases", "works", "videos"].map(|what| found["total"][what].as_u64().unwrap())
    }

    /// Loads what must not be published: exit code 1, nothing on stdout, and not a byte of the
    /// data folder another than before. Gives the error.
    pub(crate) fn refuses(&self, arguments: &[&str]) -> String {
        let before = self.data();
        let error = self.run(arguments).fails();
        assert!(self.data() == before, "{error} left its traces: {:?}", self.data().keys());
        self.assert_clean();
        error
    }

    /// Nothing is left of loads that did not come to their end.
    pub(crate) fn assert_clean(&self) {
        let data = self.path().join("data");
        if !data.exists() {
            return;
        }
        let known = [
            "CURRENT.json",
            "LOCK",
            "demo",
            "downloads",
            "folder.json",
            "generations",
            "mongodb",
            "rejected.ndjson",
            "runs",
            "secret.key",
            "state.redb",
            "update",
            "vanished.ndjson",
        ];
        let strange = names(&data).into_iter().find(|name| !known.contains(&name.as_str()));
        assert_eq!(strange, None, "is left in the data folder");
        let published = fs::read_to_string(data.join("CURRENT.json")).unwrap_or_default();
        for generation in self.generation_folders() {
            assert!(published.contains(&format!("\"{generation}\"")), "{generation} is left");
            let parts = |name: &str| {
                let parts = [
                    "changes.json",
                    "index.dgi",
                    "manifest.json",
                    "rejected.ndjson",
                    "report.json",
                    "vanished.ndjson",
                ];
                let endings = [".redb", ".digests"];
                parts.contains(&name) || endings.iter().any(|ending| name.ends_with(ending))
            };
            let files = names(&data.join("generations").join(&generation));
            let strange = files.into_iter().find(|name| !parts(name));
            assert_eq!(strange, None, "is left in the folder of generation {generation}");
        }
    }
}

impl Drop for Dataget {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.assert_clean();
        }
    }
}

/// What a run came to.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Ended {
    pub(crate) fn of(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or_else(|| panic!("ended by {}", output.status)),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    pub(crate) fn succeeds(self) -> Self {
        assert_eq!(self.code, 0, "{}", self.stderr);
        self
    }

    /// Exit code 1 and nothing on stdout; gives the error that stderr ends with.
    pub(crate) fn fails(self) -> String {
        assert_eq!((self.code, self.stdout.as_str()), (1, ""), "{}", self.stderr);
        let error = self.stderr.lines().last().unwrap_or_default();
        assert!(error.starts_with("error: "), "{}", self.stderr);
        error.to_owned()
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

/// Waits until something is so.
pub(crate) fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    let started = Instant::now();
    while !is_so() {
        assert!(started.elapsed() < DEADLINE, "waited in vain until {what}");
        std::thread::yield_now();
    }
}

/// Sends a process a signal: `INT`, `TERM`, `STOP`, `CONT`.
pub(crate) fn signal(name: &str, process: u32) {
    let sent = Command::new("kill").arg(format!("-{name}")).arg(process.to_string()).status();
    assert!(sent.unwrap().success(), "cannot send {name}");
}

fn quoted(argument: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
    if !argument.is_empty() && argument.chars().all(is_plain) {
        argument.to_owned()
    } else {
        format!("'{argument}'")
    }
}

/// The names in a folder, none where there is none.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn collect(folder: &Path, files: &mut BTreeMap<PathBuf, u64>) {
    for name in names(folder) {
        let path = folder.join(name);
        if path.is_dir() {
            collect(&path, files);
        } else {
            let mut hasher = DefaultHasher::new();
            fs::read(&path).unwrap().hash(&mut hasher);
            files.insert(path, hasher.finish());
        }
    }
}
