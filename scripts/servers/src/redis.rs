//! A Redis server.

use std::{
    ffi::OsString,
    path::Path,
    process::{Command, Output},
};

use crate::{
    ports,
    process::{Launch, Process},
    programs,
};

/// How a Redis server is started.
#[derive(Clone, Debug, Default)]
pub struct RedisOptions {
    password: Option<String>,
    max_memory: Option<u64>,
    is_append_only: bool,
    port: Option<u16>,
    args: Vec<String>,
    is_node: bool,
}

impl RedisOptions {
    /// Clients must say this password.
    pub fn password(mut self, password: &str) -> RedisOptions {
        self.password = Some(password.to_owned());
        self
    }

    /// It keeps so many bytes at most, and then refuses to take more.
    pub fn max_memory(mut self, bytes: u64) -> RedisOptions {
        self.max_memory = Some(bytes);
        self
    }

    /// It writes what it is told to an append-only file, and has it again after a restart. Up to a
    /// second may be lost to [`RedisServer::kill`], unless [`RedisOptions::args`] say
    /// `--appendfsync always`.
    pub fn append_only(mut self) -> RedisOptions {
        self.is_append_only = true;
        self
    }

    /// It listens on this port, whoever does so already.
    pub fn port(mut self, port: u16) -> RedisOptions {
        self.port = Some(port);
        self
    }

    /// More of `redis-server`'s arguments. They win over those of the other options.
    pub fn args<'a>(mut self, args: impl IntoIterator<Item = &'a str>) -> RedisOptions {
        self.args.extend(args.into_iter().map(str::to_owned));
        self
    }

    /// It is a node of a cluster.
    pub(crate) fn node(mut self) -> RedisOptions {
        self.is_node = true;
        self
    }

    /// Starts the server and waits until it answers.
    ///
    /// # Panics
    ///
    /// Where it is missing or does not start.
    pub fn start(self) -> RedisServer {
        let free = if self.is_node { ports::free_for_node } else { ports::free };
        let port = || self.port.unwrap_or_else(free);
        let process = Process::start(port, |folder, port| self.launch(folder, port));
        let mut server = RedisServer { process, password: self.password };
        server.wait_for_ping();
        server
    }

    fn launch(&self, folder: &Path, port: u16) -> Launch {
        let port = port.to_string();
        let mut args: Vec<OsString> = Vec::new();
        let mut set = |name: &str, value: &str| args.extend([name.into(), value.into()]);
        set("--port", &port);
        set("--bind", "127.0.0.1");
        set("--save", "");
        set("--appendonly", if self.is_append_only { "yes" } else { "no" });
        if let Some(password) = &self.password {
            set("--requirepass", password);
        }
        if let Some(bytes) = self.max_memory {
            set("--maxmemory", &bytes.to_string());
            set("--maxmemory-policy", "noeviction");
        }
        if self.is_node {
            set("--cluster-enabled", "yes");
            set("--cluster-config-file", "nodes.conf");
            // The default, 15 seconds, is long for a test that waits for a loss to be noticed.
            set("--cluster-node-timeout", "5000");
        }
        args.extend(["--dir".into(), folder.into()]);
        args.extend(self.args.iter().map(OsString::from));
        Launch {
            program: programs::redis_server(),
            args,
            data_dir: None,
            ready: "Ready to accept connections",
        }
    }
}

/// A Redis server on a free port. Dropped, it is killed and its folder removed.
pub struct RedisServer {
    process: Process,
    password: Option<String>,
}

impl RedisServer {
    /// Starts a server that keeps everything in memory alone.
    ///
    /// # Panics
    ///
    /// Where it is missing or does not start.
    pub fn start() -> RedisServer {
        RedisServer::builder().start()
    }

    /// The options to start one with.
    pub fn builder() -> RedisOptions {
        RedisOptions::default()
    }

    /// Where it is, with its password: `redis://127.0.0.1:PORT/`.
    pub fn url(&self) -> String {
        match &self.password {
            Some(password) => format!("redis://default:{}@{}/", percent(password), self.address()),
            None => format!("redis://{}/", self.address()),
        }
    }

    /// The port that it listens on, on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.process.port()
    }

    /// The number of its process; none after [`RedisServer::kill`].
    pub fn pid(&self) -> Option<u32> {
        self.process.pid()
    }

    /// Ends it at once, as a power cut does. Does nothing where it does not run.
    pub fn kill(&mut self) {
        self.process.kill();
    }

    /// Ends it cleanly. Does nothing where it does not run.
    pub fn stop(&mut self) {
        self.process.stop();
    }

    /// Starts it again, on the same port and with what it has kept, and waits until it answers.
    /// Where it still runs, it is killed first.
    ///
    /// # Panics
    ///
    /// Where it does not start.
    pub fn restart(&mut self) {
        self.process.restart();
        self.wait_for_ping();
    }

    /// What `redis-cli` prints for this command, errors of the server included.
    ///
    /// # Panics
    ///
    /// Where the server cannot be reached.
    pub fn cli(&self, args: &[&str]) -> String {
        let said = run_cli(self.port(), self.password.as_deref(), args);
        said.unwrap_or_else(|error| panic!("redis-cli {}: {error}", args.join(" ")))
    }

    pub(crate) fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port())
    }

    fn wait_for_ping(&mut self) {
        // `ping` is answered with an error while a file is being read.
        let port = self.port();
        let password = self.password.clone();
        self.process.wait_for("answer `ping`", || {
            let said = run_cli(port, password.as_deref(), &["ping"])?;
            if said == "PONG" { Ok(()) } else { Err(said) }
        });
    }
}

fn run_cli(port: u16, password: Option<&str>, args: &[&str]) -> Result<String, String> {
    let cli = programs::redis_cli().client();
    let mut command = Command::new(&cli[0]);
    command.args(&cli[1..]).args(["-h", "127.0.0.1", "-p", &port.to_string()]).args(args);
    if let Some(password) = password {
        command.env("REDISCLI_AUTH", password);
    }
    let Output { status, stdout, stderr } = command.output().map_err(|error| error.to_string())?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim_end().to_owned();
    if status.success() { Ok(text(&stdout)) } else { Err(text(&stdout) + &text(&stderr)) }
}

/// A name or password as it stands in a URL.
pub(crate) fn percent(text: &str) -> String {
    let encode = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(encode).collect()
}
