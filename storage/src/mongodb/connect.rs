use std::{fmt, sync::Arc, time::Duration};

use mongodb::{
    bson::{Document, doc},
    options::{Acknowledgment, ClientOptions, ReadPreference, WriteConcern},
    sync::{Client, Collection, Database},
};

use super::{Error, Generation, Result, retry::Patience};
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
/// No call waits for ever: the first connection gives up after 5 seconds, a server that stops
/// answering is given up within 10, and lost connections are made anew for a bounded time.
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
    /// [`Error::Url`], [`Error::Unreachable`], [`Error::Authentication`], [`Error::TooOld`].
    pub fn connect(url: &str, database: &str) -> Result<Self> {
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
        let hello = shared.client.database("admin").run_command(doc! { "hello": 1 }).run();
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

    /// The name of the database of notes.
    pub(super) fn name(&self) -> &str {
        &self.shared.name
    }

    pub(super) fn client(&self) -> &Client {
        &self.shared.client
    }

    /// A collection of notes.
    pub(super) fn notes(&self, collection: &str) -> Collection<Document> {
        self.shared.client.database(self.name()).collection(collection)
    }

    pub(super) fn database(&self, name: &str) -> Database {
        self.shared.client.database(name)
    }

    /// As [`ask`](Self::ask), of what takes the server no longer than the time that it is given.
    pub(super) fn within<T>(
        &self,
        patience: Patience,
        action: &str,
        mut ask: impl FnMut(Duration) -> mongodb::error::Result<T>,
    ) -> Result<T> {
        self.ask(patience, action, || ask(patience.bound()))
    }

    /// Asks the server, again and again while the connection is lost and patience lasts. What is
    /// asked must do no harm when it is done twice.
    pub(super) fn ask<T>(
        &self,
        patience: Patience,
        action: &str,
        ask: impl FnMut() -> mongodb::error::Result<T>,
    ) -> Result<T> {
        patience.last(ask).map_err(|error| Error::explain(self.servers(), action, error))
    }
}

/// In the journals of most servers: on one server, in its own.
pub(super) fn confirmed() -> WriteConcern {
    WriteConcern::builder().w(Acknowledgment::Majority).journal(true).w_timeout(CONFIRMING).build()
}
