//! Redis, one server or a cluster: indexes, each under its generation's name, and which one is
//! current.
//!
//! The layout is made for readers of any kind; `docs/REDIS.md` tells it.

mod address;
mod batches;
mod connection;
mod error;
mod layout;
mod nodes;
mod queue;
mod remote;
mod removal;
mod state;
mod upload;

use std::sync::Arc;

use ::redis::{Cmd, Value};

pub use error::Error;
pub(crate) use layout::{About, Digest, Term};
pub(crate) use queue::Queued;
pub(crate) use remote::{Remote, Wanted};
pub(crate) use state::Kept;

use crate::{generations::GenerationName, index::Index};
use connection::{READING, Server, WRITING};
use layout::Keys;

/// A Redis server or cluster. Clones share their connections; all calls may be made from several
/// threads at once, and end within a minute even when the server hangs.
#[derive(Clone)]
pub struct Redis {
    server: Arc<Server>,
    keys: Keys,
}

impl Redis {
    /// Connects to the server at a URL, `redis://[user:password@]host[:port][,host[:port]…]`, or to
    /// the cluster that it is a node of. Of several addresses, which are to be of the same server
    /// or cluster, the first that answers is taken. The names of all keys begin with `prefix` and a
    /// colon.
    ///
    /// # Errors
    /// When the URL is none, when no server answers there, when it refuses the user, and when keys
    /// cannot begin with the prefix.
    pub fn connect(url: &str, prefix: &str) -> Result<Self, Error> {
        address::check_prefix(prefix)?;
        Ok(Self { server: Arc::new(Server::connect(url)?), keys: Keys::new(prefix) })
    }

    /// The host and port that were given, all of them.
    #[must_use]
    pub fn server(&self) -> &str {
        &self.server.name
    }

    /// The generation whose index is to be read; `None` while there is none.
    ///
    /// # Errors
    /// When the server does not answer, or when the key holds something else.
    pub fn current(&self) -> Result<Option<GenerationName>, Error> {
        let key = self.keys.current();
        let answer = self.read("read which generation is current", &[get(&key)])?.pop();
        match answer {
            Some(Value::BulkString(name)) => self.name(&key, &name).map(Some),
            _ => Ok(None),
        }
    }

    /// Notes whose indexes are here, or makes sure that it is so: `home` tells the catalogue that
    /// they are built from. Two catalogues under one prefix would drop each other's.
    ///
    /// # Errors
    /// [`Error::Foreign`] when they are another catalogue's; when the server does not answer or
    /// refuses.
    pub fn claim(&self, home: &str) -> Result<(), Error> {
        let key = self.keys.home();
        // Looked at first: a server that is full takes not even what is there.
        for asked in [vec![get(&key)], vec![command("SET", &[&key, home, "NX"]), get(&key)]] {
            match self.write("look whose indexes are there", &asked)?.pop() {
                Some(Value::BulkString(noted)) if noted == home.as_bytes() => return Ok(()),
                Some(Value::BulkString(_)) => {
                    return Err(Error::Foreign { server: self.server.name.clone(), key });
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Makes a generation the current one, in one atomic step.
    ///
    /// # Errors
    /// When the server does not answer or refuses.
    pub fn set_current(&self, name: GenerationName) -> Result<(), Error> {
        let set = command("SET", &[&self.keys.current(), &name.to_string()]);
        self.write("make a generation the current one", &[set]).map(drop)
    }

    /// The generations whose indexes were written to the end, ascending.
    ///
    /// # Errors
    /// When the server does not answer, or when the key holds something else.
    pub fn generations(&self) -> Result<Vec<GenerationName>, Error> {
        let key = self.keys.generations();
        let answer = self.write("list the generations", &[command("SMEMBERS", &[&key])])?.pop();
        let members = match answer {
            Some(Value::Array(members) | Value::Set(members)) => members,
            _ => Vec::new(),
        };
        let mut names = Vec::with_capacity(members.len());
        for member in members {
            if let Value::BulkString(name) = member {
                match self.name(&key, &name) {
                    Ok(name) => names.push(name),
                    Err(error) => tracing::warn!(%error, "it is passed by"),
                }
            }
        }
        names.sort_unstable();
        Ok(names)
    }

    /// Opens the index of a generation, to be asked with what it fetches for each question
    /// ([`Index::load`]) or after [`Index::warm`].
    ///
    /// # Errors
    /// When there is none or only half of one, when it is damaged, and when the server does not
    /// answer.
    pub fn open_index(&self, name: GenerationName) -> Result<Index, Error> {
        let open = || Index::open_remote(Remote::open(self.clone(), name)?);
        match open() {
            // Another build took its place between the first value and the last.
            Err(Error::Replaced { .. }) => open(),
            outcome => outcome,
        }
    }

    /// What changes when the index of a generation is written anew; `None` if there is none.
    ///
    /// # Errors
    /// When the server does not answer.
    pub fn index_version(&self, name: GenerationName) -> Result<Option<String>, Error> {
        // Its description begins with its build, its digest and what it counts. What else is
        // there of other builds does not change it.
        let head = command("GETRANGE", &[&self.keys.about(name), "0", "255"]);
        let answer = self.read("look at an index", &[head])?.pop();
        Ok(match answer {
            Some(Value::BulkString(head)) if !head.is_empty() => {
                let head = String::from_utf8_lossy(&head);
                Some(head.split(",\"cut\"").next().unwrap_or_default().to_owned())
            }
            _ => None,
        })
    }

    fn name(&self, key: &str, bytes: &[u8]) -> Result<GenerationName, Error> {
        let text = String::from_utf8_lossy(bytes);
        text.parse().map_err(|error: crate::generations::InvalidName| Error::Pointer {
            server: self.server.name.clone(),
            key: key.to_owned(),
            reason: error.to_string(),
        })
    }

    /// Asks for an answer that somebody waits for.
    fn read(&self, action: &'static str, commands: &[Cmd]) -> Result<Vec<Value>, Error> {
        self.server.ask(action, READING, commands)
    }

    /// Asks with the patience of a load.
    fn write(&self, action: &'static str, commands: &[Cmd]) -> Result<Vec<Value>, Error> {
        self.server.ask(action, WRITING, commands)
    }
}

impl std::fmt::Debug for Redis {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Redis").field(&self.server.name).finish()
    }
}

fn command(name: &str, arguments: &[&str]) -> Cmd {
    let mut command = ::redis::cmd(name);
    command.arg(arguments);
    command
}

fn get(key: &str) -> Cmd {
    command("GET", &[key])
}
