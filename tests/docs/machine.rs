//! A machine of one's own: namespaces over this one, of which nothing is left.

#![expect(clippy::print_stderr, reason = "it tells what it runs, and why it does not")]

use std::{
    env,
    fs::{self, File},
    io,
    os::unix::{fs::MetadataExt, process::CommandExt},
    path::{Path, PathBuf},
    process::{self, Child, Output, Stdio},
    sync::LazyLock,
    thread,
    time::{Duration, Instant},
};

use crate::{blocks::Command, root};

/// Set where a test is run on its machine.
const INSIDE: &str = "DATAGET_DOCS_MACHINE";
/// Where a machine's own files are, in memory.
const OWN: &str = "/mnt";
/// What root has on Debian.
const PATH: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
/// How long something may take to come about.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long to wait before it is looked for again.
const BLINK: Duration = Duration::from_millis(10);

/// What is there to stay, and what it says when it is up.
const STAYING: [(&str, &str); 3] = [
    ("dataget serve", "Dataget is at "),
    ("dataget schedule", "the next run is at "),
    ("dataget worker", "the worker waits for playlists"),
];

/// Whose files a machine may write to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rights {
    /// Those of who runs the tests.
    Own,
    /// All: who runs the tests is root.
    Root,
}

/// Runs the rest of the test that calls it on a machine of its own. Where none can be had, tells why
/// and leaves it at that.
///
/// # Panics
///
/// Where the test fails there; where a judge is root and has none all the same.
pub(crate) fn on_a_machine<Rest: FnOnce(&mut Machine)>(rights: Rights, rest: Rest) {
    if env::var_os(INSIDE).is_some() {
        return rest(&mut Machine::new());
    }
    if let Some(why) = obstacle(rights) {
        let is_judged = env::var_os("CI").is_some() && may_have_machines();
        assert!(!is_judged, "no machine can be had: {why}");
        eprintln!("not run, for no machine can be had: {why}");
        return;
    }
    // The test runs itself, by its name.
    let test = std::any::type_name::<Rest>().trim_end_matches("::{{closure}}");
    let (_, test) = test.split_once("::").expect("it is in a module");
    let program = env::current_exe().unwrap();
    let arguments = [program.to_str().unwrap(), "--exact", test, "--nocapture"];
    let ended = machine(&arguments).expect("it was tried");
    let told = [ended.stdout, ended.stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
    let is_passed = ended.status.success() && told[0].contains("1 passed");
    assert!(is_passed, "{test}, on its machine:\n{}\n{}", told[0], told[1]);
}

/// Why there is no machine here.
fn obstacle(rights: Rights) -> Option<String> {
    static TRIED: LazyLock<Option<String>> = LazyLock::new(|| match machine(&["true"]) {
        Ok(ended) if ended.status.success() => None,
        Ok(ended) => Some(String::from_utf8_lossy(&ended.stderr).trim().to_owned()),
        Err(error) => Some(format!("unshare: {error}")),
    });
    let is_forbidden = rights == Rights::Root && !is_root();
    TRIED.clone().or_else(|| is_forbidden.then(|| "you are not root".to_owned()))
}

fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
}

/// Whether this is root who may mount; in a container he mostly may not.
fn may_have_machines() -> bool {
    const SYS_ADMIN: u64 = 1 << 21;
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let capabilities = status.lines().find_map(|line| line.strip_prefix("CapEff:"));
    let capabilities = capabilities.and_then(|digits| u64::from_str_radix(digits.trim(), 16).ok());
    is_root() && capabilities.unwrap_or_default() & SYS_ADMIN != 0
}

/// Runs a command on a machine, and ends it with whatever it has left running there.
fn machine(command: &[&str]) -> io::Result<Output> {
    let mut unshare = process::Command::new("unshare");
    unshare.args(["--mount", "--net", "--pid", "--fork", "--kill-child"]);
    if !is_root() {
        unshare.args(["--user", "--map-root-user"]);
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    fs::create_dir_all(folder)?;
    let program = env::current_exe()?;
    let home = env::home_dir().unwrap_or_default();
    let needed = [root(), &program, Path::new(env!("CARGO_BIN_EXE_dataget")), &home];
    let needed = needed.into_iter().filter(|path| path.exists());
    unshare.arg("sh").arg(root().join("tests/docs/machine.sh")).arg(folder);
    unshare.args(needed).arg("--").args(command);
    unshare.current_dir(root()).env(INSIDE, "1").env("TMPDIR", OWN).stdin(Stdio::piped());
    let mut child = unshare.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    // The machine ends when this does; waiting would close it first.
    let _ours = child.stdin.take();
    child.wait_with_output()
}

/// The machine that a test is on: it may do here what it likes.
pub(crate) struct Machine {
    /// Where commands are run: the repository, unless said otherwise.
    pub(crate) folder: PathBuf,
    settings: Vec<(&'static str, String)>,
    /// What a shell keeps from one line to the next.
    kept: String,
    staying: Vec<(String, Child)>,
}

impl Machine {
    fn new() -> Self {
        // Made by machine.sh: this is no machine that somebody works on.
        assert!(Path::new(OWN).join("hosts").exists(), "{INSIDE} is for machines");
        let machine = Self {
            folder: root().to_owned(),
            settings: Vec::new(),
            kept: String::new(),
            staying: Vec::new(),
        };
        fs::create_dir(machine.bin()).unwrap();
        machine.empty_home();
        machine
    }

    /// A place for what is only on this machine.
    pub(crate) fn own(&self, name: &str) -> PathBuf {
        Path::new(OWN).join(name)
    }

    /// The folder that comes first on the path.
    pub(crate) fn bin(&self) -> PathBuf {
        self.own("bin")
    }

    pub(crate) fn home(&self) -> PathBuf {
        self.own("home")
    }

    /// Makes a home for somebody who has never been here.
    pub(crate) fn empty_home(&self) {
        let _ = fs::remove_dir_all(self.home());
        fs::create_dir(self.home()).unwrap();
        // curl takes a page that says what is wrong for an answer, unless told.
        fs::write(self.home().join(".curlrc"), "fail\nsilent\nshow-error\n").unwrap();
    }

    /// Puts the program that is tested on the path.
    pub(crate) fn has_dataget(&self) {
        let program = env!("CARGO_BIN_EXE_dataget");
        std::os::unix::fs::symlink(program, self.bin().join("dataget")).unwrap();
    }

    /// Sets an environment variable of all commands to come.
    pub(crate) fn set(&mut self, name: &'static str, value: impl Into<String>) {
        self.settings.push((name, value.into()));
    }

    /// Does what a block's reader does: types one command after the other, and ends what stays when
    /// he is at the block's end. Gives what each has written to stdout.
    pub(crate) fn types(&mut self, commands: &[Command]) -> Vec<String> {
        let said = commands.iter().map(|command| self.type_one(command)).collect();
        self.end_staying();
        said
    }

    /// Starts what stays until the next block's end.
    pub(crate) fn starts(&mut self, text: &str) {
        self.type_one(&Command { place: "before".to_owned(), text: text.to_owned() });
    }

    fn type_one(&mut self, command: &Command) -> String {
        eprintln!("{}: {}", command.place, command.text);
        if ["export ", "cd "].iter().any(|kept| command.text.starts_with(kept)) {
            self.kept += &format!("{}\n", command.text);
            return String::new();
        }
        match STAYING.iter().find(|(start, _)| command.text.starts_with(start)) {
            Some((_, is_up)) => self.stay(command, is_up),
            None => self.run(&command.text),
        }
    }

    /// Runs a command; it has to succeed. Gives what it writes to stdout.
    pub(crate) fn run(&self, text: &str) -> String {
        let ended = self.command(text).output().unwrap();
        let [out, err] = [ended.stdout, ended.stderr].map(|text| String::from_utf8(text).unwrap());
        assert!(ended.status.success(), "{text}\n{}\n{out}\n{err}", ended.status);
        out
    }

    /// Runs a command again and again until it succeeds.
    pub(crate) fn succeeds_in_time(&self, text: &str) {
        let started = Instant::now();
        while !self.command(text).output().unwrap().status.success() {
            assert!(started.elapsed() < PATIENCE, "{text}, in vain\n{}", self.logs());
            thread::sleep(BLINK);
        }
    }

    /// What those who stay have logged.
    fn logs(&self) -> String {
        let files = fs::read_dir(OWN).unwrap().map(|entry| entry.unwrap().path());
        let is_log = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "log");
        files.filter(is_log).map(|path| fs::read_to_string(path).unwrap()).collect()
    }

    /// Starts what stays, and waits until it says that it is up.
    fn stay(&mut self, command: &Command, is_up: &str) -> String {
        let path = self.own(&format!("{}.log", self.staying.len()));
        let log = File::create(&path).unwrap();
        // Without a shell in between, which would not pass a signal on.
        let mut starts = self.command(&format!("exec {}", command.text));
        starts.stdout(log.try_clone().unwrap()).stderr(log);
        let mut child = starts.spawn().unwrap();
        let said = || fs::read_to_string(&path).unwrap();
        let started = Instant::now();
        while !said().contains(is_up) {
            let is_running = child.try_wait().unwrap().is_none();
            let has_time = started.elapsed() < PATIENCE;
            assert!(is_running && has_time, "{} is not up\n{}", command.text, said());
            thread::sleep(BLINK);
        }
        self.staying.push((command.text.clone(), child));
        said()
    }

    fn end_staying(&mut self) {
        for (text, mut child) in self.staying.drain(..).rev() {
            let pid = child.id().to_string();
            process::Command::new("kill").args(["-INT", &pid]).status().unwrap();
            let ended = child.wait().unwrap();
            assert!(ended.success(), "{text}, interrupted: {ended}");
        }
    }

    fn command(&self, text: &str) -> process::Command {
        let mut command = process::Command::new("sh");
        command.arg("-c").arg(format!("{}{text}", self.kept)).current_dir(&self.folder);
        let path = format!("{}:{PATH}", self.bin().display());
        command.env_clear().env("PATH", path).env("HOME", self.home()).envs(self.settings.clone());
        // No signal meant for the tests reaches it.
        command.stdin(Stdio::null()).process_group(0);
        command
    }
}
