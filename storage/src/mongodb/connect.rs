use std::{fmt, io, sync::Arc, time::Duration};

use mongodb::{
    bson::{Bson, Document, doc, oid::ObjectId, serialize_to_bson},
    options::{Acknowledgment, ClientOptions, ReadPreference, WriteConcern},
    sync::{Client, Collection, Database},
};

use super::{Error, Generation, Result, database_name, retry::Patience};
use crate::generations::GenerationName;

/// How long the first connection, and each later one, may take.
const CONNECTING: Duration = Duration::from_secs(5);

/// How often the driver asks whether the server still answers. A server that has stopped to is
/// noticed after this and [`CONNECTING`], and whoever waits for it gets an error.
const HEARTBEAT: Duration = Duration::from_secs(5);

/// How long the members of a replica set may take to confirm a write.
const CONFIRMING: Duration = Duration::from_secs(60);

/// What MongoDB 5.0 calls itself: the first to keep field names with a dot in them.
const OLDEST: i32 = 13;

/// A connection to a MongoDB server, replica set or sharded cluster.
///
/// Clones are cheap and share the connections; all calls may be made from many threads at once.
///
/// No call waits for ever. The first connection gives up after 5 seconds. A server that stops
/// answering at all is given up within 10, and lost connections are made anew for a bounded time:
/// 5 seconds where somebody waits for an answer, a minute while loading. A server that answers
/// others and is stuck with a command of ours ends it itself: every command says how long it may
/// take, which is 10 seconds for an answer; an hour for what is part of a load, as it may go over
/// all documents; and a minute for storing a batch of them. What follows of a scan is part of it.
#[derive(Clone)]
pub struct MongoDb {
    shared: Arc<Shared>,
    /// Of the right to write that it was taken with; 0 where it was not.
    number: i64,
}

struct Shared {
    client: Client,
    name: String,
    servers: String,
    sharded: bool,
}

/// One run of a server, from its start to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Run(ObjectId);

impl fmt::Debug for MongoDb {
    /// Leaves out the driver's options, which have the password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Shared { servers, name, .. } = &*self.shared;
        f.debug_struct("MongoDb").field("servers", servers).field("name", name).finish()
    }
}

impl MongoDb {
    /// Connects to the servers of a `mongodb://` or `mongodb+srv://` URL.
    ///
    /// Notes are kept in the database of this name, `discogs`; the documents of each generation
    /// in one whose name begins with it, `discogs_20261101`. Writes are confirmed by the
    /// journals of a majority, whatever the URL says.
    ///
    /// # Errors
    ///
    /// [`Error::DatabaseName`], before anything is connected to; [`Error::Url`],
    /// [`Error::Unreachable`], [`Error::Authentication`], [`Error::TooOld`].
    pub fn connect(url: &str, database: &str) -> Result<Self> {
        database_name::check(database)?;
        let mut options =
            ClientOptions::parse(url).run().map_err(|error| Error::url(url, error))?;
        options.app_name.get_or_insert_with(|| "dataget".to_owned());
        options.connect_timeout.get_or_insert(CONNECTING);
        options.server_selection_timeout.get_or_insert(CONNECTING);
        options.heartbeat_freq.get_or_insert(HEARTBEAT);
        options.write_concern = Some(confirmed());
        // What another member has may be older than what is published.
        options.selection_criteria = Some(ReadPreference::Primary.into());
        let servers: Vec<String> = options.hosts.iter().map(ToString::to_string).collect();
        let servers = servers.join(",");
        let client = Client::with_options(options).map_err(|error| Error::url(url, error))?;
        let mut shared = Shared { client, name: database.to_owned(), servers, sharded: false };
        let hello = doc! { "hello": 1, "maxTimeMS": milliseconds(Patience::Answering.bound()) };
        let hello = shared.client.database("admin").run_command(hello).run();
        let hello = hello.map_err(|error| Error::connecting(&shared.servers, error))?;
        if hello.get_i32("maxWireVersion").is_ok_and(|version| version < OLDEST) {
            return Err(Error::TooOld { servers: shared.servers });
        }
        shared.sharded = hello.get_str("msg").is_ok_and(|message| message == "isdbgrid");
        Ok(Self { shared: Arc::new(shared), number: 0 })
    }

    /// Hosts and ports, without user and password.
    #[must_use]
    pub fn servers(&self) -> &str {
        &self.shared.servers
    }

    /// The place of a generation's documents, which may be there or not.
    #[must_use]
    pub fn generation(&self, name: GenerationName) -> Generation {
        Generation::new(self.clone(), name)
    }

    /// The same connection with the right to write that has this number.
    pub(super) fn with_number(&self, number: i64) -> Self {
        Self { number, ..self.clone() }
    }

    /// The number of the right to write that the connection has.
    pub(super) fn number(&self) -> i64 {
        self.number
    }

    /// Whether the server is the router of a sharded cluster.
    pub(super) fn is_sharded(&self) -> bool {
        self.shared.sharded
    }

    /// Which run of the server answers, from its start to its end; `None` where it does not tell
    /// or where there are several.
    pub(super) fn run(&self) -> Result<Option<Run>> {
        let hello = self.ask(Patience::Loading, "greet the server", |limit| {
            self.command("admin", &doc! { "hello": 1 }, limit)
        })?;
        let version = hello.get_document("topologyVersion").ok();
        let run = version.and_then(|version| version.get_object_id("processId").ok());
        Ok(run.filter(|_| !self.is_sharded()).map(Run))
    }

    /// The name of the database of notes.
    pub(super) fn name(&self) -> &str {
        &self.shared.name
    }

    /// A collection of notes.
    pub(super) fn notes(&self, collection: &str) -> Collection<Document> {
        self.shared.client.database(self.name()).collection(collection)
    }

    pub(super) fn database(&self, name: &str) -> Database {
        self.shared.client.database(name)
    }

    /// Runs a command for which the driver has no `max_time`. One that a majority did not confirm
    /// is as if the server had not been reached.
    pub(super) fn command(
        &self,
        database: &str,
        command: &Document,
        limit: Duration,
    ) -> mongodb::error::Result<Document> {
        let mut command = command.clone();
        command.insert("maxTimeMS", milliseconds(limit));
        let reply = self.database(database).run_command(command).run()?;
        match reply.get_document("writeConcernError") {
            Ok(error) => {
                let reason = error.get_str("errmsg").unwrap_or("it was not confirmed");
                Err(io::Error::new(io::ErrorKind::ConnectionReset, reason).into())
            }
            Err(_) => Ok(reply),
        }
    }

    /// Asks the server, again and again while the connection is lost and patience lasts. What is
    /// asked must do no harm when it is done twice. It is given how long the server may take,
    /// which it has to tell the server: by `max_time`, or by [`command`](Self::command).
    pub(super) fn ask<T>(
        &self,
        patience: Patience,
        action: &str,
        mut ask: impl FnMut(Duration) -> mongodb::error::Result<T>,
    ) -> Result<T> {
        let asked = patience.last(|| ask(patience.bound()));
        asked.map_err(|error| Error::explain(self.servers(), action, error))
    }
}

/// As [`confirmed`], for commands that are given as documents.
pub(super) fn write_concern() -> Bson {
    serialize_to_bson(&confirmed()).expect("a write concern is BSON")
}

/// What the server is told as `maxTimeMS`.
fn milliseconds(limit: Duration) -> i64 {
    limit.as_millis().try_into().expect("hours")
}

/// In the journals of most servers: on one server, in its own.
pub(super) fn confirmed() -> WriteConcern {
    WriteConcern::builder().w(Acknowledgment::Majority).journal(true).w_timeout(CONFIRMING).build()
}
