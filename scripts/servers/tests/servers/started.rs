//! The program `with-servers`, running.

use std::{
    fs,
    io::{BufRead, BufReader},
    net::TcpStream,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;

/// A shell command that shows where the servers are, a line each.
pub(crate) const SHOW_URLS: &str = "echo $DATAGET_TEST_MONGODB_URL; \
     echo $DATAGET_TEST_REDIS_URL; echo $DATAGET_TEST_REDIS_CLUSTER_URL";

/// The program, about to run a shell command.
pub(crate) fn with_servers(shell: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_with-servers"));
    command.args(["sh", "-c", shell]);
    for variable in [servers::MONGODB_URL, servers::REDIS_URL, servers::REDIS_CLUSTER_URL] {
        command.env_remove(variable);
    }
    command
}

/// The program with its servers, which keep their folders in this one.
pub(crate) struct Started {
    pub(crate) program: Child,
    pub(crate) urls: Vec<String>,
    folder: TempDir,
}

impl Started {
    /// Starts the program, whose shell command shows the URLs.
    pub(crate) fn of(mut command: Command) -> Started {
        let folder = tempfile::tempdir().unwrap();
        command.env("TMPDIR", folder.path()).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut program = command.spawn().unwrap();
        let stdout = BufReader::new(program.stdout.take().unwrap());
        let urls: Vec<String> = stdout.lines().take(3).map(Result::unwrap).collect();
        assert_eq!(urls.len(), 3, "the servers did not start");
        Started { program, urls, folder }
    }

    /// The code that the program ends with, once its servers and their folders are gone.
    pub(crate) fn wait(mut self) -> Option<i32> {
        let code = self.program.wait().unwrap().code();
        let patience = Instant::now() + Duration::from_secs(60);
        while self.urls.iter().any(|url| is_listening(url)) || self.folders() > 0 {
            assert!(Instant::now() < patience, "something was left");
            thread::yield_now();
        }
        code
    }

    /// How many servers have a folder.
    pub(crate) fn folders(&self) -> usize {
        fs::read_dir(self.folder.path()).unwrap().count()
    }
}

/// Whether somebody takes connections there.
pub(crate) fn is_listening(url: &str) -> bool {
    let address = url.split_once("://").unwrap().1.split('/').next().unwrap();
    TcpStream::connect(address).is_ok()
}
