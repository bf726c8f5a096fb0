//! A MongoDB server.

use std::{
    ffi::OsString,
    fs::{self, Permissions},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use mongodb::{
    bson::{Document, doc},
    options::ClientOptions,
    sync::Client,
};

use crate::{
    ports,
    process::{Launch, Process},
    programs,
    redis::percent,
};

/// The replica set's name.
const REPLICA_SET: &str = "tests";
/// MongoDB's code for a replica set that was initiated before.
const ALREADY_INITIALIZED: i32 = 23;

/// How a MongoDB server is started.
#[derive(Clone, Debug, Default)]
pub struct MongoOptions {
    is_replica_set: bool,
    auth: Option<(String, String)>,
    data_dir: Option<PathBuf>,
    port: Option<u16>,
    args: Vec<String>,
}

impl MongoOptions {
    /// It is a replica set of one node, which has transactions and change streams.
    pub fn replica_set(mut self) -> MongoOptions {
        self.is_replica_set = true;
        self
    }

    /// Clients must log in. This user may do everything.
    pub fn auth(mut self, user: &str, password: &str) -> MongoOptions {
        self.auth = Some((user.to_owned(), password.to_owned()));
        self
    }

    /// It keeps its data in this folder, which must be there, empty, and is not removed at the end.
    pub fn data_dir(mut self, folder: &Path) -> MongoOptions {
        self.data_dir = Some(folder.to_owned());
        self
    }

    /// It listens on this port, whoever does so already.
    pub fn port(mut self, port: u16) -> MongoOptions {
        self.port = Some(port);
        self
    }

    /// More of `mongod`'s arguments.
    pub fn args<'a>(mut self, args: impl IntoIterator<Item = &'a str>) -> MongoOptions {
        self.args.extend(args.into_iter().map(str::to_owned));
        self
    }

    /// Starts the server and waits until it takes writes.
    ///
    /// # Panics
    ///
    /// Where it is missing or does not start.
    pub fn start(self) -> MongoServer {
        let port = || self.port.unwrap_or_else(ports::free);
        let process = Process::start(port, |folder, port| self.launch(folder, port));
        let mut server = MongoServer { process, options: self };
        if server.options.is_replica_set {
            server.initiate();
        }
        server.wait_for_writes();
        if let Some((user, password)) = server.options.auth.clone() {
            server.create_user(&user, &password);
        }
        server
    }

    fn launch(&self, folder: &Path, port: u16) -> Launch {
        let data = self.data_dir.clone().unwrap_or_else(|| folder.join("data"));
        if self.data_dir.is_none() {
            fs::create_dir(&data).expect("the temporary folder is ours");
        }
        let mut args: Vec<OsString> = Vec::new();
        args.extend(["--dbpath".into(), data.into()]);
        args.extend(["--port".into(), port.to_string().into()]);
        let fixed = ["--bind_ip", "127.0.0.1", "--nounixsocket", "--wiredTigerCacheSizeGB", "0.25"];
        args.extend(fixed.map(OsString::from));
        if self.is_replica_set {
            args.extend(["--replSet", REPLICA_SET].map(OsString::from));
        }
        if self.auth.is_some() {
            args.push("--auth".into());
        }
        if self.is_replica_set && self.auth.is_some() {
            // The nodes of a replica set log in to each other with what is in a file.
            let key = folder.join("key");
            fs::write(&key, "dGVzdHMgYWxvbmU=").expect("the temporary folder is ours");
            fs::set_permissions(&key, Permissions::from_mode(0o600)).expect("the file is ours");
            args.extend(["--keyFile".into(), key.into()]);
        }
        args.extend(self.args.iter().map(OsString::from));
        Launch {
            program: programs::mongod(),
            args,
            data_dir: self.data_dir.clone(),
            ready: "Waiting for connections",
        }
    }
}

/// A MongoDB server on a free port. Dropped, it is killed and its folder removed.
pub struct MongoServer {
    process: Process,
    options: MongoOptions,
}

impl MongoServer {
    /// Starts a standalone server.
    ///
    /// # Panics
    ///
    /// Where it is missing or does not start.
    pub fn start() -> MongoServer {
        MongoServer::builder().start()
    }

    /// The options to start one with.
    pub fn builder() -> MongoOptions {
        MongoOptions::default()
    }

    /// Where it is, with its user and its replica set: `mongodb://127.0.0.1:PORT/`.
    pub fn url(&self) -> String {
        let user = match &self.options.auth {
            Some((user, password)) => format!("{}:{}@", percent(user), percent(password)),
            None => String::new(),
        };
        let set = match self.options.is_replica_set {
            true => format!("?replicaSet={REPLICA_SET}"),
            false => String::new(),
        };
        format!("mongodb://{user}127.0.0.1:{}/{set}", self.port())
    }

    /// The port that it listens on, on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.process.port()
    }

    /// The number of its process; none after [`MongoServer::kill`].
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

    /// Starts it again, on the same port and with what it has kept, and waits until it takes writes.
    /// Where it still runs, it is killed first.
    ///
    /// # Panics
    ///
    /// Where it does not start.
    pub fn restart(&mut self) {
        self.process.restart();
        self.wait_for_writes();
    }

    fn initiate(&mut self) {
        let address = format!("127.0.0.1:{}", self.port());
        let set = doc! { "_id": REPLICA_SET, "members": [{ "_id": 0, "host": address }] };
        match self.ask(doc! { "replSetInitiate": set }) {
            Err(error) if code(&error) != Some(ALREADY_INITIALIZED) => {
                panic!("the replica set was not initiated: {error}")
            }
            _ => {}
        }
    }

    fn create_user(&self, user: &str, password: &str) {
        // Without any user, one who comes from this machine may create the first.
        let roles = ["root"].as_slice();
        let created = self.ask(doc! { "createUser": user, "pwd": password, "roles": roles });
        created.unwrap_or_else(|error| panic!("the user was not created: {error}"));
    }

    fn wait_for_writes(&mut self) {
        let port = self.port();
        self.process.wait_for("become primary", || {
            let hello = ask(port, doc! { "hello": 1 }).map_err(|error| error.to_string())?;
            match hello.get_bool("isWritablePrimary") {
                Ok(true) => Ok(()),
                _ => Err(hello.to_string()),
            }
        });
    }

    fn ask(&self, command: Document) -> mongodb::error::Result<Document> {
        ask(self.port(), command)
    }
}

/// Runs a command as nobody, on the server of this port.
fn ask(port: u16, command: Document) -> mongodb::error::Result<Document> {
    // In a thread of its own, for the driver may wait in none that runs something asynchronous.
    let asks = thread::spawn(move || {
        let url = format!("mongodb://127.0.0.1:{port}/?directConnection=true");
        let mut options = ClientOptions::parse(url).run()?;
        options.server_selection_timeout = Some(Duration::from_secs(5));
        Client::with_options(options)?.database("admin").run_command(command).run()
    });
    asks.join().expect("the driver does not panic")
}

fn code(error: &mongodb::error::Error) -> Option<i32> {
    match &*error.kind {
        mongodb::error::ErrorKind::Command(error) => Some(error.code),
        _ => None,
    }
}
